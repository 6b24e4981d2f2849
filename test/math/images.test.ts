import { expect, test } from 'vitest';
import {
  bytesToUnit,
  CLASSES,
  DIGITS,
  invertImages,
  PIXELS,
  SIDE,
  transposeImages,
  unitToBytes,
} from '../../pipeline/math/images.ts';

test('an image has 28 x 28 pixels and one of ten digits', () => {
  expect([SIDE, PIXELS, CLASSES]).toEqual([28, 784, 10]);
  expect(DIGITS).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('bytes become shares of 255', () => {
  expect([...bytesToUnit(Uint8Array.of(0, 51, 255))]).toEqual([0, Math.fround(0.2), 1]);
});

test('shares of 255 become the nearest bytes, and values outside are clipped', () => {
  expect([...unitToBytes(Float32Array.of(0, 0.5, 1, -0.1, 1.1, 0.0019, 0.002))]).toEqual([
    0, 128, 255, 0, 255, 0, 1,
  ]);
});

test('every byte survives the way there and back', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(unitToBytes(bytesToUnit(bytes))).toEqual(bytes);
});

test('no pixels stay no pixels', () => {
  expect(bytesToUnit(new Uint8Array(0))).toHaveLength(0);
  expect(unitToBytes(new Float32Array(0))).toHaveLength(0);
});

test('transposing exchanges rows and columns of each image, and twice gives back the images', () => {
  const images = Uint8Array.from({ length: 2 * 784 }, (_, i) => (i * 7) % 251);
  const transposed = transposeImages(images);
  expect(transposed[784 + 3 * 28 + 17]).toBe(images[784 + 17 * 28 + 3]);
  expect(transposeImages(transposed)).toEqual(images);
});

test('inverting exchanges black and white', () => {
  expect([...invertImages(Uint8Array.of(0, 1, 128, 255))]).toEqual([255, 254, 127, 0]);
});
