/** Made-up answers to what else is asked of models, small enough that every number of the report follows by hand. */
import type { CounterfeitsRecord } from '../../pipeline/experiments/counterfeits/counterfeitsRecord.ts';
import { reportCounterfeits } from '../../pipeline/experiments/counterfeits/counterfeitsSection.ts';
import type { ModelCounterfeits } from '../../pipeline/experiments/counterfeits/counterfeitsSummary.ts';
import { reportHints } from '../../pipeline/experiments/hints/hintsSection.ts';
import type { ModelHints } from '../../pipeline/experiments/hints/hintsSummary.ts';
import { reportTransfer } from '../../pipeline/experiments/transfer/transferSection.ts';
import type { StudyResults } from '../../pipeline/report/studyResults.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { CONSTANT_SHAPE, makeStudy } from '../report/fixture.ts';

/** Most flips that counterfeits may take. */
export const BUDGET = 8;
/** What `reportCounterfeits` reads of a study. */
export const COUNTERFEIT_STUDY = {
  config: parseStudyConfig(
    {
      name: 'made',
      grid: { hidden: [1], batch: [1], seeds: [0] },
      experiments: { counterfeits: { flips: BUDGET } },
    },
    'test',
  ),
};
const NONE = Array.from({ length: 10 }, (): number | null => null);

/** What hints and counterfeits found on two models of two seeds, the first of each. */
export function makeRecords(): { hints: ModelHints[]; counterfeits: ModelCounterfeits[]; names: string[] } {
  const { models } = makeStudy({ ...CONSTANT_SHAPE, epochs: 2 });
  const [narrow, wide] = [models[0]!.model, models.find(({ model }) => model.settings.hidden === 32)!.model];
  return {
    hints: [
      { model: narrow, ...makeHints() },
      { model: wide, ...makeHints(0) },
    ],
    counterfeits: [
      { model: narrow, ...makeCounterfeits() },
      { model: wide, record: makeTriedFlips([null, null, 2]), scores: null },
    ],
    names: [narrow.name, wide.name],
  };
}

/** Two models of two seeds, of which the first of each was asked everything but the comparison. */
export function makeAskedStudy(): StudyResults {
  const { hints, counterfeits, names } = makeRecords();
  const read = [
    [1, 0.5],
    [0.25, 0.5],
  ];
  return {
    ...makeStudy({ ...CONSTANT_SHAPE, epochs: 2 }),
    parts: [
      reportHints(hints),
      reportCounterfeits(counterfeits, COUNTERFEIT_STUDY),
      reportTransfer({ models: names, read }),
    ],
  };
}

/** Of 4 images after 64 pixels 3 (idea), 2 (class mean) and 1 (noise) are read right; the mean runs out of pixels. */
export function makeHints(images = 4) {
  const of = (share: number) => Math.round(share * images);
  return {
    record: {
      misread: images,
      pixels: [0, 64, 256],
      recognised: { idea: [0, of(0.75), images], mean: [0, of(0.5), of(0.5)], random: [0, of(0.25), 0] },
      enough: {
        idea: [images, images, images],
        mean: [images, of(0.5), of(0.25)],
        random: [images, images, images],
      },
      images: Array.from({ length: images }, (_, k) => ({
        ...{ row: k, digit: 1 },
        // Three of the four are helped by the idea.
        fewest: { idea: [2, 4, 6, null][k]!, mean: 5, random: null },
      })),
    },
    scores: {
      images: Array.from({ length: images }, (_, k) => ({
        before: k === 3 ? 0.9 : 0.5,
        fewest: k === 3 ? 0.9 : 0.4,
        borrowed: { idea: 0.35, mean: 0.8, random: 0.2 },
      })),
    },
  };
}

/** Images that so many flips turn from a 1 into a 4; null where none do. */
export function makeTriedFlips(flips: readonly (number | null)[]): CounterfeitsRecord {
  return {
    tried: flips.length,
    images: flips.map((count) => ({
      ...{ row: 0, digit: 1, flips: NONE.with(4, count) },
      target: count === null ? null : 4,
    })),
  };
}

/** Three images that 3, 3 and 5 flips break; the judges do not notice the first, nor 7 flips of the third. */
function makeCounterfeits() {
  const judged = (target: number, flips: number, digitProbability: number, targetProbability: number) => ({
    ...{ target, flips, digitProbability, targetProbability },
  });
  const image = (flips: (number | null)[]) => ({ row: 0, digit: 1, flips, target: 4 });
  return {
    record: {
      tried: 4,
      images: [image(NONE.with(4, 3)), image(NONE.with(4, 3)), image(NONE.with(4, 5).with(7, 7))],
    },
    scores: {
      images: [
        { before: 0.9, nearest: judged(4, 3, 0.8, 0.1), unnoticed: judged(4, 3, 0.8, 0.1) },
        { before: 0.9, nearest: judged(4, 3, 0.2, 0.5), unnoticed: null },
        { before: 0.9, nearest: judged(4, 5, 0.2, 0.3), unnoticed: judged(7, 7, 0.6, 0.2) },
      ],
    },
  };
}
