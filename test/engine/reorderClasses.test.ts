/** Models whose outputs are the digits in another order. */
import { expect, test } from 'vitest';
import type { OpaqueModel } from '../../pipeline/engine/opaqueModel.ts';
import { reorderMlp, reorderOpaque } from '../../pipeline/engine/reorderClasses.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawModel } from './drawn.ts';
import { computePlainLogits, toPlain } from './plainMlp.ts';

const DIGITS = [3, 1, 4, 0, 5, 9, 2, 6, 8, 7];
const image = Float32Array.from({ length: PIXELS }, (_, pixel) => (pixel % 7) / 7);

test('an MLP gives for each digit what it gave at that output', () => {
  const model = drawModel(4, 1);
  const before = computePlainLogits(toPlain(model), image);
  const after = computePlainLogits(toPlain(reorderMlp(model, DIGITS)), image);
  DIGITS.forEach((digit, output) => {
    expect(after[digit]).toBe(before[output]);
  });
});

test('another model gives logits and takes cotangents by digit', async () => {
  const seen: number[][] = [];
  const opaque: OpaqueModel = {
    classes: 10,
    outputs: 'logits',
    // Output k of image i is 100 i + k.
    logits: async () => Float32Array.from({ length: 20 }, (_, at) => 100 * Math.floor(at / 10) + (at % 10)),
    inputGradients: async (_, cotangents) => {
      seen.push([...cotangents]);
      return new Float32Array(PIXELS);
    },
    dispose: async () => undefined,
  };
  const ordered = reorderOpaque(opaque, DIGITS);
  const logits = await ordered.logits(new Float32Array(2 * PIXELS));
  expect(Array.from(logits.subarray(0, 10))).toEqual([3, 1, 6, 0, 2, 4, 7, 9, 8, 5]);
  expect(Array.from(logits.subarray(10))).toEqual([103, 101, 106, 100, 102, 104, 107, 109, 108, 105]);
  await ordered.inputGradients!(
    image,
    Float32Array.from({ length: 10 }, (_, digit) => digit),
  );
  expect(seen).toEqual([DIGITS]);
});
