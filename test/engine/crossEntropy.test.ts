import { describe, expect, test } from 'vitest';
import {
  differentiateCrossEntropy,
  meanCrossEntropy,
  splitImages,
} from '../../pipeline/engine/crossEntropy.ts';
import type { LabelledImages } from '../../pipeline/engine/engine.ts';
import { inputGradientNorm } from '../../pipeline/engine/inputGradientNorm.ts';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import { largestDeviation } from './deviation.ts';
import { drawImages, drawModel, pickBatch, withArrays } from './drawn.ts';
import { onnxEngine } from './onnxEngine.ts';
import { computePlainInputGradients, computePlainLoss, toPlain } from './plainMlp.ts';

const parameters = drawModel(5, 1);
/** More than are asked about at once. */
const data = drawImages(1001, 1);
const all = pickBatch(data, Array.from(data.labels.keys()));

/** Of the model `given`: what is measured of it over `images`. */
async function measure(given = parameters, images: LabelledImages = data) {
  const model = await onnxEngine.loadModel(given);
  try {
    return {
      loss: await meanCrossEntropy(model, images),
      norm: await inputGradientNorm(model, images),
    };
  } finally {
    await model.dispose();
  }
}

describe('of labelled images', () => {
  test('the mean cross-entropy and the mean norm of input gradients are those of the plain reference', async () => {
    const { loss, norm } = await measure();
    expect(
      largestDeviation([loss], [computePlainLoss(toPlain(parameters), all.images, all.labels)]),
    ).toBeLessThan(1e-6);
    const gradients = computePlainInputGradients(toPlain(parameters), all.images, all.labels);
    const norms = all.labels.map((_, row) =>
      Math.hypot(...gradients.subarray(row * PIXELS, (row + 1) * PIXELS)),
    );
    const oracle = norms.reduce((sum, one) => sum + one, 0) / norms.length;
    expect(largestDeviation([norm], [oracle])).toBeLessThan(1e-5);
  });

  test('neither overflows where logits are huge', async () => {
    // The right digit is 1000 below another, in all images of digit 0.
    const biases = new Float32Array(CLASSES);
    biases[1] = 1000;
    const images = { images: new Uint8Array(2 * PIXELS), labels: Uint8Array.of(0, 1) };
    const { loss, norm } = await measure(
      withArrays(parameters, { b3: biases, w3: new Float32Array(5 * CLASSES) }),
      images,
    );
    expect(loss).toBe(500);
    expect(norm).toBe(0);
  });

  test('none are refused', async () => {
    const none = { images: new Uint8Array(0), labels: new Uint8Array(0) };
    await expect(measure(parameters, none)).rejects.toThrow('expected at least one labelled image, got none');
  });

  test('the parts follow each other and lose none', () => {
    const parts = [...splitImages(data)];
    expect(parts.map(({ labels }) => labels.length)).toEqual([1000, 1]);
    expect(parts.flatMap(({ labels }) => [...labels])).toEqual([...data.labels]);
    expect(parts[1]!.images).toEqual(data.images.subarray(1000 * PIXELS));
  });
});

test('the gradient of the cross-entropy in the logits is softmax minus one at the label', () => {
  const logits = new Float32Array(2 * CLASSES);
  logits[CLASSES + 7] = 1000;
  const gradients = [...differentiateCrossEntropy(logits, Uint8Array.of(3, 0))];
  const uniform = Array.from({ length: CLASSES }, (_, k) => Math.fround(k === 3 ? -0.9 : 0.1));
  expect(gradients.slice(0, CLASSES)).toEqual(uniform);
  expect(gradients.slice(CLASSES)).toEqual([-1, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
});
