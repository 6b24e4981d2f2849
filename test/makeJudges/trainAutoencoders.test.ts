import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { Autoencoders, AutoencodersShape } from '../../pipeline/judging/abs/autoencoders.ts';
import { type AutoencoderTask, trainAutoencoders } from '../../pipeline/makeJudges/trainAutoencoders.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { rowOf } from '../../pipeline/math/rows.ts';
import { computePlainConvNet } from '../engine/plainConvNet.ts';
import { drawPlainly } from '../engine/plainDecoder.ts';

const SHAPE: AutoencodersShape = { classes: 2, latent: 3, hidden: 5, encoderHidden: 6 };

/** Class 0 draws the upper or the lower half, class 1 the left or the right one: [class, variant, 784]. */
const PICTURES = Float32Array.from({ length: 4 * PIXELS }, (_, at) => {
  const [picture, pixel] = [Math.floor(at / PIXELS), at % PIXELS];
  const isFirst = picture < 2 ? pixel < PIXELS / 2 : pixel % 28 < 14;
  return Number(isFirst === (picture % 2 === 0));
});

const TASK: AutoencoderTask = {
  shape: SHAPE,
  name: 'test',
  seed: 0,
  updates: 60,
  rate: 0.05,
  drawBatch: () => ({ seen: PICTURES, meant: PICTURES }),
};

describe('training autoencoders', () => {
  const losses: number[] = [];
  const before = tf.memory().numTensors;
  const trained = trainAutoencoders(tf, TASK, (_, loss) => losses.push(loss));

  test('lowers the loss from that of pictures of which nothing is known, and leaves no tensor behind', async () => {
    await trained;
    expect(losses).toHaveLength(TASK.updates);
    expect(losses[0]).toBeGreaterThan(0.7 * PIXELS * Math.LN2);
    expect(losses.at(-1)).toBeLessThan(0.2 * losses[0]!);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('gives decoders that draw from the first guess of their own class what was seen', async () => {
    const { encoder, decoders } = await trained;
    const guesses = Float32Array.from(computePlainConvNet(encoder, PICTURES));
    for (let picture = 0; picture < 4; picture++) {
      const own = Math.floor(picture / 2);
      const latent = rowOf(guesses, 2 * picture + own, SHAPE.latent);
      const ink = drawPlainly(decoders[own]!, latent);
      const right = ink.filter((t, i) => t > 0 === PICTURES[picture * PIXELS + i]! > 0).length;
      expect(right).toBeGreaterThan(0.95 * PIXELS);
    }
  });

  test('gives the same again, and another for another seed', async () => {
    const short = { ...TASK, updates: 3 };
    const weightsOf = ({ decoders }: Autoencoders) => [...decoders[1]!.layers[0].weights];
    const first = weightsOf(await trainAutoencoders(tf, short));
    expect(weightsOf(await trainAutoencoders(tf, short))).toEqual(first);
    expect(weightsOf(await trainAutoencoders(tf, { ...short, seed: 1 }))).not.toEqual(first);
  });

  test('stops where the loss is no longer finite', async () => {
    const broken = PICTURES.map(() => Number.NaN);
    const task = { ...TASK, drawBatch: () => ({ seen: broken, meant: broken }) };
    await expect(trainAutoencoders(tf, task)).rejects.toThrow('test: expected a finite loss');
  });
});
