import { describe, expect, test } from 'vitest';
import { binarise, unitImage } from '../../../pipeline/judging/pixels.ts';
import { flipByInk, passThroughNoise } from '../../../pipeline/makeJudges/images/noise.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { openStream } from '../../../pipeline/math/streams.ts';
import { readDigits } from '../../judging/digits.ts';

const sum = (image: Float32Array) => image.reduce((a, b) => a + b, 0);

describe('flips', () => {
  test('of ink and of ground have their own rates', () => {
    const half = Float32Array.from({ length: PIXELS }, (_, at) => at % 2);
    const flipped = flipByInk(half, 1, 0, openStream(0, 'f'));
    expect(sum(flipped)).toBe(0);
    expect(sum(flipByInk(half, 0, 1, openStream(0, 'f')))).toBe(PIXELS);
    expect(flipByInk(half, 0, 0, openStream(0, 'f'))).toEqual(half);
  });

  test('at a rate of 0.3 change about 30% of the pixels', () => {
    const stream = openStream(0, 'rate');
    let flips = 0;
    for (let k = 0; k < 20; k++) flips += sum(flipByInk(new Float32Array(PIXELS), 0.3, 0.3, stream));
    expect(flips / (20 * PIXELS)).toBeCloseTo(0.3, 1);
  });
});

describe('an image seen through noise', () => {
  const blank = new Float32Array(PIXELS);
  const stream = openStream(0, 'clean');
  const draws = Array.from({ length: 300 }, () => passThroughNoise(blank, stream));

  test('is clean in about a quarter of the cases, and then says so', () => {
    const clean = draws.filter(({ flipped }) => flipped === 0);
    expect(clean.length).toBeGreaterThan(45);
    expect(clean.length).toBeLessThan(105);
    for (const { image } of clean) expect(image.every((value) => value === 0)).toBe(true);
  });

  test('tells a rate below 0.45 that is the larger of the two', () => {
    for (const { image, flipped } of draws) {
      expect(flipped).toBeLessThan(0.45);
      // Nothing but ground here, which may have the smaller rate; four standard deviations of 784 flips.
      expect(sum(image) / PIXELS).toBeLessThan(
        flipped + 4 * Math.sqrt((flipped * (1 - flipped)) / PIXELS) + 1e-9,
      );
    }
    // Three quarters of them have one rate for both.
    const same = draws.filter(({ image, flipped }) => Math.abs(sum(image) / PIXELS - flipped) < 0.06);
    expect(same.length).toBeGreaterThan(200);
  });

  test('has in some cases a margin of its own where few images have ink, which is not the rate it tells', () => {
    const seldom = Float64Array.from({ length: PIXELS }, (_, at) => Number(at % 2));
    const both = Array.from({ length: 300 }, () => passThroughNoise(blank, stream, seldom));
    const isApart = ({ image, flipped }: (typeof both)[number]) => {
      const shareOf = (parity: number) => sum(image.filter((_, at) => at % 2 === parity)) / (PIXELS / 2);
      return Math.abs(shareOf(1) - flipped) < 0.08 && Math.abs(shareOf(0) - flipped) > 0.12;
    };
    expect(both.filter(isApart).length).toBeGreaterThan(15);
    expect(draws.filter(isApart).length).toBeLessThan(5);
  });

  test('is binarised in about half of the cases', () => {
    const grey = new Float32Array(PIXELS).fill(0.75);
    const binary = Array.from({ length: 200 }, () => passThroughNoise(grey, stream)).filter(
      ({ image }) => image[0] === 0 || image[0] === 1,
    );
    expect(binary.length).toBeGreaterThan(70);
    expect(binary.length).toBeLessThan(130);
  });

  test('leaves its argument as it was', () => {
    const digits = readDigits('train', 0, 1);
    const image = unitImage(digits, 0);
    for (let k = 0; k < 10; k++) passThroughNoise(image, stream);
    expect(image).toEqual(unitImage(digits, 0));
  });
});

test('half a pixel value counts as ink', () => {
  expect([...binarise(Float32Array.of(0, 0.49, 0.5, 1))]).toEqual([0, 0, 1, 1]);
});
