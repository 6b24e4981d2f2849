import { describe, expect, test } from 'vitest';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { drawStrokes, type Point, type Polyline, paintStroke } from '../../pipeline/math/strokes.ts';

/** The ink of one pixel by the definition, from points that lie close together on the stroke. */
function inkAt(x: number, y: number, stroke: Polyline, radius: number): number {
  let ink = 0;
  const parts = 1000;
  for (let k = 1; k < stroke.length; k++) {
    for (let part = 0; part <= parts; part++) {
      const share = part / parts;
      const px = stroke[k - 1]![0] + share * (stroke[k]![0] - stroke[k - 1]![0]);
      const py = stroke[k - 1]![1] + share * (stroke[k]![1] - stroke[k - 1]![1]);
      ink = Math.max(ink, radius + 0.5 - Math.hypot(x - px, y - py));
    }
  }
  return Math.min(1, ink);
}

const ZIGZAG: Polyline = [
  [4.3, 5.1],
  [20.2, 9.7],
  [11.5, 30.4],
  [-3.2, 17.9],
];

describe('a stroke', () => {
  test('has at every pixel the ink that its distance gives, and is cut off at the edges', () => {
    const image = drawStrokes([ZIGZAG], 1.3);
    for (let at = 0; at < PIXELS; at++) {
      const ink = inkAt(at % SIDE, Math.floor(at / SIDE), ZIGZAG, 1.3);
      expect(Math.abs(image[at]! - ink)).toBeLessThan(1e-4);
    }
  });

  test('grows with a pen that grows', () => {
    const image = new Float32Array(PIXELS);
    paintStroke(
      image,
      [
        [4, 14],
        [24, 14],
      ],
      0.5,
      3.5,
    );
    const columns = [4, 9, 14, 19, 24].map((x) => {
      let ink = 0;
      for (let y = 0; y < SIDE; y++) ink += image[y * SIDE + x]!;
      return ink;
    });
    // Twice the radius: 0.5, 1.25, 2, 2.75 and 3.5.
    [1, 2.5, 4, 5.5, 7].forEach((width, k) => {
      expect(columns[k]).toBeCloseTo(width, 0);
    });
    expect(columns).toEqual([...columns].sort((a, b) => a - b));
  });

  test('of one point is a dot, and of none is nothing', () => {
    const dot = drawStrokes([[[14, 14]]], 0.5);
    expect(dot.reduce((a, b) => a + b)).toBe(1);
    expect(dot[14 * SIDE + 14]).toBe(1);
    expect(drawStrokes([[]], 2)).toEqual(new Float32Array(PIXELS));
    expect(drawStrokes([], 2)).toEqual(new Float32Array(PIXELS));
  });

  test('is the same drawn from its other end', () => {
    const back = [...ZIGZAG].reverse();
    drawStrokes([back], 1.5).forEach((ink, at) => {
      expect(ink).toBeCloseTo(drawStrokes([ZIGZAG], 1.5)[at]!, 6);
    });
  });

  test('far outside leaves the image blank', () => {
    expect(
      drawStrokes(
        [
          [
            [100, 100],
            [200, -50],
          ],
        ],
        3,
      ),
    ).toEqual(new Float32Array(PIXELS));
  });
});

test('strokes over each other keep the darker ink', () => {
  const stream = openStream(0, 'strokes');
  const draw = (): Point => [28 * drawUniform(stream), 28 * drawUniform(stream)];
  const [a, b] = [
    [draw(), draw()],
    [draw(), draw(), draw()],
  ];
  const [alone, other] = [drawStrokes([a], 1), drawStrokes([b], 1)];
  expect(drawStrokes([a, b], 1)).toEqual(alone.map((ink, at) => Math.max(ink, other[at]!)));
});
