/** Random effects of balanced designs against REML by lme4. */
import { describe, expect, test } from 'vitest';
import { crossedComponents, crossedMean } from '../../pipeline/statistics/crossedEffects.ts';
import { randomSlopes } from '../../pipeline/statistics/randomSlopes.ts';
import { lme4 } from './oracles/oracles.ts';

/** lme4 finds its estimates by search; ours are exact. */
const near = (value: number, other: number) => expect(Math.abs(value / other - 1)).toBeLessThan(1e-5);

describe('crossedComponents', () => {
  test('has the variances of lme4 for Penicillin', () => {
    const found = crossedComponents(lme4.penicillin.diameter)!;
    near(found.row, lme4.penicillin.plate);
    near(found.column, lme4.penicillin.sample);
    near(found.residual, lme4.penicillin.residual);
  });

  test('says nothing of one row or column, and refuses a table with gaps', () => {
    expect(crossedComponents([[1, 2]])).toBeNull();
    expect(crossedComponents([[1], [2]])).toBeNull();
    expect(crossedComponents([])).toBeNull();
    expect(() => crossedComponents([[1, 2], [3]])).toThrow(
      'crossedComponents: expected as many columns in every row',
    );
  });
});

describe('crossedMean', () => {
  test("has lme4's mean of Penicillin and its standard error", () => {
    const found = crossedMean(lme4.penicillin.diameter)!;
    near(found.estimate, lme4.penicillin.mean);
    near(found.standardError, lme4.penicillin.meanError);
    // Nearly all of the error is that of six samples.
    expect(found.degreesOfFreedom).toBeGreaterThan(5);
    expect(found.degreesOfFreedom).toBeLessThan(6);
    const half = (found.interval[1] - found.interval[0]) / 2;
    expect(half / found.standardError).toBeGreaterThan(2.45);
  });

  test('is never surer than either factor alone', () => {
    // Rows and columns cancel: both mean squares are 0, the residual is not.
    expect(
      crossedMean([
        [1, -1],
        [-1, 1],
      ]),
    ).toBeNull();
    const found = crossedMean([
      [1, 3, 2],
      [4, 2, 3],
    ])!;
    expect(found.standardError).toBeCloseTo(Math.sqrt(1.5 / 6), 12);
    expect(found.degreesOfFreedom).toBe(1);
    expect(
      crossedMean([
        [2, 2],
        [2, 2],
      ]),
    ).toBeNull();
  });
});

describe('randomSlopes', () => {
  test('has the estimates of lme4 for sleepstudy', () => {
    const { days, reaction, ...expected } = lme4.sleepstudy;
    const found = randomSlopes(days, reaction)!;
    for (const name of Object.keys(expected) as (keyof typeof expected)[]) near(found[name], expected[name]);
  });

  test('says nothing of one group, two points or a constant x', () => {
    expect(randomSlopes([1, 2, 3], [[1, 2, 3]])).toBeNull();
    expect(
      randomSlopes(
        [1, 2],
        [
          [1, 2],
          [2, 3],
        ],
      ),
    ).toBeNull();
    expect(
      randomSlopes(
        [1, 1, 1],
        [
          [1, 2, 3],
          [2, 3, 4],
        ],
      ),
    ).toBeNull();
    expect(() =>
      randomSlopes(
        [1, 2, 3],
        [
          [1, 2],
          [2, 3, 4],
        ],
      ),
    ).toThrow('expected 3 values in every group');
  });
});
