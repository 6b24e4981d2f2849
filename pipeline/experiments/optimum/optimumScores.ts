/** Asks the panel whether the best image reads better than the idea. */
import { askPanel } from '../changedImages.ts';
import type { Scoring } from '../defineExperiment.ts';
import { maskImages, openKeptImage } from '../keptImages.ts';
import { type OptimumRecord, type OptimumScores, optimumScores } from './optimumRecord.ts';

/** The format of the record and its files; a changed computation is told by the cache key (models/studyCache.ts). */
const REVISION = 1;

/** How the images are scored: as ideas are, masked. */
export const OPTIMUM_SCORING: Scoring<OptimumRecord, OptimumScores> = {
  file: null,
  schema: optimumScores,
  revision: REVISION,
  async score(panel, { digits }, _images, { train }) {
    const shown = digits.flatMap(({ idea, best }) => [idea, best]).map(({ image }) => openKeptImage(image));
    const answers = await askPanel(panel, maskImages(shown, train));
    return {
      digits: digits.map(({ digit }, k) => ({
        idea: answers[2 * k]![digit]!,
        best: answers[2 * k + 1]![digit]!,
      })),
    };
  },
};
