/** A model after some of its updates: what is measured of it there. */
import { PIXELS } from '../math/images.ts';
import type { CheckpointRecord } from '../study/records.ts';
import { measureAccuracy } from './accuracy.ts';
import { meanCrossEntropy } from './crossEntropy.ts';
import type { Engine, LabelledImages, MlpParameters } from './engine.ts';
import { inputGradientNorm } from './inputGradientNorm.ts';
import { listArrays } from './parameters.ts';

/** Images, at most, that a training loss and an input gradient are measured on: the first ones. */
const MOST_LOSS_IMAGES = 10_000;
const MOST_GRADIENT_IMAGES = 1000;

/** What a model is held against at each checkpoint. */
export interface CheckpointTask {
  readonly start: MlpParameters;
  /** As the model is trained on them, but for noise: with its own choice of images and its own labels. */
  readonly train: LabelledImages;
  readonly validation: LabelledImages | null;
  readonly test: LabelledImages;
}

/** What is measured of a model with `parameters`; null where it gives no finite logits. */
export async function measureCheckpoint(
  engine: Engine,
  parameters: MlpParameters,
  { start, train, validation, test }: CheckpointTask,
): Promise<Omit<CheckpointRecord, 'updates' | 'examples'> | null> {
  const model = await engine.loadModel(parameters);
  try {
    const testLogits = await model.logits(test.images);
    const trainingLoss = await meanCrossEntropy(model, takeFirst(train, MOST_LOSS_IMAGES));
    if (!testLogits.every(Number.isFinite) || !Number.isFinite(trainingLoss)) return null;
    return {
      trainingLoss,
      validationLoss: validation && (await meanCrossEntropy(model, validation)),
      testAccuracy: measureAccuracy(testLogits, test.labels),
      distance: distanceBetween(start, parameters),
      gradientNorm: await inputGradientNorm(model, takeFirst(test, MOST_GRADIENT_IMAGES)),
    };
  } finally {
    await model.dispose();
  }
}

/** Images that a model reads at a checkpoint, for predicted times: a gradient counts as three readings. */
export function countCheckpointImages(counts: {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}): number {
  const { train, validation, test } = counts;
  return Math.min(MOST_LOSS_IMAGES, train) + validation + test + 3 * Math.min(MOST_GRADIENT_IMAGES, test);
}

/** Euclidean distance of all parameters of two networks of one shape, summed array by array in double precision. */
export function distanceBetween(one: MlpParameters, other: MlpParameters): number {
  const others = listArrays(other);
  let sum = 0;
  listArrays(one).forEach((values, at) => {
    const opposite = others[at]!;
    for (let k = 0; k < values.length; k++) {
      const difference = values[k]! - opposite[k]!;
      sum += difference * difference;
    }
  });
  return Math.sqrt(sum);
}

/** The first images, at most `most`. */
function takeFirst({ images, labels }: LabelledImages, most: number): LabelledImages {
  return { images: images.subarray(0, most * PIXELS), labels: labels.subarray(0, most) };
}
