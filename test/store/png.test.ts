import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { encodePng } from '../../pipeline/store/png.ts';

const image = new Float32Array(784);
image[0] = 1;
image[2 * 28 + 3] = 0.5;
image[783] = 2;

describe('encodePng', () => {
  test('writes an 8-bit greyscale picture ten times as large', () => {
    const { width, height, depth, channels } = decode(encodePng(image));
    expect({ width, height, depth, channels }).toEqual({ width: 280, height: 280, depth: 8, channels: 1 });
  });

  test.each([1, 2, 10])('at scale %i turns every pixel into a square of its value', (scale) => {
    const side = 28 * scale;
    const { data } = decode(encodePng(image, scale));
    const inks = [
      { row: 0, column: 0, value: 255 },
      { row: 2, column: 3, value: 128 },
      { row: 27, column: 27, value: 255 },
    ];
    const wanted = new Uint8Array(side * side);
    for (const { row, column, value } of inks) {
      for (let y = 0; y < scale; y++) {
        const from = (row * scale + y) * side + column * scale;
        wanted.fill(value, from, from + scale);
      }
    }
    expect(Buffer.compare(data as Uint8Array, wanted)).toBe(0);
  });

  test('gives the same bytes for the same image', () => {
    expect(encodePng(image)).toEqual(encodePng(image.slice()));
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses a scale of %d', (scale) => {
    expect(() => encodePng(image, scale)).toThrow(RangeError);
  });

  test('refuses an array that is no image', () => {
    expect(() => encodePng(new Float32Array(783))).toThrow(RangeError);
  });
});
