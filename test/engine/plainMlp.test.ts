/** The oracle itself is held against finite differences and against another library's automatic differentiation. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { listArrays, listParameters } from '../../pipeline/engine/parameters.ts';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import type { ActivationName } from '../../pipeline/study/axes.ts';
import { largestDeviation } from './deviation.ts';
import { drawImages, drawModel, EVERY_SHAPE, pickBatch } from './drawn.ts';
import {
  computePlainGradient,
  computePlainLogits,
  computePlainLoss,
  listPlainArrays,
  toPlain,
} from './plainMlp.ts';

const HIDDEN = 5;
const { images, labels } = pickBatch(drawImages(4, 1), [0, 1, 2, 3]);

/** The article's network with every parameter 0. */
function makeZeros() {
  const zeros = toPlain(drawModel(HIDDEN, 1));
  for (const array of listPlainArrays(zeros.layers)) array.fill(0);
  return zeros;
}

/** (loss(p + h) - loss(p - h)) / 2h in some entries of one array of a network, by their place. */
function differentiate(model: ReturnType<typeof toPlain>, array: Float64Array, places: number[]): number[] {
  const step = 1e-6;
  return places.map((at) => {
    const value = array[at]!;
    array[at] = value + step;
    const above = computePlainLoss(model, images, labels);
    array[at] = value - step;
    const below = computePlainLoss(model, images, labels);
    array[at] = value;
    return (above - below) / (2 * step);
  });
}

test('the loss of a model of zeros is log 10', () => {
  expect(computePlainLoss(makeZeros(), images, labels)).toBeCloseTo(Math.log(10), 12);
});

/** Pixel 3 goes to unit 2, that to unit 4 of the second layer, and that to digit 7. */
function makePath(activation: ActivationName) {
  const { layers } = makeZeros();
  const [first, second, third] = layers;
  first!.weights[3 * HIDDEN + 2] = 2;
  first!.biases[2] = -0.5;
  second!.weights[2 * HIDDEN + 4] = 4;
  third!.weights[4 * CLASSES + 7] = -1;
  third!.biases[7] = 0.25;
  return { activation, layers };
}

test('the logits of a model that passes one pixel through are computed by hand', () => {
  const image = new Float64Array(PIXELS);
  expect(computePlainLogits(makePath('relu'), image)[7]).toBe(0.25);
  image[3] = 1;
  expect([...computePlainLogits(makePath('relu'), image)]).toEqual([
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    -4 * 1.5 + 0.25,
    0,
    0,
  ]);
  const twice = Math.tanh(4 * Math.tanh(1.5));
  expect(computePlainLogits(makePath('tanh'), image)[7]).toBe(0.25 - twice);
  // Phi(1.5) = 0.9331927987311419 (tables of the normal distribution); Phi(4 * 1.5 Phi(1.5)) = 1 to eight digits
  expect(computePlainLogits(makePath('gelu'), image)[7]).toBeCloseTo(0.25 - 6 * 0.9331927987311419, 6);
});

test.each(EVERY_SHAPE)('the gradient at $name is the slope of the loss by central differences', (shape) => {
  const model = toPlain(drawModel({ hidden: HIDDEN, ...shape }, 1));
  const gradient = listPlainArrays(computePlainGradient(model, images, labels));
  listPlainArrays(model.layers).forEach((array, k) => {
    // Of the first layer's 3920 weights every 13th; of the others all.
    const places = [...array.keys()].filter((at) => array.length < 100 || at % 13 === 0);
    const own = places.map((at) => gradient[k]![at]!);
    expect(own.some((slope) => slope !== 0)).toBe(true);
    expect(largestDeviation(own, differentiate(model, array, places))).toBeLessThan(1e-6);
  });
});

describe('the automatic differentiation of TensorFlow.js', () => {
  beforeAll(async () => {
    tf.enableProdMode(); // it would print an advertisement otherwise
    await tf.setBackend('cpu');
  });

  const ACTIVATIONS: Record<ActivationName, (z: tf.Tensor) => tf.Tensor> = {
    relu: tf.relu,
    tanh: tf.tanh,
    gelu: (z) => tf.mul(z, tf.mul(0.5, tf.add(1, tf.erf(tf.div(z, Math.SQRT2))))),
  };

  test.each(EVERY_SHAPE)('gives the same loss and the same gradient at $name', (shape) => {
    const parameters = drawModel({ hidden: HIDDEN, ...shape }, 1);
    const model = toPlain(parameters);
    const gradient = listPlainArrays(computePlainGradient(model, images, labels));
    /** Mean softmax cross-entropy of the batch, from TensorFlow.js's own operations; w1, b1, w2, ... are given. */
    const computeLoss = (...arrays: tf.Tensor[]) => {
      let value: tf.Tensor = tf.tensor2d(images, [labels.length, PIXELS]);
      for (let k = 0; k < arrays.length; k += 2) {
        const inputs = k === 0 ? value : ACTIVATIONS[shape.activation](value);
        value = tf.add(tf.matMul(inputs, arrays[k]!), arrays[k + 1]!);
      }
      const onehot = tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES);
      return tf.losses.softmaxCrossEntropy(onehot, value) as tf.Scalar;
    };
    tf.tidy(() => {
      const values = listArrays(parameters);
      const at = listParameters(parameters).map((array, k) => tf.tensor(values[k]!, [...array.shape]));
      const loss = computeLoss(...at).dataSync()[0]!;
      expect(largestDeviation([loss], [computePlainLoss(model, images, labels)])).toBeLessThan(1e-6);
      for (const [k, slopes] of tf.grads(computeLoss)(at).entries()) {
        expect(largestDeviation(slopes.dataSync(), gradient[k]!)).toBeLessThan(1e-5);
      }
    });
  });
});
