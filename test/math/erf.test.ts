import { describe, expect, test } from 'vitest';
import { erf, normalCdf } from '../../pipeline/math/erf.ts';
import { normalDensity } from './normalDensity.ts';

// Abramowitz and Stegun, table 7.1 (ten digits), continued to 16 digits by C's erf (Python's math.erf).
const ERF_TABLE = [
  [0.02, 0.022564574691844943],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [1.5, 0.9661051464753108],
  [2, 0.9953222650189527],
  [2.5, 0.999593047982555],
  [3, 0.9999779095030014],
  [4, 0.9999999845827421],
  [5, 0.9999999999984626],
  [5.9, 0.9999999999999999],
] as const;

describe('erf', () => {
  test.each(ERF_TABLE)('of %d is %d', (x, value) => {
    expect(Math.abs(erf(x) - value)).toBeLessThan(1e-15);
    expect(erf(-x)).toBe(-erf(x));
  });

  test('of 0 is 0, of what is far out 1 or -1, of NaN is NaN', () => {
    expect(erf(0)).toBe(0);
    expect([erf(6), erf(40), erf(Number.POSITIVE_INFINITY), erf(-7)]).toEqual([1, 1, 1, -1]);
    expect(erf(Number.NaN)).toBeNaN();
  });

  test('rises everywhere, and by its density', () => {
    for (let x = -5; x < 5; x += 0.01) {
      expect(erf(x + 0.01)).toBeGreaterThanOrEqual(erf(x));
      const slope = (normalCdf(x + 1e-5) - normalCdf(x - 1e-5)) / 2e-5;
      expect(Math.abs(slope - normalDensity(x))).toBeLessThan(1e-9);
    }
  });
});

test('half of a normal distribution lies below 0, 97.5 % below 1.959963984540054', () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 15);
  expect(normalCdf(-1.959963984540054)).toBeCloseTo(0.025, 15);
  expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
});
