import { expect, test } from 'vitest';
import { drawFrame, findInkedPlaces, replacePixels } from '../../pipeline/judging/imageReadings.ts';
import { unitImage } from '../../pipeline/judging/pixels.ts';
import { DIGITS, PIXELS } from '../../pipeline/math/images.ts';

/** `count` blank images of which the first `inked` have ink at `pixel`. */
function inkFirst(count: number, inked: number, pixel: number): Uint8Array {
  const images = new Uint8Array(count * PIXELS);
  for (let row = 0; row < inked; row++) images[row * PIXELS + pixel] = 1;
  return images;
}

test('a pixel is never inked only where every training image is 0', () => {
  const images = new Uint8Array(2 * PIXELS);
  images[5] = 1;
  images[PIXELS + 783] = 255;
  const { never } = findInkedPlaces(images);
  expect(never).toHaveLength(PIXELS);
  expect(never.flatMap((isNever, pixel) => (isNever ? [] : [pixel]))).toEqual([5, 783]);
});

test('a pixel is seldom inked below one image in a hundred, never inked or not', () => {
  const seldom = (inked: number) => {
    const places = findInkedPlaces(inkFirst(300, inked, 40));
    expect(places.seldom[41]).toBe(true);
    return places.seldom[40];
  };
  expect([0, 1, 2, 3, 4].map(seldom)).toEqual([true, true, true, false, false]);
});

test('full images leave no such place, blank ones nothing else', () => {
  const full = findInkedPlaces(new Uint8Array(PIXELS).fill(255));
  expect([...full.never, ...full.seldom]).not.toContain(true);
  const blank = findInkedPlaces(new Uint8Array(PIXELS));
  expect([...blank.never, ...blank.seldom]).not.toContain(false);
});

test('pixels are replaced by 0 or by those of a frame where the mask says so, and the original is left alone', () => {
  const image = new Float32Array(PIXELS).fill(0.75);
  const mask = Array.from({ length: PIXELS }, (_, pixel) => pixel !== 400);
  const masked = replacePixels(image, mask);
  expect(masked[400]).toBe(0.75);
  expect(masked.filter((value) => value !== 0)).toHaveLength(1);
  const framed = replacePixels(image, mask, new Float32Array(PIXELS).fill(0.25));
  expect(framed[400]).toBe(0.75);
  expect(framed.filter((value) => value === 0.25)).toHaveLength(PIXELS - 1);
  expect(image).toEqual(new Float32Array(PIXELS).fill(0.75));
});

test('a frame is one real image, the same for a digit and restart, and others for others', () => {
  const count = 250;
  const train = {
    images: Uint8Array.from({ length: count * PIXELS }, (_, at) => Math.floor(at / PIXELS)),
    labels: new Uint8Array(count),
  };
  const rowOf = (digit: number, restart: number) => {
    const frame = drawFrame(train, digit, restart);
    const row = Math.round(255 * frame[0]!);
    expect(frame).toEqual(unitImage(train, row));
    return row;
  };
  const rows = DIGITS.flatMap((digit) => [0, 1].map((restart) => rowOf(digit, restart)));
  expect(DIGITS.flatMap((digit) => [0, 1].map((restart) => rowOf(digit, restart)))).toEqual(rows);
  expect(new Set(rows).size).toBeGreaterThan(15);
});
