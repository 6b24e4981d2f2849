/** Has the panel search for the most and the least recognisable images. */
import { pickIntended } from '../../judging/answers.ts';
import { type Panel, type Pooling, readTogether } from '../../judging/panel.ts';
import { PRIMARY_TOLERANCE } from '../../judging/tolerance.ts';
import { summariseTraining } from '../../judging/trainingSummary.ts';
import { stackImages } from '../../math/images.ts';
import type { Scoring, ScoringMaterial } from '../defineExperiment.ts';
import { keepImage, maskImages, openKeptImage } from '../keptImages.ts';
import {
  type Extreme,
  findFloor,
  type LegibilityRecord,
  type LegibilityScores,
  legibilityScores,
  PANEL,
} from './legibilityRecord.ts';
import {
  type FoundInterval,
  listSeenPixels,
  type ReadImage,
  type ReadImages,
  searchExtremes,
} from './legibilitySearch.ts';

/** The format of the record and its files; a changed computation is told by the cache key (models/studyCache.ts). */
const REVISION = 1;

type Digit = LegibilityRecord['digits'][number];

/** How legibility is scored: masked, by all judges together and by each family, in one search. */
export const LEGIBILITY_SCORING: Scoring<LegibilityRecord, LegibilityScores, Panel, ScoringMaterial> = {
  file: null,
  schema: legibilityScores,
  revision: REVISION,
  score: (panel, { digits, reads }, _images, { train, withModel }) =>
    withModel(async (model) => {
      const seen = listSeenPixels(summariseTraining(train).inked.never);
      const scores: LegibilityScores['digits'] = [];
      for (const one of digits) {
        if (one.starts.length === 0) {
          scores.push({ reads: 0, intervals: {} });
          continue;
        }
        const { digit } = one;
        const read: ReadImages = (images) => readDigit(panel, maskImages(images, train), digit);
        const task = { digit, floor: findFloor(one), starts: one.starts.map(openKeptImage), seen, reads };
        const found = await searchExtremes(model, read, task);
        scores.push({ reads: found.reads, intervals: keepIntervals(found.intervals, one) });
      }
      return { digits: scores };
    }),
};

/** P(digit) of images by the panel and by each family. */
async function readDigit(
  pooling: Pooling,
  images: readonly Float32Array[],
  digit: number,
): Promise<Record<string, Float64Array>> {
  const readings = (await readTogether(pooling, stackImages(images)))[PRIMARY_TOLERANCE];
  const digits = images.map(() => digit);
  return Object.fromEntries(
    Object.entries({ [PANEL]: readings.probabilities, ...readings.families }).map(([reader, answers]) => [
      reader,
      pickIntended(answers, digits),
    ]),
  );
}

function keepIntervals(intervals: Readonly<Record<string, FoundInterval>>, digit: Digit) {
  const keep = ({ image, score, logit }: ReadImage): Extreme => ({
    score,
    share: (logit - digit.blank) / (digit.idea - digit.blank),
    image: keepImage(image),
  });
  return Object.fromEntries(
    Object.entries(intervals).map(([reader, { idea, least, most }]) => [
      reader,
      { idea, least: keep(least), most: keep(most) },
    ]),
  );
}
