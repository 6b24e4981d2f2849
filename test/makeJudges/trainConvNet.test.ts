import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { countConvNetParameters, type LayerShape } from '../../pipeline/engine/convNet.ts';
import { applyConvNet, toLayerTensors } from '../../pipeline/engine/tfjs/convNet.ts';
import { ANSWERS } from '../../pipeline/judging/answers.ts';
import { CNN_LAYERS } from '../../pipeline/judging/cnn.ts';
import { certainTarget } from '../../pipeline/makeJudges/targets.ts';
import { type ConvNetTask, initialiseConvNet, trainConvNet } from '../../pipeline/makeJudges/trainConvNet.ts';
import { PIXELS } from '../../pipeline/math/images.ts';

const LAYERS: readonly LayerShape[] = [
  { kind: 'conv', kernel: 5, stride: 4, inputs: 1, outputs: 3 },
  { kind: 'dense', inputs: 147, outputs: ANSWERS },
];

/** A full image is a 1, a blank one is a 0. */
const batch = {
  images: new Float32Array(2 * PIXELS).fill(1, PIXELS),
  targets: Float32Array.from([...certainTarget(0), ...certainTarget(1)]),
  flipped: new Float32Array(2),
};

const TASK: ConvNetTask = {
  layers: LAYERS,
  seed: 0,
  updates: 12,
  rate: 0.01,
  averaging: 0.5,
  drawBatch: () => batch,
};

describe('training', () => {
  test('starts at the loss of its start, lowers it, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const losses: number[] = [];
    await trainConvNet(tf, TASK, (_, loss) => losses.push(loss));
    expect(tf.memory().numTensors).toBe(before);
    const start = tf.tidy(() => {
      const images = tf.tensor2d(batch.images, [2, PIXELS]);
      const logits = applyConvNet(tf, LAYERS, toLayerTensors(tf, initialiseConvNet(LAYERS, 0)), images);
      return tf.losses.softmaxCrossEntropy(tf.tensor2d(batch.targets, [2, ANSWERS]), logits).dataSync()[0]!;
    });
    expect(losses[0]).toBeCloseTo(start, 5);
    expect(losses.at(-1)).toBeLessThan(0.75 * losses[0]!);
  });

  test('gives the same bytes again, and others for another seed', async () => {
    const first = await trainConvNet(tf, TASK);
    expect(await trainConvNet(tf, TASK)).toEqual(first);
    expect(await trainConvNet(tf, { ...TASK, seed: 1 })).not.toEqual(first);
  });

  test('asks for the batch of every update in turn', async () => {
    const asked: number[] = [];
    await trainConvNet(tf, {
      ...TASK,
      updates: 3,
      drawBatch: (update) => {
        asked.push(update);
        return batch;
      },
    });
    expect(asked).toEqual([0, 1, 2]);
  });

  test('moves every weight by its rate at the first update, and averages it with the start', async () => {
    // Adam's first step is the rate in the gradient's direction; (1 + 0) / (10 + 0) of the start is kept.
    const start = initialiseConvNet(LAYERS, 0).parameters;
    const { parameters } = await trainConvNet(tf, { ...TASK, updates: 1 });
    const moves = parameters.map((value, at) => Math.abs(value - start[at]!));
    expect(Math.max(...moves)).toBeCloseTo(0.9 * 0.01, 5);
  });

  test('stops where the loss is no longer finite', async () => {
    const broken = { ...batch, images: batch.images.map(() => Number.NaN) };
    await expect(trainConvNet(tf, { ...TASK, drawBatch: () => broken })).rejects.toThrow(
      'expected a finite loss',
    );
  });
});

test("the judge's network has the parameters that its recipe says", () => {
  // 832 + 9,248 + 18,496 + 36,928 + 36,928 + 98,400 + 1,067
  expect(countConvNetParameters(CNN_LAYERS)).toBe(201_899);
});
