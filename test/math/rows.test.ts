import { describe, expect, test } from 'vitest';
import { argmax, logSumExp, mean, rowOf } from '../../pipeline/math/rows.ts';

test('a row is a view of its own values', () => {
  const values = Float64Array.of(1, 2, 3, 4, 5, 6);
  const row = rowOf(values, 1, 3);
  expect([...row]).toEqual([4, 5, 6]);
  row[0] = 9;
  expect(values[3]).toBe(9);
  expect(rowOf(Uint8Array.of(1, 2), 1, 1)).toEqual(Uint8Array.of(2));
});

test.each([
  [[0, 1, 5, 2, 5], 2],
  [[0, 0, 0], 0],
  [[-3, -1, -2], 1],
  [[], 0],
])('the largest of %j stands first at %d', (values, place) => {
  expect(argmax(values)).toBe(place);
});

describe('a mean', () => {
  test('adds in index order and divides once', () => {
    expect(mean([1, 2, 6])).toBe(3);
    // In index order the small values are lost one by one; the other way round they would count.
    expect(mean([2 ** 53, 1, 1])).toBe(2 ** 53 / 3);
    expect(mean([1, 1, 2 ** 53])).toBe((2 ** 53 + 2) / 3);
  });

  test('of nothing is no number', () => {
    expect(mean([])).toBeNaN();
  });
});

describe('the logarithm of a sum of exponentials', () => {
  test('is that of the sum', () => {
    expect(logSumExp([Math.log(1), Math.log(2), Math.log(5)])).toBeCloseTo(Math.log(8), 14);
  });

  test('stays finite where the exponentials would not', () => {
    expect(logSumExp(Float64Array.of(1000, 1000))).toBeCloseTo(1000 + Math.LN2, 10);
    expect(logSumExp([-1e5, -Infinity])).toBe(-1e5);
  });
});
