import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centreImages, centreOfDrawing } from '../../pipeline/judging/centring.ts';
import { binarise, flipPixels } from '../../pipeline/judging/pixels.ts';
import { bytesToUnit, PIXELS, stackImages } from '../../pipeline/math/images.ts';
import { mean, rowOf } from '../../pipeline/math/rows.ts';
import { openStream } from '../../pipeline/math/streams.ts';
import { readDigits } from './digits.ts';

const COUNT = 100;
const digits = bytesToUnit(readDigits('train', 0, COUNT).images);
const rows = Array.from({ length: COUNT }, (_, row) => rowOf(digits, row, PIXELS));

/** A square of 4 x 4 pixels with its left upper corner at (x, y). */
function drawSquare(x: number, y: number): Float32Array {
  return Float32Array.from({ length: PIXELS }, (_, at) => {
    const [px, py] = [at % 28, Math.floor(at / 28)];
    return Number(px >= x && px < x + 4 && py >= y && py < y + 4);
  });
}

/** The image moved by (dx, dy) pixels; what comes in is 0. */
function shift(image: Float32Array, dx: number, dy: number): Float32Array {
  return image.map((_, at) => {
    const [x, y] = [(at % 28) - dx, Math.floor(at / 28) - dy];
    return x >= 0 && x < 28 && y >= 0 && y < 28 ? image[y * 28 + x]! : 0;
  });
}

const isSame = (a: Float32Array, b: Float32Array) => a.every((value, at) => value === b[at]);

/** Whether the ink ends at least `margin` pixels before every edge. */
function hasMargin(image: Float32Array, margin: number): boolean {
  return image.every((value, at) => {
    const [x, y] = [at % 28, Math.floor(at / 28)];
    return value === 0 || Math.min(x, y, 27 - x, 27 - y) >= margin;
  });
}

describe('the centre of the drawing', () => {
  test('weighs pixels by their value', () => {
    const image = new Float32Array(PIXELS);
    image[28 * 10 + 4] = 1;
    image[28 * 20 + 8] = 0.25;
    // (1 * 4 + 0.25 * 8) / 1.25 and (1 * 10 + 0.25 * 20) / 1.25.
    expect(centreOfDrawing(image).x).toBeCloseTo(4.8, 5);
    expect(centreOfDrawing(image).y).toBeCloseTo(12, 5);
  });

  test('takes an even ground for nothing', () => {
    const grey = drawSquare(6, 15).map((value) => 0.25 + value / 2);
    // The edges are darker, as if 0 went on beyond them, and count for nothing.
    expect(centreOfDrawing(grey).x).toBeCloseTo(7.5, 5);
    expect(centreOfDrawing(grey).y).toBeCloseTo(16.5, 5);
  });

  test.each([0, 0.5, 1])('is the middle of an image that is %f all over', (level) => {
    expect(centreOfDrawing(new Float32Array(PIXELS).fill(level))).toEqual({ x: 14, y: 14 });
  });
});

describe('centring', () => {
  test('brings what is off to the middle, wherever it was', () => {
    const corner = fc.integer({ min: 0, max: 24 });
    fc.assert(
      fc.property(corner, corner, (x, y) => {
        const { x: cx, y: cy } = centreOfDrawing(centreImages(drawSquare(x, y)));
        expect(Math.abs(cx - 14)).toBeLessThanOrEqual(0.51);
        expect(Math.abs(cy - 14)).toBeLessThanOrEqual(0.51);
      }),
    );
    expect(centreImages(drawSquare(2, 20))).toEqual(drawSquare(13, 13));
  });

  test('makes one image of a digit and of its copies shifted by 1 to 3 pixels', () => {
    const inside = rows.filter((image) => hasMargin(image, 4));
    expect(inside.length).toBeGreaterThan(10);
    for (const image of inside) {
      const centred = centreImages(image);
      for (const by of [1, 2, 3]) {
        const copies = [shift(image, by, 0), shift(image, 0, -by), shift(image, -by, by)];
        // Not by toEqual, which takes seconds over so many pixels.
        for (const copy of copies) expect(isSame(centreImages(copy), centred)).toBe(true);
      }
    }
  });

  test('moves a drawing in noise most of the way back', () => {
    const left = rows.slice(0, 20).map((image, row) => {
      const noisy = flipPixels(binarise(shift(image, 4, -4)), 0.1, openStream(row, 'test/noise'));
      const [home, found] = [centreOfDrawing(binarise(image)), centreOfDrawing(noisy)];
      return Math.hypot(found.x - home.x - 4, found.y - home.y + 4);
    });
    // Noise draws the centre of all ink half of the way to the middle.
    expect(mean(left)).toBeLessThan(0.35 * Math.hypot(4, 4));
  });

  test('leaves a blank image and what is hardly off as they are', () => {
    // Its centre is at (14.29, 13.71).
    const near = new Float32Array(PIXELS).with(14 * 28 + 14, 1).with(13 * 28 + 15, 0.4);
    const images = stackImages([new Float32Array(PIXELS), new Float32Array(PIXELS).fill(1), near]);
    expect(centreImages(images)).toEqual(images);
  });
});
