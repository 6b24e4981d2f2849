/** A model of one's own, from a file: read with the scale of its images, and held against MNIST before it is searched. */
import { measureAccuracy } from '../engine/accuracy.ts';
import type { Engine, LabelledImages } from '../engine/engine.ts';
import { foldInputScale } from '../engine/foldScale.ts';
import { AS_IS, type InputScale } from '../engine/inputScale.ts';
import type { OutputKind } from '../engine/opaqueModel.ts';
import { openEngine } from '../engine/openEngine.ts';
import { CLASSES, DIGITS, PIXELS, SIDE } from '../math/images.ts';
import { logSumExp, mean, rowOf } from '../math/rows.ts';
import { readAnyModel } from '../store/models/formats.ts';
import { FOUND, type ReadingOptions, type ReadModel } from '../store/models/readModel.ts';
import type { EngineName, SearchConfig } from '../study/config.ts';
import { selectImages } from './ownClasses.ts';
import { type Searchable, searchMlp, searchRead } from './searchable.ts';
import { openStarts, type RealDigits, type Starts, takeDigitsOfMnist } from './searchStarts.ts';

/** Below this share of MNIST's test images read rightly, a model was hardly trained on images as ours. */
export const LEAST_ACCURACY = 0.9;
/** Below that share, and less than twice as many as of ours, other images are no better to a weak model. */
const LEAST_INSTEAD = 0.5;

/** A model as its file has it, and made one for our images. */
export interface OwnModel {
  readonly file: string;
  readonly read: ReadModel;
  readonly searchable: Searchable;
  /** The images that it was said to be trained on. */
  readonly scale: InputScale;
}

/** Reads the model in a file of any format, trained on images of `scale`. Throws a UserError where it cannot. */
export async function readOwnModel(
  file: string,
  scale: InputScale = AS_IS,
  options: ReadingOptions = FOUND,
): Promise<OwnModel> {
  const read = await readAnyModel(file, options);
  return { file, read, searchable: searchRead(read, scale, file), scale };
}

/** What a model gives. */
export interface Outputs {
  readonly classes: number;
  readonly kind: OutputKind;
}

/** Opens the model to learn what it gives. Throws a UserError where the engine cannot run it. */
export async function findOutputs(
  engine: Engine,
  { searchable }: Pick<OwnModel, 'searchable'>,
): Promise<Outputs> {
  const model = await searchable.open(engine);
  await model.dispose();
  if ('parameters' in model) return { classes: CLASSES, kind: 'logits' };
  return { classes: model.classes, kind: model.outputs };
}

/** The search of a model whose outputs are of a kind: log p is what probabilities have in the place of a logit. */
export function chooseObjective(config: SearchConfig, kind: OutputKind): SearchConfig {
  return kind === 'logits' || config.objective !== 'logit'
    ? config
    : { ...config, objective: 'log-probability' };
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

/** A library in JavaScript takes minutes for all of them. */
const OF_SLOW_MODELS = 2000;

/**
 * How the model, whose classes are `digits`, reads the images of `test` that are of them, and what it reads instead where it reads them badly; of a model
 * that TF.js runs, of the first 2,000 of them.
 */
export async function measureReading(
  engine: Engine,
  model: OwnModel,
  test: LabelledImages,
  digits: readonly number[] = DIGITS,
): Promise<Reading> {
  const all = selectImages(test, digits);
  const classes = digits.length;
  const isSlow = model.read.kind === 'opaque' && model.read.network.form === 'tfjs';
  const own = isSlow ? takeFirst(all, OF_SLOW_MODELS, false) : all;
  const logits = await readImages(engine, model.searchable, own);
  const accuracy = measureAccuracy(logits, own.labels, classes);
  const images = own.labels.length;
  if (accuracy >= LEAST_ACCURACY) return { images, accuracy, instead: null };
  const instead = await findInstead(engine, model, own, classes);
  const isMuchBetter = instead.accuracy >= 2 * accuracy || 1 - instead.accuracy <= (1 - accuracy) / 2;
  const isBetter = (isMuchBetter && instead.accuracy >= LEAST_INSTEAD) || instead.accuracy >= LEAST_ACCURACY;
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
  { read, file }: OwnModel,
  test: LabelledImages,
  classes: number,
): Promise<NonNullable<Reading['instead']>> {
  let best: (OtherImages & { readonly loss: number }) | null = null;
  for (const isTransposed of [false, true]) {
    const few = takeFirst(test, TRIED, isTransposed);
    for (const scale of USUAL_SCALES) {
      const logits = await readImages(engine, toTried(read, scale, file), few);
      const loss = measureLoss(logits, few.labels, classes);
      if (best === null || loss < CLEARLY_LESS * best.loss) best = { scale, isTransposed, loss };
    }
  }
  const { scale, isTransposed } = best!;
  const some = takeFirst(test, MEASURED, isTransposed);
  const logits = await readImages(engine, toTried(read, scale, file), some);
  const accuracy = measureAccuracy(logits, some.labels, classes);
  return { scale, isTransposed, images: some.labels.length, accuracy };
}

/** The model for images of a scale that is tried, which may make its weights infinite. */
function toTried(read: ReadModel, scale: InputScale, file: string): Searchable {
  return read.kind === 'mlp'
    ? searchMlp(foldInputScale(read.parameters, scale))
    : searchRead(read, scale, file);
}

/** Mean of -log softmax(logits)[label] over rows of logits [n, classes], in nats; infinite where it is no number. */
function measureLoss(logits: Float32Array, labels: Uint8Array, classes: number): number {
  const losses = Array.from(labels, (label, row) => {
    const own = rowOf(logits, row, classes);
    return logSumExp(own) - own[label]!;
  });
  const loss = mean(losses);
  return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
}

/** Logits [n, classes] of the images. */
async function readImages(
  engine: Engine,
  searchable: Searchable,
  { images }: LabelledImages,
): Promise<Float32Array> {
  const model = await searchable.open(engine);
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
