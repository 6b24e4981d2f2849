import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areaUnderCurve } from '../../pipeline/statistics/auc.ts';

/** Every pair, one by one. */
function compareAll(low: readonly number[], high: readonly number[]): number {
  let wins = 0;
  for (const a of low) for (const b of high) wins += b > a ? 1 : b === a ? 0.5 : 0;
  return wins / (low.length * high.length);
}

test('is the share of pairs in order, ties counting half', () => {
  const values = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(values, values, (low, high) => {
      expect(areaUnderCurve(low, high)).toBeCloseTo(compareAll(low, high), 12);
    }),
  );
});

test('is 1 where all are above, 0 where all are below, and one half for equals', () => {
  expect(areaUnderCurve([1, 2], [3, 4])).toBe(1);
  expect(areaUnderCurve([3, 4], [1, 2])).toBe(0);
  expect(areaUnderCurve([5], [5, 5])).toBe(0.5);
});

test('refuses nothing', () => {
  expect(() => areaUnderCurve([], [1])).toThrow('areaUnderCurve: expected values, got 0 and 1');
});
