import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kendallTauB, pearson, spearman } from '../../pipeline/statistics/rankCorrelation.ts';

/** Kendall's tau-b by its definition, over all pairs. */
function plainTauB(x: readonly number[], y: readonly number[]): number {
  let [difference, untiedX, untiedY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)];
      difference += dx * dy;
      untiedX += Math.abs(dx);
      untiedY += Math.abs(dy);
    }
  }
  return difference / Math.sqrt(untiedX * untiedY);
}

const ALL = { pearson, spearman, kendallTauB };

describe.each(Object.entries(ALL))('%s', (_, correlation) => {
  test('is 1 for a list with itself, -1 for its reverse', () => {
    expect(correlation([1, 2, 4, 5], [1, 2, 4, 5])).toBeCloseTo(1, 14);
    expect(correlation([1, 2, 4, 5], [5, 4, 2, 1])).toBeLessThan(-0.95);
  });

  test.each([
    ['no pairs', [], []],
    ['one pair', [1], [2]],
    ['constant x', [0.1, 0.1, 0.1], [1, 2, 3]],
    ['constant y', [1, 2, 3], [0.7, 0.7, 0.7]],
  ])('is undefined for %s', (__, x, y) => {
    expect(correlation(x, y)).toBeNull();
  });

  test('refuses lists of different lengths', () => {
    expect(() => correlation([1, 2], [1])).toThrow('expected as many x as y, got 2 and 1');
  });

  test('stays in [-1, 1] and does not care which list is first', () => {
    const pair = fc.tuple(
      fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000),
      fc.integer({ min: 0, max: 4 }),
    );
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 30 }), (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const value = correlation(x, y);
        expect(correlation(y, x)).toEqual(value === null ? null : expect.closeTo(value, 12));
        expect(Math.abs(value ?? 0)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test('spearman shares ranks among ties: ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4 give sqrt(0.9)', () => {
  expect(spearman([10, 20, 20, 30], [1, 2, 3, 4])).toBeCloseTo(Math.sqrt(0.9), 12);
});

test('kendall corrects for ties: five pairs agree, one is tied in x: 5 / sqrt(5 * 6)', () => {
  expect(kendallTauB([10, 20, 20, 30], [1, 2, 3, 4])).toBeCloseTo(5 / Math.sqrt(30), 12);
});

test('kendall, counted by merge sort, is what its definition gives', () => {
  const values = fc.integer({ min: 0, max: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(values, values), { minLength: 2, maxLength: 40 }), (pairs) => {
      const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      const fast = kendallTauB(x, y);
      const plain = plainTauB(x, y);
      if (Number.isNaN(plain)) expect(fast).toBeNull();
      else expect(fast).toBeCloseTo(plain, 12);
    }),
  );
});

test('pearson is undefined where the squares underflow, and the ranks are not', () => {
  expect(pearson([0, 5e-324], [0, 1])).toBeNull();
  expect(spearman([0, 5e-324], [0, 1])).toBeCloseTo(1, 14);
});
