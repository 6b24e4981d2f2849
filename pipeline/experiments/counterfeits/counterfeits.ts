/** Counterfeits (the article's claim C5): fewest flips that make a model read a test digit as each of the others. */
import type { LabelledImages, LoadedModel } from '../../engine/engine.ts';
import { CLASSES, DIGITS, stackImages, unitToBytes } from '../../math/images.ts';
import { drawPermutation, openStream } from '../../math/streams.ts';
import type { Study } from '../../models/study.ts';
import type { Changed } from '../../search/changeSearch.ts';
import { findFewestChanges, oppositeOf } from '../../search/fewestChanges.ts';
import { writeResult } from '../../store/results.ts';
import type { StudyConfig } from '../../study/config.ts';
import {
  defineExperiment,
  experimentInputs,
  readDigits,
  type SearchedCell,
  takeImage,
  withCellModel,
} from '../experiment.ts';
import { type CounterfeitsRecord, counterfeitsRecord } from '../experimentRecords.ts';

/** Raised when the same inputs would give other counterfeits. */
const REVISION = 2;

/**
 * Name of the file with every counterfeit that was found, in the order of {@link listFound}: bytes [n, 784], which hold
 * them exactly, for test images are bytes and flips go to 0 or 255.
 */
export const COUNTERFEITS_FILE = 'counterfeits.u8';

type Config = StudyConfig['experiments']['counterfeits'];

function inputsOf(study: Study, searched: SearchedCell) {
  const { images, flips } = study.config.experiments.counterfeits;
  // Counterfeits do not depend on ideas, but a sweep has those first.
  const { ideas: _, ...inputs } = experimentInputs(study, searched, { images, flips, revision: REVISION });
  return inputs;
}

/** The experiment. */
export const COUNTERFEITS = defineExperiment<CounterfeitsRecord>({
  name: 'counterfeits',
  schema: counterfeitsRecord,
  inputsOf,
  isEnabled: ({ config }) => config.experiments.counterfeits.enabled,
  covers: () => true,
  async run(study, searched, { test }) {
    const config = study.config.experiments.counterfeits;
    const { record, images } = await withCellModel(study, searched.cell, (model) =>
      forge(model, test, config),
    );
    const { record: path } = study.folder.cell(searched.cell.name).experiment('counterfeits');
    await writeResult(path, inputsOf(study, searched), record, {
      [COUNTERFEITS_FILE]: unitToBytes(stackImages(images)),
    });
  },
});

/** One counterfeit that was found. */
export interface Found {
  /** Which of the record's images it was. */
  readonly image: number;
  readonly target: number;
  readonly flips: number;
}

/** Every counterfeit of a record: image by image, targets ascending. */
export function listFound({ images }: CounterfeitsRecord): Found[] {
  return images.flatMap(({ flips }, image) =>
    flips.flatMap((count, target) => (count === null ? [] : [{ image, target, flips: count }])),
  );
}

/** Test images, as many of each digit, the same for every model (stream `experiments/counterfeits` of seed 0). */
export function chooseTestImages({ labels }: LabelledImages, count: number): number[] {
  const order = drawPermutation(openStream(0, 'experiments/counterfeits'), labels.length);
  const perDigit = Math.ceil(count / DIGITS.length);
  return DIGITS.flatMap((digit) =>
    Array.from(order.filter((row) => labels[row] === digit)).slice(0, perDigit),
  );
}

/** Turns each of the images that the model reads right into every other digit; `images` as {@link listFound} has them. */
export async function forge(
  model: LoadedModel,
  test: LabelledImages,
  { images: count, flips }: Pick<Config, 'images' | 'flips'>,
): Promise<{ record: CounterfeitsRecord; images: Float32Array[] }> {
  const chosen = chooseTestImages(test, count).map((row) => ({
    row,
    digit: test.labels[row]!,
    image: takeImage(test.images, row),
  }));
  const read = await readDigits(model, stackImages(chosen.map(({ image }) => image)));
  const right = chosen.filter(({ digit }, k) => read[k] === digit);
  const tasks = right.flatMap(({ image, digit }) =>
    DIGITS.filter((target) => target !== digit).map((target) => ({
      ...{ image, target },
      offered: oppositeOf(image),
    })),
  );
  const found = await findFewestChanges(model, tasks, { budget: flips });
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
