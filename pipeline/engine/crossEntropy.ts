/** The cross-entropy of labelled images under a finished model, and its gradient in the logits. */
import { CLASSES, PIXELS } from '../math/images.ts';
import { logSumExp, rowOf } from '../math/rows.ts';
import type { LabelledImages, LoadedModel } from './engine.ts';

/** Images that a model is asked about at once: 3 MB of pixels as floats. */
const AT_ONCE = 1000;

/** Labelled images in parts of at most {@link AT_ONCE}. Throws a RangeError where there is none. */
export function* splitImages({ images, labels }: LabelledImages): Generator<LabelledImages> {
  if (labels.length === 0) throw new RangeError('expected at least one labelled image, got none');
  for (let from = 0; from < labels.length; from += AT_ONCE) {
    const to = Math.min(labels.length, from + AT_ONCE);
    yield { images: images.subarray(from * PIXELS, to * PIXELS), labels: labels.subarray(from, to) };
  }
}

/** Mean of -log softmax(logits)[label] over labelled images, in nats. Throws a RangeError where there is none. */
export async function meanCrossEntropy(
  model: Pick<LoadedModel, 'logits'>,
  data: LabelledImages,
): Promise<number> {
  let sum = 0;
  for (const { images, labels } of splitImages(data)) {
    const logits = await model.logits(images);
    labels.forEach((label, row) => {
      const own = rowOf(logits, row, CLASSES);
      sum += logSumExp(own) - own[label]!;
    });
  }
  return sum / data.labels.length;
}

/** The gradient of each image's cross-entropy in its logits [n, 10]: softmax(logits) - onehot(label). */
export function differentiateCrossEntropy(logits: Float32Array, labels: Uint8Array): Float32Array {
  const gradients = new Float32Array(logits.length);
  labels.forEach((label, row) => {
    const own = rowOf(logits, row, CLASSES);
    const total = logSumExp(own);
    own.forEach((logit, k) => {
      gradients[row * CLASSES + k] = Math.exp(logit - total) - Number(k === label);
    });
  });
  return gradients;
}
