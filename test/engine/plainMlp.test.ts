/** The oracle itself is held against finite differences and against another library's automatic differentiation. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { PARAMETER_NAMES, type ParameterName, parameterShapes } from '../../pipeline/engine/parameters.ts';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import { largestDeviation } from './deviation.ts';
import { drawImages, drawModel, pickBatch } from './drawn.ts';
import {
  computePlainGradient,
  computePlainLogits,
  computePlainLoss,
  mapArrays,
  toPlain,
} from './plainMlp.ts';

const HIDDEN = 5;
const parameters = drawModel(HIDDEN, 1);
const model = toPlain(parameters);
const { images, labels } = pickBatch(drawImages(4, 1), [0, 1, 2, 3]);
const gradient = computePlainGradient(model, images, labels);

/** (loss(p + h) - loss(p - h)) / 2h in every entry of one array. */
function differentiate(name: ParameterName): Float64Array {
  const step = 1e-6;
  return model[name].map((value, at, array) => {
    array[at] = value + step;
    const above = computePlainLoss(model, images, labels);
    array[at] = value - step;
    const below = computePlainLoss(model, images, labels);
    array[at] = value;
    return (above - below) / (2 * step);
  });
}

test('the loss of a model of zeros is log 10', () => {
  const zeros = mapArrays((name) => new Float64Array(model[name].length));
  expect(computePlainLoss(zeros, images, labels)).toBeCloseTo(Math.log(10), 12);
});

test('the logits of a model that passes one pixel through are computed by hand', () => {
  const zeros = mapArrays((name) => new Float64Array(model[name].length));
  zeros.w1[3 * HIDDEN + 2] = 2; // pixel 3 to unit 2
  zeros.b1[2] = -0.5;
  zeros.w2[2 * HIDDEN + 4] = 4; // unit 2 to unit 4
  zeros.w3[4 * CLASSES + 7] = -1; // unit 4 to digit 7
  zeros.b3[7] = 0.25;
  const image = new Float64Array(PIXELS);
  expect(computePlainLogits(zeros, image)[7]).toBe(0.25);
  image[3] = 1;
  expect([...computePlainLogits(zeros, image)]).toEqual([0, 0, 0, 0, 0, 0, 0, -4 * 1.5 + 0.25, 0, 0]);
});

test.each(PARAMETER_NAMES)('the gradient in %s is the slope of the loss by central differences', (name) => {
  expect(gradient[name].some((slope) => slope !== 0)).toBe(true);
  expect(largestDeviation(gradient[name], differentiate(name))).toBeLessThan(1e-6);
});

describe('the automatic differentiation of TensorFlow.js', () => {
  beforeAll(async () => {
    tf.enableProdMode(); // it would print an advertisement otherwise
    await tf.setBackend('cpu');
  });

  function tensorOf(name: ParameterName): tf.Tensor {
    return tf.tensor(parameters[name], [...parameterShapes(HIDDEN)[name]]);
  }

  /** Mean softmax cross-entropy of the batch, from TensorFlow.js's own operations. */
  function computeLoss(
    w1: tf.Tensor,
    b1: tf.Tensor,
    w2: tf.Tensor,
    b2: tf.Tensor,
    w3: tf.Tensor,
    b3: tf.Tensor,
  ) {
    const x = tf.tensor2d(images, [labels.length, PIXELS]);
    const h1 = tf.relu(tf.add(tf.matMul(x, w1), b1));
    const h2 = tf.relu(tf.add(tf.matMul(h1, w2), b2));
    const logits = tf.add(tf.matMul(h2, w3), b3);
    const onehot = tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES);
    return tf.losses.softmaxCrossEntropy(onehot, logits) as tf.Scalar;
  }

  test('gives the same loss and the same gradient', () => {
    tf.tidy(() => {
      const at = PARAMETER_NAMES.map(tensorOf);
      const [w1, b1, w2, b2, w3, b3] = at;
      const loss = computeLoss(w1!, b1!, w2!, b2!, w3!, b3!).dataSync()[0]!;
      expect(largestDeviation([loss], [computePlainLoss(model, images, labels)])).toBeLessThan(1e-6);
      for (const [k, slopes] of tf.grads(computeLoss)(at).entries()) {
        expect(largestDeviation(slopes.dataSync(), gradient[PARAMETER_NAMES[k]!])).toBeLessThan(1e-5);
      }
    });
  });
});
