/** Asks the panel whether hints leave an image looking like the digit that it shows. */

import type { Panel } from '../../judging/panel.ts';
import { unitImage } from '../../judging/pixels.ts';
import { PIXELS } from '../../math/images.ts';
import type { StudyData } from '../../models/studyDataset.ts';
import { decodeFloat32 } from '../../store/float32.ts';
import { askPanel } from '../changedImages.ts';
import type { Scoring } from '../defineExperiment.ts';
import { type HintScores, type HintsRecord, hintScores } from './hintsRecord.ts';

/**
 * Name of the file with the images [4 n, 784]: each with the fewest pixels from the idea, or as it was; then each with
 * HEADLINE_PIXELS pixels in random order from each of HINT_SOURCES.
 */
export const HINTS_FILE = 'hints.f32';

/** The format of the record and its files; a changed computation is told by the cache key (models/studyCache.ts). */
const REVISION = 2;

/** How hints are scored: every image, whole, before and after each of the four ways to help it. */
export const HINT_SCORING: Scoring<
  HintsRecord,
  HintScores,
  Pick<Panel, 'probabilities'>,
  Pick<StudyData, 'test'>
> = {
  file: HINTS_FILE,
  schema: hintScores,
  revision: REVISION,
  async score(panel, { images }, { bytes, path }, { test }) {
    const changed = decodeFloat32(bytes, path);
    const askOf = async (originals: readonly Float32Array[]) =>
      (await askPanel(panel, originals)).map((answers, k) => answers[images[k]!.digit]!);
    // The file's blocks of as many images as the record has.
    const askBlock = (block: number) =>
      askOf(
        images.map((_, k) => {
          const at = (block * images.length + k) * PIXELS;
          return changed.subarray(at, at + PIXELS);
        }),
      );
    const before = await askOf(images.map(({ row }) => unitImage(test, row)));
    const [fewest, idea] = [await askBlock(0), await askBlock(1)];
    const [mean, random] = [await askBlock(2), await askBlock(3)];
    return {
      images: images.map((_, k) => ({
        before: before[k]!,
        fewest: fewest[k]!,
        borrowed: { idea: idea[k]!, mean: mean[k]!, random: random[k]! },
      })),
    };
  },
};
