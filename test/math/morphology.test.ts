import { describe, expect, test } from 'vitest';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { dilate, erode } from '../../pipeline/math/morphology.ts';

/** An image with `value` at each [x, y], else 0. */
function paint(places: readonly (readonly [number, number])[], value = 1): Float32Array {
  const image = new Float32Array(PIXELS);
  for (const [x, y] of places) image[y * SIDE + x] = value;
  return image;
}

const CROSS = [
  [5, 5],
  [4, 5],
  [6, 5],
  [5, 4],
  [5, 6],
] as const;

describe('a cross of five pixels', () => {
  test('grows out of a dot and shrinks to it', () => {
    expect(dilate(paint([[5, 5]], 0.5))).toEqual(paint(CROSS, 0.5));
    expect(erode(paint(CROSS, 0.5))).toEqual(paint([[5, 5]], 0.5));
  });

  test('does not wrap around the edges', () => {
    expect(dilate(paint([[27, 0]]))).toEqual(
      paint([
        [27, 0],
        [26, 0],
        [27, 1],
      ]),
    );
  });

  test('sees nothing outside, so that a full image loses its border when it is eroded', () => {
    const eroded = erode(new Float32Array(PIXELS).fill(1));
    expect(eroded.reduce((sum, value) => sum + value, 0)).toBe(26 * 26);
  });
});
