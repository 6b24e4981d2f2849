import { describe, expect, test } from 'vitest';
import { fitPicture } from '../../pipeline/math/fitPicture.ts';
import { bytesToUnit, PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { rowOf } from '../../pipeline/math/rows.ts';
import { readDigits } from '../judging/digits.ts';

const DIGITS = bytesToUnit(readDigits('t10k', 0, 20).images);

/** A picture of this size with the image, each pixel a square of `scale`, at this place. */
function draw(
  image: Float32Array,
  size: { width: number; height: number },
  scale: number,
  at: [number, number],
) {
  const ink = new Float64Array(size.width * size.height);
  for (let y = 0; y < SIDE * scale; y++) {
    for (let x = 0; x < SIDE * scale; x++) {
      const value = image[Math.floor(y / scale) * SIDE + Math.floor(x / scale)]!;
      if (value > 0) ink[(at[1] + y) * size.width + at[0] + x] = value;
    }
  }
  return { ...size, ink };
}

describe('a digit of MNIST', () => {
  test.each([3, 9])('enlarged %d times and moved is nearly itself again', (scale) => {
    for (let row = 0; row < 20; row++) {
      const image = rowOf(DIGITS, row, PIXELS);
      const picture = draw(image, { width: 400, height: 301 }, scale, [140, 5]);
      const fitted = fitPicture(picture)!;
      const difference = fitted.reduce((sum, value, at) => sum + Math.abs(value - image[at]!), 0);
      const ink = image.reduce((sum, value) => sum + value, 0);
      expect(difference / ink).toBeLessThan(0.35);
    }
  });
});

test('a rod of any proportions fills the box lengthwise and stands in the middle', () => {
  const ink = new Float64Array(300 * 100);
  for (let y = 10; y < 90; y++) for (let x = 200; x < 212; x++) ink[y * 300 + x] = 0.8;
  const fitted = fitPicture({ width: 300, height: 100, ink })!;
  const inked = Array.from(fitted, (value, at) => ({ value, x: at % SIDE, y: Math.floor(at / SIDE) })).filter(
    ({ value }) => value > 0,
  );
  // 12 of 80 pixels wide: 3 of 20.
  expect(new Set(inked.map(({ x }) => x)).size).toBe(3);
  expect(new Set(inked.map(({ y }) => y)).size).toBe(20);
  for (const { value } of inked) expect(value).toBeCloseTo(0.8, 6);
  // Three columns about 14, twenty rows about 13.5 or 14.5.
  expect(inked.map(({ x }) => x).sort((a, b) => a - b)[30]).toBe(14);
  expect([4, 5]).toContain(Math.min(...inked.map(({ y }) => y)));
});

test('ink whose mass is far off the middle of its box is not cut', () => {
  const ink = new Float64Array(20 * 20);
  ink[0] = 0.2;
  for (let at = 19 * 20; at < 400; at++) ink[at] = 1;
  const fitted = fitPicture({ width: 20, height: 20, ink })!;
  expect(fitted.reduce((sum, value) => sum + value, 0)).toBeCloseTo(20.2, 5);
});

test('a blank picture has nothing to fit', () => {
  expect(fitPicture({ width: 30, height: 20, ink: new Float64Array(600) })).toBeNull();
});
