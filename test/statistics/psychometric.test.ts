import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fallMonotonically, fallsThrough, invertCurve } from '../../pipeline/statistics/psychometric.ts';

const curve = (...heights: number[]) => heights.map((y, k) => ({ x: k / 10, y }));

describe('a falling curve', () => {
  test('replaces neighbours that rise by their mean', () => {
    expect(fallMonotonically(curve(1, 0.4, 0.6, 0.1)).map(({ y }) => y)).toEqual([1, 0.5, 0.5, 0.1]);
    // The 0.9 pulls up both before it.
    expect(fallMonotonically(curve(0.5, 0.4, 0.9)).map(({ y }) => y)).toEqual(
      [0.6, 0.6, 0.6].map((y) => expect.closeTo(y, 12)),
    );
  });

  test('never rises, and has the same mean', () => {
    const heights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(heights, (ys) => {
        const fallen = fallMonotonically(curve(...ys)).map(({ y }) => y);
        for (let k = 1; k < fallen.length; k++) expect(fallen[k]).toBeLessThanOrEqual(fallen[k - 1]!);
        const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
        expect(sum(fallen)).toBeCloseTo(sum(ys), 9);
      }),
    );
  });
});

describe('its inverse', () => {
  test.each([
    ['between points in proportion', 0.75, 0.05],
    ['at a point the point', 0.5, 0.1],
    ['above the curve its beginning', 1.2, 0],
    ['below the curve its end', 0, 0.2],
  ])('is %s', (_, y, x) => {
    expect(invertCurve(curve(1, 0.5, 0.1), y)).toBeCloseTo(x, 12);
  });

  test('on a level stretch is its middle', () => {
    expect(invertCurve(curve(1, 0.5, 0.5, 0), 0.5)).toBeCloseTo(0.15, 12);
  });

  test('needs a point', () => {
    expect(() => invertCurve([], 0.5)).toThrow('at least one point');
  });
});

test('a curve falls through a level only where it begins above and ends below', () => {
  expect(fallsThrough(curve(1, 0.5, 0.1), 0.75)).toBeCloseTo(0.05, 12);
  expect(fallsThrough(curve(0.4, 0.1), 0.5)).toBeNull();
  expect(fallsThrough(curve(1, 0.8), 0.5)).toBeNull();
  expect(fallsThrough([], 0.5)).toBeNull();
});
