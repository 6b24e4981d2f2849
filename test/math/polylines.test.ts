import { describe, expect, test } from 'vitest';
import { fitStrokes, mapPoints, smoothCurve } from '../../pipeline/math/polylines.ts';
import type { Polyline } from '../../pipeline/math/strokes.ts';

const CORNERS: Polyline = [
  [2, 3],
  [12, 5],
  [9, 15],
  [4, 11],
];

function expectClose(a: Polyline, b: Polyline): void {
  expect(a.length).toBe(b.length);
  a.forEach(([x, y], k) => {
    expect(x).toBeCloseTo(b[k]![0], 9);
    expect(y).toBeCloseTo(b[k]![1], 9);
  });
}

describe('a smooth curve', () => {
  test('goes through its points, an open one to the last, a closed one back to the first', () => {
    const open = smoothCurve(CORNERS);
    expect(open).toHaveLength(19);
    expectClose(
      [0, 6, 12, 18].map((k) => open[k]!),
      CORNERS,
    );
    const closed = smoothCurve(CORNERS, true);
    expect(closed).toHaveLength(25);
    expectClose(
      [0, 6, 12, 18, 24].map((k) => closed[k]!),
      [...CORNERS, CORNERS[0]!],
    );
  });

  test('is straight where its points are evenly spaced on a line', () => {
    const line = smoothCurve([
      [0, 0],
      [6, 12],
      [12, 24],
      [18, 36],
    ]);
    expectClose(
      line.slice(6, 13),
      [0, 1, 2, 3, 4, 5, 6].map((k) => [6 + k, 12 + 2 * k]),
    );
  });

  test('is halfway between two points where the formula says: (9 (b + c) - a - d) / 16', () => {
    const [a, b, c, d] = CORNERS as [never, never, never, never];
    const half = [0, 1].map((axis) => (9 * (b[axis] + c[axis]) - a[axis] - d[axis]) / 16);
    expectClose([smoothCurve(CORNERS)[9]!], [half as never]);
  });

  test('of fewer than three points is these', () => {
    expect(smoothCurve(CORNERS.slice(0, 2), true)).toEqual(CORNERS.slice(0, 2));
    expect(smoothCurve([])).toEqual([]);
  });
});

describe('fitted strokes', () => {
  const [fitted] = fitStrokes([CORNERS], 20);
  const xs = fitted!.map(([x]) => x);
  const ys = fitted!.map(([, y]) => y);

  test('have a larger side of the length asked for, undistorted', () => {
    // 10 wide and 12 high.
    expect(Math.max(...ys) - Math.min(...ys)).toBeCloseTo(20, 9);
    expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(20 * (10 / 12), 9);
  });

  test('have the middle of their length at (14, 14)', () => {
    // A vertical stroke of 10, and a horizontal one of 30 below it: the middle is at x = 15, y = (10 * 5 + 30 * 10) / 40.
    const strokes = [
      [
        [15, 0],
        [15, 10],
      ],
      [
        [0, 10],
        [30, 10],
      ],
    ] as const;
    const [upright, level] = fitStrokes(strokes, 30);
    expectClose(upright!, [
      [14, 14 - 8.75],
      [14, 14 + 1.25],
    ]);
    expectClose(level!, [
      [-1, 15.25],
      [29, 15.25],
    ]);
  });

  test('without extent are moved alone', () => {
    expect(fitStrokes([[[3, 8]], [[3, 8]]], 20)).toEqual([[[14, 14]], [[14, 14]]]);
    expect(fitStrokes([], 20)).toEqual([]);
    expect(fitStrokes([[]], 20)).toEqual([[]]);
  });
});

test('every point is moved', () => {
  expect(
    mapPoints(
      [
        [[1, 2]],
        [
          [3, 4],
          [5, 6],
        ],
      ],
      ([x, y]) => [y, -x],
    ),
  ).toEqual([
    [[2, -1]],
    [
      [4, -3],
      [6, -5],
    ],
  ]);
});
