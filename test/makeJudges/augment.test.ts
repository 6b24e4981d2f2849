import { describe, expect, test } from 'vitest';
import { binarise, blend, unitImage } from '../../pipeline/judging/pixels.ts';
import { flipByInk, passThroughNoise, varyShape } from '../../pipeline/makeJudges/augment.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { openStream } from '../../pipeline/math/streams.ts';
import { readDigits } from '../judging/digits.ts';

const digits = readDigits('train', 0, 20);
const isUnit = (image: Float32Array) => image.every((value) => value >= 0 && value <= 1);
const sum = (image: Float32Array) => image.reduce((a, b) => a + b, 0);

describe.each([
  ['a variant in shape', varyShape],
  ['an image seen through noise', passThroughNoise],
])('%s', (_, draw) => {
  test('stays in [0, 1], differs from draw to draw, and is the same for the same stream', () => {
    const stream = openStream(0, 'a');
    const draws = Array.from({ length: 20 }, (_, row) => draw(unitImage(digits, row), stream));
    expect(draws.every(isUnit)).toBe(true);
    const again = openStream(0, 'a');
    expect(draws.map((_, row) => draw(unitImage(digits, row), again))).toEqual(draws);
    const other = openStream(1, 'a');
    expect(draws.map((_, row) => draw(unitImage(digits, row), other))).not.toEqual(draws);
  });

  test('leaves its argument as it was', () => {
    const image = unitImage(digits, 0);
    for (let k = 0; k < 10; k++) draw(image, openStream(k, 'b'));
    expect(image).toEqual(unitImage(digits, 0));
  });
});

describe('a variant in shape', () => {
  test('keeps most of the ink', () => {
    const stream = openStream(0, 'ink');
    for (let row = 0; row < 20; row++) {
      const image = unitImage(digits, row);
      const ratio = sum(varyShape(image, stream)) / sum(image);
      expect(ratio).toBeGreaterThan(0.4);
      expect(ratio).toBeLessThan(2.5);
    }
  });
});

describe('noise', () => {
  test('flips ink and ground at their own rates', () => {
    const half = Float32Array.from({ length: PIXELS }, (_, at) => at % 2);
    const flipped = flipByInk(half, 1, 0, openStream(0, 'f'));
    expect(sum(flipped)).toBe(0);
    expect(sum(flipByInk(half, 0, 1, openStream(0, 'f')))).toBe(PIXELS);
    expect(flipByInk(half, 0, 0, openStream(0, 'f'))).toEqual(half);
  });

  test('at a rate of 0.3 flips about 30% of the pixels', () => {
    const stream = openStream(0, 'rate');
    let flips = 0;
    for (let k = 0; k < 20; k++) flips += sum(flipByInk(new Float32Array(PIXELS), 0.3, 0.3, stream));
    expect(flips / (20 * PIXELS)).toBeCloseTo(0.3, 1);
  });

  test('leaves about a quarter of the images clean', () => {
    const stream = openStream(0, 'clean');
    const blank = new Float32Array(PIXELS);
    const clean = Array.from({ length: 300 }, () => sum(passThroughNoise(blank, stream))).filter(
      (ink) => ink === 0,
    );
    expect(clean.length).toBeGreaterThan(45);
    expect(clean.length).toBeLessThan(105);
  });
});

test('half a pixel value counts as ink', () => {
  expect([...binarise(Float32Array.of(0, 0.49, 0.5, 1))]).toEqual([0, 0, 1, 1]);
});

test('a blend at a quarter is three parts of the first and one of the second', () => {
  expect([...blend(Float32Array.of(1, 0), Float32Array.of(0, 1), 0.25)]).toEqual([0.75, 0.25]);
});
