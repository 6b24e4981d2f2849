import { describe, expect, test } from 'vitest';
import { argmax, logSumExp, mean, rowOf } from '../../pipeline/math/rows.ts';

test('a row is a view of its values', () => {
  const matrix = Float32Array.of(1, 2, 3, 4, 5, 6);
  const row = rowOf(matrix, 1, 3);
  expect([...row]).toEqual([4, 5, 6]);
  row[0] = 9;
  expect(matrix[3]).toBe(9);
  expect([...rowOf(Uint8Array.of(1, 2), 1, 1)]).toEqual([2]);
});

describe('argmax', () => {
  test.each([
    [[3], 0],
    [[1, 3, 2], 1],
    [[-5, -2, -9], 1],
    [[0, 7, 7], 1], // the first of equals
    [[4, 4, 4], 0],
  ])('of %j is %d', (values, index) => {
    expect(argmax(values)).toBe(index);
    expect(argmax(Float32Array.from(values))).toBe(index);
  });
});

test('the mean is summed in order and divided once', () => {
  expect(mean([1, 2, 6])).toBe(3);
  // From the left: 1 + 2^53 is 2^53, then 2^53 - 2^53 = 0. From the right it would be 1.
  expect(mean([1, 2 ** 53, -(2 ** 53)])).toBe(0);
  expect(mean([])).toBeNaN();
});

test('the log of a sum of powers is that of its definition, and does not overflow', () => {
  expect(logSumExp([0, Math.log(2), Math.log(3)])).toBeCloseTo(Math.log(6), 15);
  expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 12);
  expect(logSumExp([-1000, -1001])).toBeCloseTo(-1000 + Math.log1p(Math.exp(-1)), 12);
});
