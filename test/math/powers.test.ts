import { describe, expect, test } from 'vitest';
import { halve, raise, square } from '../../pipeline/math/powers.ts';

test('a square is the product', () => {
  expect(square(-1.5)).toBe(2.25);
  expect(square(0.1)).toBe(0.1 * 0.1);
});

describe('a whole power', () => {
  test.each([
    [3, 0, 1],
    [0, 0, 1],
    [3, 1, 3],
    [-2, 5, -32],
    [0.5, 10, 1 / 1024],
    [3, 13, 1_594_323],
  ])('%d to the %d is %d', (base, exponent, power) => {
    expect(raise(base, exponent)).toBe(power);
  });

  test('is within rounding of the logarithm, for the decays of Adam after many updates', () => {
    for (const t of [1, 2, 999, 12_000, 120_000]) {
      expect(raise(0.999, t) / Math.exp(t * Math.log1p(-0.001))).toBeCloseTo(1, 10);
    }
  });

  test.each([-1, 0.5, Number.NaN])('to the %d is refused', (exponent) => {
    expect(() => raise(2, exponent)).toThrow(RangeError);
  });
});

describe('a root of a half', () => {
  test('is exact at every halving', () => {
    expect([0, 4, 8, 12].map((k) => halve(k, 4))).toEqual([1, 0.5, 0.25, 0.125]);
  });

  test('squares to a half, fourth powers to a half, and so on', () => {
    expect(square(halve(1, 2))).toBeCloseTo(0.5, 15);
    expect(raise(halve(1, 4), 4)).toBeCloseTo(0.5, 15);
    expect(raise(halve(3, 4), 4)).toBeCloseTo(0.125, 15);
    expect(raise(halve(7, 8), 8)).toBeCloseTo(1 / 128, 15);
    expect(halve(5, 1)).toBe(1 / 32);
  });

  test.each([
    [1, 3],
    [1, 0],
    [0.5, 2],
  ])('of %d steps at %d a halving is refused', (k, perHalving) => {
    expect(() => halve(k, perHalving)).toThrow(RangeError);
  });
});
