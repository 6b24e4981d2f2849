/**
 * Hints (the article's claim C4): for test digits that a model misreads, pixels taken from its idea of the right digit,
 * against as many from the mean training image of that digit and from noise.
 *
 * Two ways to choose the pixels. In random order nobody helps: whoever knows only the idea could do it. Chosen for the
 * model, by greedy search, as few as possible are borrowed; that this takes few pixels from any source is the reason
 * for the first way.
 */
import type { Model } from '../../engine/engine.ts';
import { classMeans } from '../../judging/descriptors.ts';
import { PIXELS } from '../../math/images.ts';
import { drawPermutation, drawUniform, openStream } from '../../math/streams.ts';
import { findFewestChanges } from '../../search/fewestChanges.ts';
import { encodeFloat32 } from '../../store/float32.ts';
import { findResult, writeResult } from '../../store/results.ts';
import type { StudyConfig } from '../../study/config.ts';
import { HINT_SOURCES, type HintSource, type HintsRecord, hintsRecord } from '../../study/experiments.ts';
import type { StudyData } from '../dataset.ts';
import { readIdeaImages } from '../scoreCells.ts';
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

/** Raised when the same inputs would give other hints. */
const REVISION = 1;
/** Name of the file that holds each image with the fewest pixels from the idea, or as it was. */
const IMAGES_FILE = 'hints.f32';
/** Pixels borrowed in random order, at each of which the model is asked. */
const STEPS = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256];

type Config = StudyConfig['experiments']['hints'];

function inputsOf(study: Study, searched: SearchedCell) {
  const { images, pixels } = study.config.experiments.hints;
  return experimentInputs(study, searched, { images, pixels, revision: REVISION });
}

/** The experiment. */
export const HINTS: CellExperiment<HintsRecord> = {
  name: 'hints',
  isWanted: ({ config }) => config.experiments.hints.enabled,
  find: (study, searched) =>
    findResult(
      study.folder.cell(searched.cell.name).experiment('hints').record,
      hintsRecord,
      inputsOf(study, searched),
    ),
  async run(study, searched, data) {
    const folder = study.folder.cell(searched.cell.name);
    const drawn = await readIdeaImages(folder.ideaFolder, searched.ideas);
    const ideas = searched.ideas.content.ideas.flatMap(({ restart }, k) =>
      restart === 0 ? [drawn[k]!] : [],
    );
    const sources = collectSources(ideas, data);
    const { record, images } = await withCellModel(study, searched.cell, (model) =>
      giveHints(model, sources, data, study.config.experiments.hints),
    );
    await writeResult(folder.experiment('hints').record, inputsOf(study, searched), record, {
      [IMAGES_FILE]: encodeFloat32(stackImages(images)),
    });
  },
};

/** By source, the black-and-white image [784] of each digit. */
export type Sources = Readonly<Record<HintSource, readonly Float32Array[]>>;

/**
 * The model's `ideas` of the ten digits; the mean training images, at least 1/2 being ink; and noise with as much ink
 * as the idea (stream `experiments/hints/DIGIT` of seed 0).
 */
export function collectSources(ideas: readonly Float32Array[], { train }: Pick<StudyData, 'train'>): Sources {
  const means = classMeans(train);
  return {
    idea: ideas,
    mean: ideas.map((_, digit) =>
      means.slice(digit * PIXELS, (digit + 1) * PIXELS).map((value) => Number(value >= 0.5)),
    ),
    random: ideas.map((idea, digit) => {
      const stream = openStream(0, `experiments/hints/${digit}`);
      const ink = idea.reduce((sum, value) => sum + value, 0) / PIXELS;
      return idea.map(() => Number(drawUniform(stream) < ink));
    }),
  };
}

/** A misread test image. */
interface Misread {
  readonly row: number;
  readonly digit: number;
  readonly image: Float32Array;
}

/** Helps the model to read test images that it misreads. */
export async function giveHints(
  model: Model,
  sources: Sources,
  { test }: Pick<StudyData, 'test'>,
  { images: count, pixels }: Pick<Config, 'images' | 'pixels'>,
): Promise<{ record: HintsRecord; images: Float32Array[] }> {
  const read = await readDigits(model, test.images);
  const order = drawPermutation(openStream(0, 'experiments/hints'), test.labels.length);
  const wrong = Array.from(order).filter((row) => read[row] !== test.labels[row]);
  const misread: Misread[] = wrong.slice(0, count).map((row) => ({
    row,
    digit: test.labels[row]!,
    image: takeImage(test.images, row),
  }));
  const [recognised, fewest]: [
    Partial<Record<HintSource, number[]>>,
    Partial<Record<HintSource, (number | null)[]>>,
  ] = [{}, {}];
  let helped: Float32Array[] = [];
  for (const source of HINT_SOURCES) {
    recognised[source] = await countRecognised(model, misread, sources[source]);
    const found = await findFewestChanges(
      model,
      misread.map(({ image, digit }) => ({ image, offered: sources[source][digit]!, target: digit })),
      { budget: pixels },
    );
    fewest[source] = found.map((changed) => (changed.isReached ? changed.pixels.length : null));
    if (source === 'idea') helped = found.map(({ image }) => image);
  }
  const at = (k: number) =>
    ({ idea: fewest.idea![k]!, mean: fewest.mean![k]!, random: fewest.random![k]! }) as const;
  return {
    record: {
      misread: wrong.length,
      pixels: STEPS,
      recognised: recognised as HintsRecord['recognised'],
      images: misread.map(({ row, digit }, k) => ({ row, digit, fewest: at(k) })),
    },
    images: helped,
  };
}

/** For each of {@link STEPS} the images read right with that many differing pixels borrowed in random order. */
async function countRecognised(
  model: Model,
  misread: readonly Misread[],
  source: readonly Float32Array[],
): Promise<number[]> {
  const counts: number[] = [];
  for (const borrowed of STEPS) {
    const images = misread.map(({ row, digit, image }) => borrow(image, source[digit]!, row, borrowed));
    const read = await readDigits(model, stackImages(images));
    counts.push(misread.filter(({ digit }, k) => read[k] === digit).length);
  }
  return counts;
}

/** The image with the first `count` pixels that differ, in an order drawn for `row`, taken from `source`. */
function borrow(image: Float32Array, source: Float32Array, row: number, count: number): Float32Array {
  const order = drawPermutation(openStream(0, `experiments/hints/order/${row}`), PIXELS);
  const borrowed = image.slice();
  for (const pixel of order.filter((each) => source[each] !== image[each]).subarray(0, count)) {
    borrowed[pixel] = source[pixel]!;
  }
  return borrowed;
}
