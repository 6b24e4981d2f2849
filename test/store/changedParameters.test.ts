import { expect, test } from 'vitest';
import { countParameters, initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { decodeChanged, encodeChanged } from '../../pipeline/store/changedParameters.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { drawModel } from '../engine/drawn.ts';

const SHAPE = { hidden: 3, depth: 3, activation: 'tanh' } as const;
const start = initialiseParameters(SHAPE, 1);
const FLAGS = Math.ceil(countParameters(SHAPE) / 8);

/** The start with some first weights set. */
function change(values: Readonly<Record<number, number>>) {
  const [first, ...others] = start.layers;
  const weights = first!.weights.slice();
  for (const [at, value] of Object.entries(values)) weights[Number(at)] = value;
  return { ...start, layers: [{ ...first!, weights }, ...others] };
}

test('parameters come back to the bit, whatever has changed', () => {
  for (const now of [drawModel(SHAPE, 2), start, change({ 0: -0, 7: 1e-40, 2000: 3.4e38 })]) {
    const again = decodeChanged(encodeChanged(start, now), start, 'some.bin');
    expect(again).toEqual(now);
  }
  const [zero] = decodeChanged(encodeChanged(start, change({ 0: -0 })), start, 'some.bin').layers;
  expect(Object.is(zero!.weights[0], -0)).toBe(true);
});

test('what has not changed takes a bit, and what has four bytes more', () => {
  expect(encodeChanged(start, start)).toEqual(new Uint8Array(FLAGS));
  const bytes = encodeChanged(start, change({ 9: 0.5 }));
  expect(bytes).toHaveLength(FLAGS + 4);
  expect(bytes[1]).toBe(0b10);
  expect(new DataView(bytes.buffer).getFloat32(FLAGS, true)).toBe(0.5);
});

test('bytes that are cut off are refused', () => {
  const bytes = encodeChanged(start, change({ 9: 0.5 }));
  const read = () => decodeChanged(bytes.subarray(0, -1), start, 'some.bin');
  expect(read).toThrow(UserError);
  expect(read).toThrow(`some.bin: expected ${FLAGS + 4} bytes, got ${FLAGS + 3}; train the model again`);
});
