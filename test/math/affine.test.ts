import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { turnAndScale, warpAffine } from '../../pipeline/math/affine.ts';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';

/** One bright pixel at (x, y). */
function dot(x: number, y: number): Float32Array {
  const image = new Float32Array(PIXELS);
  image[y * SIDE + x] = 1;
  return image;
}

const ramp = Float32Array.from({ length: PIXELS }, (_, pixel) => pixel / PIXELS);

describe('an affine warp', () => {
  test('that does nothing gives the same image', () => {
    expect(warpAffine(ramp, turnAndScale(0, 1, 0, 0, 0))).toEqual(ramp);
  });

  test('looks dx to the right and dy down, so that the image moves left and up', () => {
    expect(warpAffine(dot(10, 20), turnAndScale(0, 1, 0, 3, 5))).toEqual(dot(7, 15));
  });

  test('that is bent looks farther by the bend of each pixel', () => {
    const bend = { right: new Float32Array(PIXELS), down: new Float32Array(PIXELS) };
    bend.right[15 * SIDE + 7] = 3;
    bend.down[15 * SIDE + 7] = 5;
    const bent = warpAffine(dot(10, 20), turnAndScale(0, 1, 0, 0, 0), bend);
    expect(bent).toEqual(dot(10, 20).map((value, at) => value + dot(7, 15)[at]!));
  });

  test('by half a pixel shares a dot between two', () => {
    const warped = warpAffine(dot(10, 20), turnAndScale(0, 1, 0, 0.5, 0));
    expect([warped[20 * SIDE + 9], warped[20 * SIDE + 10]]).toEqual([0.5, 0.5]);
  });

  test('turns by a right angle when the half angle has the tangent 1', () => {
    // cos 90 = 0, sin 90 = 1: output (x, y) about the centre looks at (-y, x).
    const warped = warpAffine(dot(10, 20), turnAndScale(1, 1, 0, 0, 0));
    expect(warped).toEqual(dot(20, 17));
  });

  test('scaled by 2 puts a dot twice as far from the centre', () => {
    // (15.5, 13.5) is 2 right of the centre (13.5, 13.5); so it looks at (14.5, 13.5).
    const image = dot(14, 13).map(
      (value, at) => value + dot(15, 13)[at]! + dot(14, 14)[at]! + dot(15, 14)[at]!,
    );
    const warped = warpAffine(image, turnAndScale(0, 2, 0, 0, 0));
    expect([warped[13 * SIDE + 15], warped[13 * SIDE + 16], warped[13 * SIDE + 17]]).toEqual([1, 1, 0.75]);
  });

  test('keeps pixels in [0, 1]', () => {
    const number = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
    fc.assert(
      fc.property(number(1), number(0.3), number(5), number(5), (turn, shear, dx, dy) => {
        const warped = warpAffine(ramp, turnAndScale(turn, 1.1, shear, dx, dy));
        expect(warped.every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
