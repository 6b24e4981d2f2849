/** Counterfeits (the article's claim C5): fewest flips that make a model read a test digit as each of the others. */

import type { LabelledImages } from '../../engine/engine.ts';
import { unitImage } from '../../judging/pixels.ts';
import { CLASSES, DIGITS, stackImages, unitToBytes } from '../../math/images.ts';
import { drawPermutation, openStream } from '../../math/streams.ts';
import type { Changed } from '../../search/changeSearch.ts';
import { findFewestChanges, oppositeOf } from '../../search/fewestChanges.ts';
import type { SearchableModel } from '../../search/modelView.ts';
import { changePixelsOf } from '../../search/wholeImages.ts';
import type { StudyConfig } from '../../study/config.ts';
import { defineExperiment } from '../defineExperiment.ts';
import { modelInputs, readDigits, withModel } from '../experimentModel.ts';
import { COUNTERFEIT_SCORING, COUNTERFEITS_FILE } from './counterfeitScores.ts';
import { type CounterfeitScores, type CounterfeitsRecord, counterfeitsRecord } from './counterfeitsRecord.ts';

/** Raised when the same inputs would give other counterfeits. */
const REVISION = 2;

type Config = StudyConfig['experiments']['counterfeits'];

/** The experiment. */
export const COUNTERFEITS = defineExperiment<CounterfeitsRecord, CounterfeitScores>({
  name: 'counterfeits',
  covers: () => true,
  countWork: ({ experiments: { counterfeits } }) => ({
    searches: [],
    changed: counterfeits.images * (CLASSES - 1),
    ...{ read: counterfeits.images, averaged: 0 },
    // Most are judged as they were and with the fewest flips, and no further.
    judged: 2 * counterfeits.images,
  }),
  schema: counterfeitsRecord,
  inputsOf(study, searched) {
    const { images, flips } = study.config.experiments.counterfeits;
    return modelInputs(study, searched, { images, flips, revision: REVISION });
  },
  async run(study, searched, { test }) {
    const config = study.config.experiments.counterfeits;
    const { record, images } = await withModel(study, searched, (loaded) => forge(loaded, test, config));
    return { record, files: { [COUNTERFEITS_FILE]: unitToBytes(stackImages(images)) } };
  },
  scoring: COUNTERFEIT_SCORING,
  report: async (records, study) =>
    (await import('./counterfeitsSection.ts')).reportCounterfeits(records, study),
});

/** Test images, as many of each digit, the same for every model (stream `experiments/counterfeits` of seed 0). */
export function chooseTestImages({ labels }: LabelledImages, count: number): number[] {
  const order = drawPermutation(openStream(0, 'experiments/counterfeits'), labels.length);
  const perDigit = Math.ceil(count / DIGITS.length);
  return DIGITS.flatMap((digit) =>
    Array.from(order.filter((row) => labels[row] === digit)).slice(0, perDigit),
  );
}

/** Turns each of the images that the model reads right into every other digit; `images` as listFound (counterfeitScores.ts) has them. */
export async function forge(
  model: SearchableModel,
  test: LabelledImages,
  { images: count, flips }: Pick<Config, 'images' | 'flips'>,
): Promise<{ record: CounterfeitsRecord; images: Float32Array[] }> {
  const chosen = chooseTestImages(test, count).map((row) => ({
    row,
    digit: test.labels[row]!,
    image: unitImage(test, row),
  }));
  const read = await readDigits(model, stackImages(chosen.map(({ image }) => image)));
  const right = chosen.filter(({ digit }, k) => read[k] === digit);
  const tasks = right.flatMap(({ image, digit }) =>
    DIGITS.filter((target) => target !== digit).map((target) => ({
      ...{ image, target },
      offered: oppositeOf(image),
    })),
  );
  const found = await findFewestChanges(changePixelsOf(model), tasks, { budget: flips });
  const targets = CLASSES - 1;
  const images = right.map(({ row, digit }, k) => {
    return { row, digit, ...summarise(digit, found.slice(k * targets, (k + 1) * targets)) };
  });
  return {
    record: { tried: chosen.length, images },
    images: found.filter(({ isReached }) => isReached).map(({ image }) => image),
  };
}

/** The flips that each digit took, and the first digit of the fewest; `attempts` are those at the nine other digits. */
function summarise(digit: number, attempts: readonly Changed[]) {
  const flips = attempts.map(({ isReached, pixels }) => (isReached ? pixels.length : null));
  flips.splice(digit, 0, null);
  const reached = flips.filter((count) => count !== null);
  return { flips, target: reached.length === 0 ? null : flips.indexOf(Math.min(...reached)) };
}
