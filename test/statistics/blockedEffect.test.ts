import { describe, expect, test } from 'vitest';
import { blockedEffect, equivalenceTest } from '../../pipeline/statistics/blockedEffect.ts';
import { twoSidedTailOfT, upperTailOfF, upperTailOfT } from '../../pipeline/statistics/tails.ts';
import { peers } from './oracles/oracles.ts';

describe('tails', () => {
  test.each(peers.tails)(
    't = $t with $freedom degrees of freedom is as scipy has it',
    ({ t, freedom, p }) => {
      expect(Math.abs(twoSidedTailOfT(t, freedom) / p - 1)).toBeLessThan(1e-10);
      expect(twoSidedTailOfT(-t, freedom)).toBe(twoSidedTailOfT(t, freedom));
    },
  );

  test.each(peers.fTails)('F = $f with $freedom is as scipy has it', ({ f, freedom: [a, b], p }) => {
    expect(Math.abs(upperTailOfF(f, a!, b!) / p - 1)).toBeLessThan(1e-10);
  });

  test('end in 0 and 1', () => {
    expect(upperTailOfT(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(upperTailOfT(Number.NEGATIVE_INFINITY, 3)).toBe(1);
    expect(upperTailOfF(0, 2, 3)).toBe(1);
    expect(upperTailOfF(Number.POSITIVE_INFINITY, 2, 3)).toBe(0);
  });
});

describe('blockedEffect', () => {
  test('is the t test of scipy', () => {
    const { values, p, interval } = peers.student;
    const found = blockedEffect(values);
    expect(found.p).toBeCloseTo(p, 10);
    expect(found.interval![0]).toBeCloseTo(interval[0]!, 10);
    expect(found.interval![1]).toBeCloseTo(interval[1]!, 10);
    expect(found.degreesOfFreedom).toBe(4);
  });

  test('of six effects has the interval of scipy at 1 - 0.05 / 6, and six times the p, at most 1', () => {
    const { values, p, ofSix } = peers.student;
    const found = blockedEffect(values, 6);
    expect(found.p).toBeCloseTo(6 * p, 10);
    expect(found.interval![0]).toBeCloseTo(ofSix[0]!, 10);
    expect(found.interval![1]).toBeCloseTo(ofSix[1]!, 10);
    expect(blockedEffect([1, -1, 0.1], 6).p).toBe(1);
  });

  test('has neither interval nor p of one seed, and refuses none', () => {
    expect(blockedEffect([0.3])).toEqual({ estimate: 0.3, interval: null, p: null, degreesOfFreedom: 0 });
    expect(() => blockedEffect([])).toThrow('blockedEffect: expected at least one value, got none');
  });

  test('knows what values without spread say', () => {
    expect(blockedEffect([0.1, 0.1, 0.1]).p).toBe(0);
    expect(blockedEffect([0, 0]).p).toBe(1);
    // Equal but for rounding.
    expect(blockedEffect([0.1 + 0.2, 0.3]).p).toBe(0);
  });
});

describe('equivalenceTest', () => {
  test('is that of statsmodels', () => {
    const { values, bound, equivalence } = peers.student;
    expect(equivalenceTest(values, bound)!.p).toBeCloseTo(equivalence, 10);
    expect(
      equivalenceTest(
        values.map((value) => -value),
        bound,
      )!.p,
    ).toBeCloseTo(equivalence, 10);
  });

  test('finds an effect absent where its 90% interval is inside the bounds', () => {
    // Mean 0.0104, s = 0.0094499, t(0.95, 4) = 2.131847: the 90% interval ends at 0.0194094.
    expect(equivalenceTest(peers.student.values, 0.0195)!.isAbsent).toBe(true);
    expect(equivalenceTest(peers.student.values, 0.0193)!.isAbsent).toBe(false);
  });

  test('says nothing of one seed, and needs a bound', () => {
    expect(equivalenceTest([0], 0.05)).toBeNull();
    expect(equivalenceTest([0, 0], 0.05)).toEqual({ p: 0, isAbsent: true });
    expect(equivalenceTest([0.1, 0.1], 0.05)).toEqual({ p: 1, isAbsent: false });
    expect(() => equivalenceTest([0, 1], 0)).toThrow('equivalenceTest: expected a bound above 0, got 0');
  });
});
