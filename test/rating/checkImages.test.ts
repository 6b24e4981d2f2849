import { describe, expect, test } from 'vitest';
import { chooseCheckImages } from '../../pipeline/judging/judgesCheck.ts';
import { binarise, unitImage } from '../../pipeline/judging/pixels.ts';
import { DIGITS } from '../../pipeline/math/images.ts';
import { drawChecks, FLIP_RATES } from '../../pipeline/rating/checkImages.ts';
import { readDigits } from '../judging/digits.ts';

const shown = [new Float32Array(784).fill(1, 0, 200)];

describe('drawChecks', () => {
  const digits = readDigits('t10k', 0, 1500);
  const checks = drawChecks(digits, shown, 0);
  const flipped = checks.filter(({ kind }) => kind === 'flipped');

  /** The rows whose image differs from `pixels` in the smallest share of pixels, and that share. */
  const findSource = (pixels: Float32Array) => {
    const shares = Array.from(digits.labels, (_, row) => {
      const source = binarise(unitImage(digits, row));
      return pixels.reduce((sum, value, at) => sum + Number(value !== source[at]), 0) / pixels.length;
    });
    const share = Math.min(...shares);
    return { row: shares.indexOf(share), share };
  };

  test('shows each digit once at each of five levels, in as much noise as it says', () => {
    for (const rate of FLIP_RATES) {
      const own = flipped.filter(({ flipRate }) => flipRate === rate);
      expect(own.map(({ digit }) => digit).sort()).toEqual([...DIGITS]);
      const differ = own.map(({ pixels }) => findSource(pixels).share);
      // Ten images of 784 pixels: a standard deviation of at most 0.6%; at 45% the nearest image may be another.
      const mean = differ.reduce((sum, share) => sum + share / differ.length, 0);
      expect(Math.abs(mean - rate)).toBeLessThan(rate < 0.4 ? 0.02 : 0.05);
    }
  });

  test('takes no image twice, and none that the check of the judges reads', () => {
    const rows = checks
      .filter(({ kind, flipRate }) => kind === 'digit' || (kind === 'flipped' && flipRate! < 0.4))
      .map(({ pixels }) => findSource(pixels).row);
    expect(new Set(rows).size).toBe(rows.length);
    const read = new Set(chooseCheckImages(digits.labels));
    const inNoise = flipped.filter(({ flipRate }) => flipRate! < 0.4);
    expect(inNoise.filter(({ pixels }) => read.has(findSource(pixels).row))).toEqual([]);
  });

  test('the same seed gives the same, another seed others', () => {
    expect(drawChecks(digits, shown, 0)).toEqual(checks);
    expect(drawChecks(digits, shown, 1)).not.toEqual(checks);
  });
});

test('few test images give fewer digits in noise, equally many at each level, down to none', () => {
  const countLevels = (images: number) => {
    const flipped = drawChecks(readDigits('t10k', 0, images), shown, 0).filter(
      ({ kind }) => kind === 'flipped',
    );
    return FLIP_RATES.map((rate) => flipped.filter(({ flipRate }) => flipRate === rate).length);
  };
  expect(countLevels(20)).toEqual([3, 3, 3, 3, 3]);
  expect(countLevels(9)).toEqual([0, 0, 0, 0, 0]);
});
