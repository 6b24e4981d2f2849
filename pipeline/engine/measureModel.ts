/** What is measured of a model: its accuracy, its cross-entropy, and how steep that is in the image. */
import { bytesToUnit, CLASSES, PIXELS } from '../math/images.ts';
import { argmax, logSumExp, mean, rowOf } from '../math/rows.ts';
import type { LabelledImages, LoadedModel } from './engine.ts';

/** Share of rows of logits [n, 10] whose largest entry is the label's, in [0, 1]. */
export function measureAccuracy(logits: Float32Array, labels: Uint8Array): number {
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    if (argmax(rowOf(logits, row, CLASSES)) === labels[row]) right++;
  }
  return right / labels.length;
}

/** Mean of -log softmax(logits)[label] over rows of logits [n, 10], in nats; NaN where a row has no finite one. */
export function meanCrossEntropy(logits: Float32Array, labels: Uint8Array): number {
  return mean(
    Array.from(labels, (label, row) => {
      const own = rowOf(logits, row, CLASSES);
      return logSumExp(own) - own[label]!;
    }),
  );
}

/** Mean over images of the Euclidean norm of the gradient of the cross-entropy in the image's 784 pixels in [0, 1]. */
export async function meanInputGradientNorm(
  model: LoadedModel,
  { images, labels }: LabelledImages,
): Promise<number> {
  const logits = await model.logits(images);
  const cotangents = new Float32Array(logits.length);
  labels.forEach((label, row) => {
    const own = rowOf(logits, row, CLASSES);
    const total = logSumExp(own);
    // The derivative of the cross-entropy in the logits: softmax minus the label's one.
    own.forEach((logit, digit) => {
      cotangents[row * CLASSES + digit] = Math.exp(logit - total) - (digit === label ? 1 : 0);
    });
  });
  const gradients = await model.inputGradients(bytesToUnit(images), cotangents);
  return mean(Array.from(labels, (_, row) => norm(rowOf(gradients, row, PIXELS))));
}

/** Euclidean norm, summed in the order of the index in double precision. */
function norm(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
