import { describe, expect, test } from 'vitest';
import { binarise } from '../../pipeline/judging/pixels.ts';
import {
  findNearestFar,
  measureLikeness,
  measureNearest,
  startFarFromDigit,
  startFromDigits,
  startFromNoise,
} from '../../pipeline/ladder/attackStarts.ts';
import { chooseDigits } from '../../pipeline/ladder/rungImages.ts';
import { bytesToUnit, DIGITS, PIXELS } from '../../pipeline/math/images.ts';
import { structuralSimilarity } from '../../pipeline/math/ssim.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import { readDigits } from '../judging/digits.ts';

const train = readDigits('train', 0, 600);
const digits = readDigits('t10k', 0, 200);
const task = { train, test: digits, count: 40, seed: 0 };
const rowOfBytes = (row: number) => train.images.subarray(row * PIXELS, (row + 1) * PIXELS);
const rowOf = (images: Float32Array, row: number) => images.subarray(row * PIXELS, (row + 1) * PIXELS);

/** Pixels in which `image` differs from the binarised training image `row`, the slow plain way. */
function listDiffering(image: Float32Array, row: number): number[] {
  return Array.from(image.keys()).filter((i) => Number(train.images[row * PIXELS + i]! >= 128) !== image[i]);
}

/** The pixels in which the image differs from the training image of `digit` from which it differs in the fewest. */
function findNearest(image: Float32Array, digit: number): number[] {
  const rows = Array.from(train.labels.keys()).filter((row) => train.labels[row] === digit);
  return rows
    .map((row) => listDiffering(image, row))
    .reduce((best, pixels) => (pixels.length < best.length ? pixels : best));
}

test('likeness is the greatest SSIM to the first 200 training images of the digit, black and white', () => {
  const rows = Array.from(train.labels.keys()).filter((row) => train.labels[row] === 3);
  const image = binarise(bytesToUnit(rowOfBytes(rows[5]!)));
  expect(measureLikeness(train, image, 3)).toBeCloseTo(1, 6);
  const others = Array.from(train.labels.keys()).filter((row) => train.labels[row] === 8);
  const plain = others.map((row) => structuralSimilarity(image, binarise(bytesToUnit(rowOfBytes(row)))));
  expect(measureLikeness(train, image, 8)).toBeCloseTo(Math.max(...plain), 12);
});

test('distances to the nearest training images are those of a plain count', () => {
  const { images } = startFromDigits({ ...task, count: 3 }, openStream(0, 'x'));
  const nearest = measureNearest(train, images);
  for (let row = 0; row < 3; row++) {
    const plain = DIGITS.map((digit) => findNearest(rowOf(images, row), digit).length);
    expect(Array.from(nearest.subarray(row * 10, (row + 1) * 10))).toEqual(plain);
  }
});

describe('the nearest digit that is far enough', () => {
  const nearest = Float64Array.of(50, 10, 41, 42, 43, 90, 43, 60, 70, 80);

  test('exceeds the own distance by more than the margin', () => {
    expect(findNearestFar(nearest, 1, 31)).toBe(3);
    expect(findNearestFar(nearest, 1, 32)).toBe(4);
    expect(findNearestFar(nearest, 1, 79)).toBe(5);
  });

  test('is none where none does', () => {
    expect(findNearestFar(nearest, 1, 80)).toBeNull();
    expect(findNearestFar(nearest, 5, 0)).toBeNull();
  });
});

describe('starts far from a digit', () => {
  test('stay nearer to their own digit, even where all flips go towards the other', async () => {
    const { images, digits: targets } = await startFarFromDigit({ ...task, count: 5 }, 16);
    const labels = new Map(
      chooseDigits({ digits, count: 15, seed: 1 }).map(({ image, digit }) => [
        binarise(image).join(''),
        digit,
      ]),
    );
    targets.forEach((target, row) => {
      const image = rowOf(images, row).slice();
      const own = labels.get(image.join(''))!;
      expect(own).not.toBe(target);
      // By another measure too.
      expect(
        measureLikeness(train, image, own) - measureLikeness(train, image, target),
      ).toBeGreaterThanOrEqual(0.05);
      for (const pixel of findNearest(image, target).slice(0, 16)) image[pixel] = 1 - image[pixel]!;
      expect(findNearest(image, own).length).toBeLessThan(findNearest(image, target).length);
    });
    expect(targets).toHaveLength(5);
  });

  test('are refused where too few digits are so far', async () => {
    await expect(startFarFromDigit({ ...task, count: 4 }, 300)).rejects.toThrow(
      'startFarFromDigit: expected 4 digits far from another, got 0',
    );
  });
});

test('starts from digits ask for another digit, those from noise for each in turn', () => {
  const real = startFromDigits(task, openStream(1, 'x'));
  const chosen = chooseDigits({ digits, count: 40, seed: 1 });
  expect(real.digits.filter((digit, at) => digit === chosen[at]!.digit)).toEqual([]);
  const noise = startFromNoise(task, openStream(1, 'x'));
  expect(noise.digits.slice(0, 12)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  const stream = openStream(1, 'x');
  expect(Array.from(noise.images.subarray(0, 50))).toEqual(
    Array.from({ length: 50 }, () => drawBelow(stream, 2)),
  );
});
