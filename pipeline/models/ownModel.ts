/** A model of one's own, from a file: read with the scale of its images, and held against MNIST before it is searched. */

import { measureAccuracy } from '../engine/accuracy.ts';
import type { Engine, LabelledImages, MlpParameters } from '../engine/engine.ts';
import { AS_IS, foldGivenScale, foldInputScale, type InputScale } from '../engine/inputScale.ts';
import { openEngine } from '../engine/openEngine.ts';
import { CLASSES, PIXELS, SIDE } from '../math/images.ts';
import { logSumExp, mean, rowOf } from '../math/rows.ts';
import { readModelFile } from '../store/models/formats.ts';
import type { EngineName, SearchConfig } from '../study/config.ts';
import { openStarts, type RealDigits, type Starts, takeDigitsOfMnist } from './searchStarts.ts';

/** Below this share of MNIST's test images read rightly, a model was hardly trained on images as ours. */
export const LEAST_ACCURACY = 0.9;
/** Below that share, and less than twice as many as of ours, other images are no better to a weak model. */
const LEAST_INSTEAD = 0.5;

/** A model as its file has it, and made one for our images. */
export interface OwnModel {
  readonly file: string;
  readonly asStored: MlpParameters;
  readonly parameters: MlpParameters;
  /** The images that it was said to be trained on. */
  readonly scale: InputScale;
}

/** Reads the model in a file of any format, trained on images of `scale`. Throws a UserError where it cannot. */
export async function readOwnModel(file: string, scale: InputScale = AS_IS): Promise<OwnModel> {
  const asStored = await readModelFile(file);
  return { file, asStored, parameters: foldGivenScale(asStored, scale, file), scale };
}

/** What a model is searched with, and MNIST to hold it against. */
export interface OwnSearch {
  readonly engine: Engine;
  readonly starts: Starts;
  readonly mnist: RealDigits;
}

/** The starts of a search of a model that belongs to no study: real digits are those of MNIST. */
export async function openOwnSearch(
  config: Pick<SearchConfig, 'start' | 'seed'>,
  engine: Engine | EngineName,
): Promise<OwnSearch> {
  const mnist = takeDigitsOfMnist();
  const starts = await openStarts(config, mnist);
  return { engine: typeof engine === 'string' ? await openEngine(engine) : engine, starts, mnist };
}

/** Other images than those that a model was said to be trained on. */
export interface OtherImages {
  readonly scale: InputScale;
  /** Whether rows and columns are exchanged, as in EMNIST's files. */
  readonly isTransposed: boolean;
}

/** How a model reads MNIST's test images. */
export interface Reading {
  readonly images: number;
  /** Share of them read rightly, in [0, 1]. */
  readonly accuracy: number;
  /** What it reads well instead, and the share of the first `images` of them; null where it reads ours well, or none much better. */
  readonly instead: (OtherImages & Omit<Reading, 'instead'>) | null;
}

/** How the model reads `test`, all of its images, and what it reads instead where it reads them badly. */
export async function measureReading(
  engine: Engine,
  model: OwnModel,
  test: LabelledImages,
): Promise<Reading> {
  const logits = await readImages(engine, model.parameters, test);
  const accuracy = measureAccuracy(logits, test.labels);
  const images = test.labels.length;
  if (accuracy >= LEAST_ACCURACY) return { images, accuracy, instead: null };
  const instead = await findInstead(engine, model, test);
  const isBetter =
    instead.accuracy >= Math.max(LEAST_INSTEAD, 2 * accuracy) || instead.accuracy >= LEAST_ACCURACY;
  return { images, accuracy, instead: isBetter ? instead : null };
}

/** Ranges and normalisations that are usual for MNIST. */
const USUAL: readonly Partial<InputScale>[] = [{}, { high: 255 }, { mean: 0.1307, std: 0.3081 }, { low: -1 }];

/** Every usual scale, also inverted. */
export const USUAL_SCALES: readonly InputScale[] = [false, true].flatMap((isInverted) =>
  USUAL.map((usual) => ({ ...AS_IS, ...usual, isInverted })),
);

/** Images on which all usual scales are tried, and those on which the best is measured. */
const TRIED = 200;
const MEASURED = 2000;
/** What a loss has to be of another for its images to be preferred to such as are simpler, and come before them. */
const CLEARLY_LESS = 0.8;

/**
 * The usual images that the model reads best: those of the least mean cross-entropy, for a model with ReLU may read images
 * of a wrong scale as rightly, but too surely.
 */
async function findInstead(
  engine: Engine,
  { asStored }: OwnModel,
  test: LabelledImages,
): Promise<NonNullable<Reading['instead']>> {
  let best: (OtherImages & { readonly loss: number }) | null = null;
  for (const isTransposed of [false, true]) {
    const few = takeFirst(test, TRIED, isTransposed);
    for (const scale of USUAL_SCALES) {
      const logits = await readImages(engine, foldInputScale(asStored, scale), few);
      const loss = measureLoss(logits, few.labels);
      if (best === null || loss < CLEARLY_LESS * best.loss) best = { scale, isTransposed, loss };
    }
  }
  const { scale, isTransposed } = best!;
  const some = takeFirst(test, MEASURED, isTransposed);
  const logits = await readImages(engine, foldInputScale(asStored, scale), some);
  return { scale, isTransposed, images: some.labels.length, accuracy: measureAccuracy(logits, some.labels) };
}

/** Mean of -log softmax(logits)[label] over rows of logits [n, 10], in nats; infinite where it is no number. */
function measureLoss(logits: Float32Array, labels: Uint8Array): number {
  const losses = Array.from(labels, (label, row) => {
    const own = rowOf(logits, row, CLASSES);
    return logSumExp(own) - own[label]!;
  });
  const loss = mean(losses);
  return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
}

/** Logits [n, 10] of the images. */
async function readImages(
  engine: Engine,
  parameters: MlpParameters,
  { images }: LabelledImages,
): Promise<Float32Array> {
  const model = await engine.loadModel(parameters);
  try {
    return await model.logits(images);
  } finally {
    await model.dispose();
  }
}

/** The first `count` images, their rows and columns exchanged if asked for. */
function takeFirst({ images, labels }: LabelledImages, count: number, isTransposed: boolean): LabelledImages {
  const first = { images: images.slice(0, count * PIXELS), labels: labels.slice(0, count) };
  if (!isTransposed) return first;
  const transposed = new Uint8Array(first.images.length);
  for (let at = 0; at < first.labels.length; at++) {
    const [from, to] = [rowOf(first.images, at, PIXELS), rowOf(transposed, at, PIXELS)];
    to.forEach((_, pixel) => {
      to[pixel] = from[(pixel % SIDE) * SIDE + Math.floor(pixel / SIDE)]!;
    });
  }
  return { images: transposed, labels: first.labels };
}
