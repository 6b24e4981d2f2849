/**
 * Hints (the article's claim C4): for test digits that a model misreads, pixels taken from its idea of the right digit,
 * against as many from the mean training image of that digit and from noise.
 *
 * Two ways to choose the pixels. In random order nobody helps: whoever knows only the idea could do it. Chosen for the
 * model, by greedy search, as few as possible are borrowed; that this takes few pixels from any source is the reason
 * for the first way.
 */

import { unitImage } from '../../judging/pixels.ts';
import { summariseTraining } from '../../judging/trainingSummary.ts';
import { PIXELS, stackImages } from '../../math/images.ts';
import { drawPermutation, drawUniform, openStream } from '../../math/streams.ts';
import { readIdeaImages } from '../../models/ideaScores.ts';
import type { StudyData } from '../../models/studyDataset.ts';
import { findFewestChanges } from '../../search/fewestChanges.ts';
import type { SearchableModel } from '../../search/modelView.ts';
import { changePixelsOf } from '../../search/wholeImages.ts';
import { encodeFloat32 } from '../../store/float32.ts';
import type { StudyConfig } from '../../study/config.ts';
import { defineExperiment } from '../defineExperiment.ts';
import { experimentInputs, readDigits, withModel } from '../experimentModel.ts';
import { HINT_SCORING, HINTS_FILE } from './hintScores.ts';
import {
  HEADLINE_PIXELS,
  HINT_SOURCES,
  type HintScores,
  type HintSource,
  type HintsRecord,
  hintsRecord,
} from './hintsRecord.ts';

/** Raised when the same inputs would give other hints. */
const REVISION = 2;

/** Pixels borrowed in random order, at each of which the model is asked. */
const STEPS = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256];

type Config = StudyConfig['experiments']['hints'];

/** The experiment. */
export const HINTS = defineExperiment<HintsRecord, HintScores>({
  name: 'hints',
  covers: () => true,
  countWork: ({ experiments: { hints } }, { train, test }) => ({
    searches: [],
    // Right digits are nearer than wrong ones: each takes about half of what a counterfeit does.
    changed: (hints.images * HINT_SOURCES.length) / 2,
    read: test,
    averaged: train,
    // As they were, with the fewest pixels of the idea, and with pixels of each source.
    judged: hints.images * (2 + HINT_SOURCES.length),
  }),
  schema: hintsRecord,
  inputsOf(study, searched) {
    const { images, pixels } = study.config.experiments.hints;
    return experimentInputs(study, searched, { images, pixels, revision: REVISION });
  },
  async run(study, searched, data) {
    const found = await readIdeaImages(study, searched.model, searched.ideas);
    const ideas = searched.ideas.content.ideas.flatMap(({ restart }, k) =>
      restart === 0 ? [found[k]!] : [],
    );
    const sources = collectSources(ideas, data);
    const { record, images } = await withModel(study, searched, (loaded) =>
      giveHints(loaded, sources, data, study.config.experiments.hints),
    );
    return { record, files: { [HINTS_FILE]: encodeFloat32(stackImages(images)) } };
  },
  scoring: HINT_SCORING,
  report: async (records) => (await import('./hintsSection.ts')).reportHints(records),
});

/** By source, the black-and-white image [784] of each digit. */
export type Sources = Readonly<Record<HintSource, readonly Float32Array[]>>;

/**
 * The model's `ideas` of the ten digits; the mean training images, at least 1/2 being ink; and noise with as much ink
 * as the idea (stream `experiments/hints/DIGIT` of seed 0).
 */
export function collectSources(ideas: readonly Float32Array[], { train }: Pick<StudyData, 'train'>): Sources {
  const means = summariseTraining(train).classMeans;
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

/** Helps the model to read test images that it misreads; `images` as {@link HINTS_FILE} has them. */
export async function giveHints(
  model: SearchableModel,
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
    image: unitImage(test, row),
  }));
  const outcome = {
    idea: await helpFrom(model, misread, sources.idea, pixels),
    mean: await helpFrom(model, misread, sources.mean, pixels),
    random: await helpFrom(model, misread, sources.random, pixels),
  };
  const bySource = <Value>(pick: (of: Outcome) => Value) => ({
    idea: pick(outcome.idea),
    mean: pick(outcome.mean),
    random: pick(outcome.random),
  });
  const images = misread.map(({ row, digit }, k) => {
    return { row, digit, fewest: bySource(({ fewest }) => fewest[k]!) };
  });
  return {
    record: {
      misread: wrong.length,
      pixels: STEPS,
      recognised: bySource(({ recognised }) => recognised),
      enough: bySource(({ enough }) => enough),
      images,
    },
    images: [...outcome.idea.helped, ...HINT_SOURCES.flatMap((source) => outcome[source].borrowed)],
  };
}

/** What pixels of one source do. */
interface Outcome {
  /** For each of {@link STEPS} the images read right, and those that differ in at least as many pixels. */
  readonly recognised: number[];
  readonly enough: number[];
  /** By image the pixels chosen for the model until it reads the digit; null where they did not do. */
  readonly fewest: (number | null)[];
  /** The images with those pixels, and with {@link HEADLINE_PIXELS} pixels in random order. */
  readonly helped: Float32Array[];
  readonly borrowed: Float32Array[];
}

/** Helps with pixels of `source`, an image [784] a digit, of which at most `budget` are chosen for the model. */
async function helpFrom(
  model: SearchableModel,
  misread: readonly Misread[],
  source: readonly Float32Array[],
  budget: number,
): Promise<Outcome> {
  const orders = misread.map(({ row, digit, image }) => orderDiffering(image, source[digit]!, row));
  const borrowAll = (count: number) =>
    misread.map(({ digit, image }, k) => borrow(image, source[digit]!, orders[k]!.subarray(0, count)));
  const recognised: number[] = [];
  for (const count of STEPS) {
    const read = await readDigits(model, stackImages(borrowAll(count)));
    recognised.push(misread.filter(({ digit }, k) => read[k] === digit).length);
  }
  const tasks = misread.map(({ image, digit }) => ({ image, offered: source[digit]!, target: digit }));
  const found = await findFewestChanges(changePixelsOf(model), tasks, { budget });
  return {
    recognised,
    enough: STEPS.map((count) => orders.filter(({ length }) => length >= count).length),
    fewest: found.map(({ isReached, pixels }) => (isReached ? pixels.length : null)),
    helped: found.map(({ image }) => image),
    borrowed: borrowAll(HEADLINE_PIXELS),
  };
}

/** The pixels in which `image` differs from `source`, in an order drawn for `row`. */
function orderDiffering(image: Float32Array, source: Float32Array, row: number): Int32Array {
  const order = drawPermutation(openStream(0, `experiments/hints/order/${row}`), PIXELS);
  return order.filter((pixel) => source[pixel] !== image[pixel]);
}

/** The image with `pixels` taken from `source`. */
function borrow(image: Float32Array, source: Float32Array, pixels: Int32Array): Float32Array {
  const borrowed = image.slice();
  for (const pixel of pixels) borrowed[pixel] = source[pixel]!;
  return borrowed;
}
