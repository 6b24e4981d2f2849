import { expect, test } from 'vitest';
import { findBorder, maskBorder } from '../../pipeline/judging/border.ts';
import { PIXELS } from '../../pipeline/math/images.ts';

test('a pixel is border only where every training image is 0', () => {
  const images = new Uint8Array(2 * PIXELS);
  images[5] = 1;
  images[PIXELS + 783] = 255;
  const border = findBorder(images);
  expect(border).toHaveLength(PIXELS);
  expect(border.flatMap((isBorder, pixel) => (isBorder ? [] : [pixel]))).toEqual([5, 783]);
});

test('a full image leaves no border, a blank one nothing else', () => {
  expect(findBorder(new Uint8Array(PIXELS).fill(255))).not.toContain(true);
  expect(findBorder(new Uint8Array(PIXELS))).not.toContain(false);
});

test('masking sets the border to 0, keeps the rest, and leaves the original alone', () => {
  const image = new Float32Array(PIXELS).fill(0.75);
  const masked = maskBorder(
    image,
    Array.from({ length: PIXELS }, (_, pixel) => pixel !== 400),
  );
  expect(masked[400]).toBe(0.75);
  expect(masked.filter((value) => value !== 0)).toHaveLength(1);
  expect(image).toEqual(new Float32Array(PIXELS).fill(0.75));
});
