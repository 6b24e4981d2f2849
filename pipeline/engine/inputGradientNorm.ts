/** How strongly a finished model's cross-entropy depends on the image. */
import { bytesToUnit, PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { differentiateCrossEntropy, splitImages } from './crossEntropy.ts';
import type { LabelledImages, LoadedModel } from './engine.ts';

/**
 * Mean over labelled images of |r|, the Euclidean norm of the gradient r [784] of the image's cross-entropy in the image, in
 * nats for a pixel's whole range [0, 1]. Training with a gradient penalty lowers the mean of |r|^2. Throws a RangeError where
 * there is no image.
 */
export async function inputGradientNorm(
  model: Pick<LoadedModel, 'logits' | 'inputGradients'>,
  data: LabelledImages,
): Promise<number> {
  let sum = 0;
  for (const { images, labels } of splitImages(data)) {
    const cotangents = differentiateCrossEntropy(await model.logits(images), labels);
    const gradients = await model.inputGradients(bytesToUnit(images), cotangents);
    for (let row = 0; row < labels.length; row++) sum += measureNorm(rowOf(gradients, row, PIXELS));
  }
  return sum / data.labels.length;
}

function measureNorm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
