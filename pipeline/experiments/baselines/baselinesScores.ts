/** Asks the panel how ideas and their baselines read. */
import { askPanel } from '../changedImages.ts';
import type { Scoring } from '../defineExperiment.ts';
import { maskImages, openKeptImage } from '../keptImages.ts';
import {
  BASELINE_KINDS,
  type BaselinesRecord,
  type BaselinesScores,
  baselinesScores,
  byKind,
} from './baselinesRecord.ts';

/** The format of the record and its files; a changed computation is told by the cache key (models/studyCache.ts). */
const REVISION = 1;

/** How the images are scored: as ideas are, masked, and all for the idea's digit. */
export const BASELINES_SCORING: Scoring<BaselinesRecord, BaselinesScores> = {
  file: null,
  schema: baselinesScores,
  revision: REVISION,
  async score(panel, { digits }, _images, { train }) {
    const shown = digits.flatMap((one) => BASELINE_KINDS.map((kind) => openKeptImage(one[kind].image)));
    const answers = await askPanel(panel, maskImages(shown, train));
    return {
      digits: digits.map(({ digit }, k) =>
        byKind((_, at) => answers[k * BASELINE_KINDS.length + at]![digit]!),
      ),
    };
  },
};
