import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logPosterior, mostLikely, shareBelow } from '../../pipeline/judging/posterior.ts';

const tenScores = fc
  .array(fc.double({ min: -1e5, max: 1e3, noNaN: true }), { minLength: 10, maxLength: 10 })
  .map((values) => Float64Array.from(values));

describe('logPosterior', () => {
  test('is Bayes with equal priors', () => {
    // Densities 1, 2, 3, 4 and six zeros: posteriors 0.1, 0.2, 0.3, 0.4.
    const posterior = logPosterior(Float64Array.from([1, 2, 3, 4, 0, 0, 0, 0, 0, 0], Math.log));
    [0.1, 0.2, 0.3, 0.4, 0, 0].forEach((p, digit) => {
      expect(Math.exp(posterior[digit]!)).toBeCloseTo(p, 12);
    });
  });

  test('sums to one and keeps the order, however small the densities', () => {
    fc.assert(
      fc.property(tenScores, (scores) => {
        const posterior = logPosterior(scores);
        expect(posterior.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 10);
        expect(posterior[mostLikely(scores)]).toBe(Math.max(...posterior));
      }),
    );
  });
});

describe('mostLikely', () => {
  test('takes the smaller digit on a tie', () => {
    expect(mostLikely(Float64Array.of(0, 1, 5, 2, 5, 0, 0, 0, 0, 0))).toBe(2);
    expect(mostLikely(new Float64Array(10))).toBe(0);
  });
});

describe('shareBelow', () => {
  test.each([
    [0, 0],
    [1, 0],
    [1.5, 0.25],
    [2, 0.25],
    [2.5, 0.75],
    [3, 0.75],
    [4, 1],
  ])('of 1, 2, 2, 3 counts those strictly below %f', (value, share) => {
    expect(shareBelow([1, 2, 2, 3], value)).toBe(share);
  });

  test('agrees with counting, and never falls as the value rises', () => {
    const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1 });
    const value = fc.double({ min: -11, max: 11, noNaN: true });
    fc.assert(
      fc.property(values, value, value, (unsorted, a, b) => {
        const sorted = [...unsorted].sort((x, y) => x - y);
        expect(shareBelow(sorted, a)).toBe(sorted.filter((each) => each < a).length / sorted.length);
        expect(shareBelow(sorted, Math.min(a, b))!).toBeLessThanOrEqual(shareBelow(sorted, Math.max(a, b))!);
      }),
    );
  });

  test('is null without references', () => {
    expect(shareBelow([], 1)).toBeNull();
  });
});
