import { describe, expect, test } from 'vitest';
import { oneWayAnova } from '../../pipeline/statistics/anova.ts';
import { anova, smLs09 } from './oracles/oracles.ts';

/** -log10 of the relative error: how many digits are right. */
const digits = (value: number, certified: number) => -Math.log10(Math.abs(value / certified - 1) + 1e-16);

describe('oneWayAnova', () => {
  test("has the certified values of NIST's SiRstv to 10 digits", () => {
    const found = oneWayAnova(anova.SiRstv.groups)!;
    for (const part of ['between', 'within'] as const) {
      expect(found[part].degreesOfFreedom).toBe(anova.SiRstv[part].degreesOfFreedom);
      expect(digits(found[part].sumOfSquares, anova.SiRstv[part].sumOfSquares)).toBeGreaterThan(10);
      expect(digits(found[part].meanSquare, anova.SiRstv[part].meanSquare)).toBeGreaterThan(10);
    }
    expect(digits(found.f!, anova.SiRstv.f)).toBeGreaterThan(10);
    const { between, within } = found;
    expect(
      digits(between.sumOfSquares / (between.sumOfSquares + within.sumOfSquares), anova.SiRstv.rSquared),
    ).toBeGreaterThan(10);
    expect(digits(Math.sqrt(within.meanSquare), anova.SiRstv.residualDeviation)).toBeGreaterThan(10);
  });

  test("has as many digits of NIST's SmLs09 as its values keep beside 1e12", () => {
    const values = smLs09();
    const found = oneWayAnova(values)!;
    // A double of 1e12 is a multiple of 1.2e-4, so that 0.1 and its squares have three to four digits at most.
    expect(digits(found.between.sumOfSquares, anova.SmLs09.between.sumOfSquares)).toBeGreaterThan(2.5);
    expect(digits(found.within.sumOfSquares, anova.SmLs09.within.sumOfSquares)).toBeGreaterThan(3);
    expect(digits(found.f!, anova.SmLs09.f)).toBeGreaterThan(2.5);
    // Of the very doubles, taken apart from 1e12 without rounding, all digits are right.
    const exact = oneWayAnova(values.map((group) => group.map((value) => value - 1e12)))!;
    expect(digits(found.f!, exact.f!)).toBeGreaterThan(10);
    // The textbook's sum of squares less the square of the sum has none.
    const squares = values.flat().reduce((sum, value) => sum + value * value, 0);
    const total = values.flat().reduce((sum, value) => sum + value, 0);
    expect(digits(squares - (total * total) / 18_009, 340.08)).toBeLessThan(1);
  });

  test('says nothing of what has no variance, or no second group', () => {
    expect(oneWayAnova([[1, 2]])).toBeNull();
    expect(oneWayAnova([[1], [2]])).toBeNull();
    expect(oneWayAnova([])).toBeNull();
    expect(
      oneWayAnova([
        [1, 1],
        [1, 1],
      ]),
    ).toMatchObject({ f: null, p: null });
    expect(
      oneWayAnova([
        [1, 1],
        [2, 2],
      ]),
    ).toMatchObject({ f: Number.POSITIVE_INFINITY, p: 0 });
  });
});
