/** Counterfeits (the article's claim C5): fewest flips that make a model read a test digit as each of the others. */
import type { LabelledImages, Model } from '../../engine/engine.ts';
import { DIGITS } from '../../math/images.ts';
import { drawPermutation, openStream } from '../../math/streams.ts';
import { type Changed, findFewestChanges, oppositeOf } from '../../search/fewestChanges.ts';
import { encodeFloat32 } from '../../store/float32.ts';
import { findResult, writeResult } from '../../store/results.ts';
import type { StudyConfig } from '../../study/config.ts';
import { type CounterfeitsRecord, counterfeitsRecord } from '../../study/experiments.ts';
import type { Study } from '../study.ts';
import {
  type CellExperiment,
  experimentInputs,
  readDigits,
  type SearchedCell,
  stackImages,
  takeImage,
  withCellModel,
} from './cellExperiment.ts';

/** Raised when the same inputs would give other counterfeits. */
const REVISION = 1;
/** Name of the file that holds each image's counterfeit of fewest flips, or the image itself where there is none. */
const IMAGES_FILE = 'counterfeits.f32';

type Config = StudyConfig['experiments']['counterfeits'];

function inputsOf(study: Study, searched: SearchedCell) {
  const { images, flips } = study.config.experiments.counterfeits;
  // Counterfeits do not depend on ideas, but a sweep has those first.
  const { ideas: _, ...inputs } = experimentInputs(study, searched, { images, flips, revision: REVISION });
  return inputs;
}

/** The experiment. */
export const COUNTERFEITS: CellExperiment<CounterfeitsRecord> = {
  name: 'counterfeits',
  isWanted: ({ config }) => config.experiments.counterfeits.enabled,
  find: (study, searched) =>
    findResult(
      study.folder.cell(searched.cell.name).experiment('counterfeits').record,
      counterfeitsRecord,
      inputsOf(study, searched),
    ),
  async run(study, searched, { test }) {
    const config = study.config.experiments.counterfeits;
    const { record, images } = await withCellModel(study, searched.cell, (model) =>
      forge(model, test, config),
    );
    const { record: path } = study.folder.cell(searched.cell.name).experiment('counterfeits');
    await writeResult(path, inputsOf(study, searched), record, {
      [IMAGES_FILE]: encodeFloat32(stackImages(images)),
    });
  },
};

/** Test images, as many of each digit, the same for every model (stream `experiments/counterfeits` of seed 0). */
export function chooseTestImages({ labels }: LabelledImages, count: number): number[] {
  const order = drawPermutation(openStream(0, 'experiments/counterfeits'), labels.length);
  const perDigit = Math.ceil(count / DIGITS.length);
  return DIGITS.flatMap((digit) =>
    Array.from(order.filter((row) => labels[row] === digit)).slice(0, perDigit),
  );
}

/** Turns each of the images that the model reads right into every other digit. */
export async function forge(
  model: Model,
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
  const best = right.map(({ image, digit }, k) => {
    const attempts = found.slice(k * (DIGITS.length - 1), (k + 1) * (DIGITS.length - 1));
    return { image, ...summarise(digit, attempts) };
  });
  return {
    record: {
      tried: chosen.length,
      images: right.map(({ row, digit }, k) => ({
        ...{ row, digit },
        flips: best[k]!.flips,
        target: best[k]!.target,
      })),
    },
    images: best.map(({ image, counterfeit }) => counterfeit ?? image),
  };
}

/** The flips that each digit took, and the counterfeit of the fewest; `attempts` are those at the nine other digits. */
function summarise(digit: number, attempts: readonly Changed[]) {
  const flips: (number | null)[] = attempts.map(({ isReached, pixels }) =>
    isReached ? pixels.length : null,
  );
  flips.splice(digit, 0, null);
  const reached = flips.filter((count) => count !== null);
  if (reached.length === 0) return { flips, target: null, counterfeit: null };
  const target = flips.indexOf(Math.min(...reached));
  return { flips, target, counterfeit: attempts[target < digit ? target : target - 1]!.image };
}
