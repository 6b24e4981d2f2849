import { expect, test } from 'vitest';
import { signalsThrough } from '../../../pipeline/judging/abs/faults.ts';
import { climbLatents } from '../../../pipeline/judging/abs/latentSearch.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { rowOf } from '../../../pipeline/math/rows.ts';
import { fillNormal, openStream } from '../../../pipeline/math/streams.ts';
import { onnxEngine } from '../../engine/onnxEngine.ts';
import { makeDecoder, weighPlainly } from '../../engine/plainDecoder.ts';

const LATENT = 4;
const ROWS = 6;
const decoder = makeDecoder(LATENT, 16);

/** What is climbed: log p(s | z) - |z|^2 / 2. */
function heights(signals: Float32Array, latents: Float32Array): number[] {
  return Array.from({ length: ROWS }, (_, row) => {
    const latent = rowOf(latents, row, LATENT);
    const cost = latent.reduce((sum, value) => sum + value * value, 0) / 2;
    return weighPlainly(decoder, rowOf(signals, row, PIXELS), latent) - cost;
  });
}

test('a climb ends about as high as the latent vector that an image was drawn from, and never lower than it began', async () => {
  const loaded = await onnxEngine.openDecoder(decoder);
  const drawn = fillNormal(openStream(0, 'drawn'), 1, new Float32Array(ROWS * LATENT));
  const ink = await loaded.signedInk(drawn);
  const signals = signalsThrough(
    0.1,
    ink.map((t) => (1 + t) / 2),
  );
  const starts = fillNormal(openStream(0, 'off'), 0.3, new Float32Array(drawn.length)).map(
    (value, at) => value + drawn[at]!,
  );
  const found = await climbLatents(loaded, signals, starts, { steps: 20, rate: 0.1 });
  const [before, after, known] = [starts, found, drawn].map((latents) => heights(signals, latents)) as [
    number[],
    number[],
    number[],
  ];
  after.forEach((height, row) => {
    expect(height).toBeGreaterThan(before[row]!);
    expect(height).toBeGreaterThan(known[row]! - 1);
  });
  await loaded.dispose();
});

test('a climb of no steps stays where it starts', async () => {
  const loaded = await onnxEngine.openDecoder(decoder);
  const starts = Float32Array.of(1, 2, 3, 4);
  expect(await climbLatents(loaded, new Float32Array(PIXELS), starts, { steps: 0, rate: 0.1 })).toEqual(
    starts,
  );
  await loaded.dispose();
});
