import { afterAll, describe, expect, test } from 'vitest';
import { countDecoderParameters } from '../../pipeline/engine/decoder.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { rowOf } from '../../pipeline/math/rows.ts';
import { drawUniform, fillNormal, openStream } from '../../pipeline/math/streams.ts';
import { largestDeviation } from './deviation.ts';
import { ENGINES } from './engines.ts';
import { drawPlainly, makeDecoder, weighPlainly } from './plainDecoder.ts';

const LATENT = 5;
const ROWS = 7;
const decoder = makeDecoder(LATENT, 12);
const latents = fillNormal(openStream(0, 'latents'), 1, new Float32Array(ROWS * LATENT));
const stream = openStream(0, 'signals');
const signals = Float32Array.from({ length: ROWS * PIXELS }, () => 1.8 * drawUniform(stream) - 0.9);

test('a decoder has as many parameters as its two layers', () => {
  const arrays = decoder.layers.flatMap(({ weights, biases }) => [weights, biases]);
  expect(countDecoderParameters(decoder)).toBe(arrays.reduce((sum, { length }) => sum + length, 0));
});

describe.each(ENGINES)('a decoder on %s', (name, engine) => {
  const loaded = engine.openDecoder(decoder);
  afterAll(async () => (await loaded).dispose());

  test('draws what its definition says', async () => {
    const oracle = Array.from({ length: ROWS }, (_row, row) =>
      drawPlainly(decoder, rowOf(latents, row, LATENT)),
    );
    expect(largestDeviation(await (await loaded).signedInk(latents), oracle.flat())).toBeLessThan(1e-5);
  });

  test('has the gradient that finite differences show', async () => {
    const gradients = await (await loaded).gradients(signals, latents);
    const step = 1e-5;
    const differences = Array.from(latents, (_value, at) => {
      const row = Math.floor(at / LATENT);
      const moved = (by: number) =>
        weighPlainly(
          decoder,
          rowOf(signals, row, PIXELS),
          Array.from(rowOf(latents, row, LATENT), (value, k) => value + (k === at % LATENT ? by : 0)),
        );
      return (moved(step) - moved(-step)) / (2 * step);
    });
    expect(largestDeviation(gradients, differences)).toBeLessThan(1e-5);
  });

  // TensorFlow's products and its tanh take sums in another order for another number of rows.
  const rounding = name === 'tfjs' ? 1e-6 : 0;

  test('gives a row the same whatever stands beside it: on the ONNX engines to the bit', async () => {
    const { signedInk, gradients } = await loaded;
    const [ink, all] = [await signedInk(latents), await gradients(signals, latents)];
    for (const rows of [2, 4]) {
      const someLatents = latents.slice(LATENT, (1 + rows) * LATENT);
      const someSignals = signals.slice(PIXELS, (1 + rows) * PIXELS);
      const ofAll = [ink.slice(PIXELS, (1 + rows) * PIXELS), all.slice(LATENT, (1 + rows) * LATENT)];
      const ofSome = [await signedInk(someLatents), await gradients(someSignals, someLatents)];
      ofSome.forEach((values, at) => {
        expect(largestDeviation(values, ofAll[at]!)).toBeLessThanOrEqual(rounding);
      });
    }
  });
});
