/** The gradients that the graph of training writes out, against tfjs's automatic differentiation of the network and its loss. */
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { initialiseParameters, listArrays, listParameters } from '../../../pipeline/engine/parameters.ts';
import { openTensorFlow, type TensorFlow } from '../../../pipeline/engine/tfjs/library.ts';
import { bytesToUnit, CLASSES, PIXELS } from '../../../pipeline/math/images.ts';
import { type ActivationName, completeSettings } from '../../../pipeline/study/axes.ts';
import { largestDeviation } from '../deviation.ts';
import { drawImages } from '../drawn.ts';
import { ENGINES } from '../engines.ts';

const tfjs = ENGINES.find(([name]) => name === 'tfjs')?.[1];
const IMAGES = 20;

const ACTIVATIONS: Record<ActivationName, (tf: TensorFlow, z: Tensor) => Tensor> = {
  relu: (_, z) => z.relu(),
  tanh: (_, z) => z.tanh(),
  gelu: (tf, z) => z.mul(tf.erf(z.mul(Math.SQRT1_2)).add(1).mul(0.5)),
};

test.skipIf(!tfjs).each([
  { depth: 2, activation: 'relu' },
  { depth: 1, activation: 'tanh' },
  { depth: 4, activation: 'gelu' },
] as const)('at depth $depth with $activation they are the same', async (shape) => {
  const tf = await openTensorFlow();
  const settings = completeSettings({
    hidden: 12,
    batch: IMAGES,
    optimizer: 'sgd',
    learningRate: 1,
    ...shape,
  });
  const start = initialiseParameters(settings, 0);
  const data = drawImages(IMAGES, 1);

  const trainer = await tfjs!.openTrainer({ start, batch: IMAGES, data, optimizer: settings });
  await trainer.run(Int32Array.from({ length: IMAGES }, (_, at) => at));
  const moved = listArrays(trainer.parameters());
  await trainer.dispose();

  const held = listArrays(start);
  const shapes = listParameters(start).map(({ shape: sizes }) => [...sizes]);
  const gradients = tf.tidy(() => {
    const images = tf.tensor2d(bytesToUnit(data.images), [IMAGES, PIXELS]);
    const labels = tf.oneHot(tf.tensor1d(data.labels, 'int32'), CLASSES).toFloat();
    const loss = (...parameters: Tensor[]): Scalar => {
      let value: Tensor = images;
      for (let k = 0; k < parameters.length; k += 2) {
        const z = tf.matMul(value as Tensor2D, parameters[k] as Tensor2D).add(parameters[k + 1]!);
        value = k + 2 < parameters.length ? ACTIVATIONS[start.activation](tf, z) : z;
      }
      return tf.losses.softmaxCrossEntropy(labels, value);
    };
    return tf.grads(loss)(held.map((array, at) => tf.tensor(array, shapes[at]!)));
  });
  gradients.forEach((gradient, at) => {
    const step = held[at]!.map((value, k) => value - moved[at]![k]!);
    // The step is a difference of parameters, which are rounded to float32.
    expect(largestDeviation(step, gradient.dataSync<'float32'>())).toBeLessThan(1e-5);
    gradient.dispose();
  });
});
