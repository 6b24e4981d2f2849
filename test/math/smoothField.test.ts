import { describe, expect, test } from 'vitest';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { drawSmoothField } from '../../pipeline/math/smoothField.ts';
import { openStream } from '../../pipeline/math/streams.ts';

/** Mean of `values` of fields with `cells` cells, over places and 400 draws. */
function averageOf(cells: number, values: (field: Float32Array) => Float32Array): number {
  const stream = openStream(0, `field/${cells}`);
  let sum = 0;
  let count = 0;
  for (let k = 0; k < 400; k++) {
    const drawn = values(drawSmoothField(cells, stream));
    sum += drawn.reduce((a, b) => a + b, 0);
    count += drawn.length;
  }
  return sum / count;
}

/** Squared differences between neighbours along x. */
const stepsOf = (field: Float32Array) =>
  field.map((value, at) => (at % SIDE === 0 ? 0 : (value - field[at - 1]!) * (value - field[at - 1]!)));

describe.each([1, 2.5, 6, 14])('a smooth field of %s cells', (cells) => {
  test('has mean 0 and variance 1', () => {
    expect(Math.abs(averageOf(cells, (field) => field))).toBeLessThan(0.15);
    expect(averageOf(cells, (field) => field.map((value) => value * value))).toBeCloseTo(1, 0);
  });

  test('is the same for the same stream', () => {
    expect(drawSmoothField(cells, openStream(1, 'a'))).toEqual(drawSmoothField(cells, openStream(1, 'a')));
    expect(drawSmoothField(cells, openStream(1, 'a'))).toHaveLength(PIXELS);
  });
});

test('a field is the smoother the fewer cells it has', () => {
  const roughness = [2, 4, 8, 14].map((cells) => averageOf(cells, stepsOf));
  expect(roughness).toEqual([...roughness].sort((a, b) => a - b));
  expect(roughness[0]).toBeLessThan(roughness[3]! / 10);
});

test('a field goes in both directions alike', () => {
  const down = (field: Float32Array) =>
    field.map((value, at) => (at < SIDE ? 0 : (value - field[at - SIDE]!) * (value - field[at - SIDE]!)));
  const ratio = averageOf(5, stepsOf) / averageOf(5, down);
  expect(ratio).toBeGreaterThan(0.85);
  expect(ratio).toBeLessThan(1.18);
});
