import { describe, expect, test } from 'vitest';
import type { LabelledImages } from '../../pipeline/engine/engine.ts';
import { chooseCheckImages } from '../../pipeline/judging/judgesCheck.ts';
import { DIGITS, PIXELS } from '../../pipeline/math/images.ts';
import { openStream } from '../../pipeline/math/streams.ts';
import { drawChecks, FLIP_RATES } from '../../pipeline/rating/checkImages.ts';
import { readDigits } from '../judging/digits.ts';

const shown = [new Float32Array(PIXELS).fill(1, 0, 200)];

/** 62 images a digit, of which the check of the judges reads 50: random pixels, so that each is known again in noise. */
function drawImages(): LabelledImages {
  const stream = openStream(0, 'test/checks');
  const images = Uint8Array.from({ length: 620 * PIXELS }, () => stream.nextUint32() >>> 24);
  return { images, labels: Uint8Array.from({ length: 620 }, (_, row) => row % 10) };
}

describe('drawChecks', () => {
  const digits = drawImages();
  const checks = drawChecks(digits, shown, 0);

  /** The row of the image that differs from `pixels` in the fewest of them, and in which share. */
  const findSource = (pixels: Float32Array) => {
    let [row, fewest] = [-1, PIXELS];
    for (let at = 0; at < digits.labels.length; at++) {
      let differ = 0;
      for (let i = 0; i < PIXELS; i++) differ += Number(digits.images[at * PIXELS + i]! >= 128) ^ pixels[i]!;
      if (differ < fewest) [row, fewest] = [at, differ];
    }
    return { row, share: fewest / PIXELS };
  };
  const sources = checks
    .filter(({ kind }) => kind !== 'noise')
    .map((check) => ({ ...check, ...findSource(check.pixels) }));
  const flipped = sources.filter(({ kind }) => kind === 'flipped');

  test('shows each digit once at each of five levels, in as much noise as it says', () => {
    for (const rate of FLIP_RATES) {
      const own = flipped.filter(({ flipRate }) => flipRate === rate);
      expect(own.map(({ digit }) => digit).sort()).toEqual([...DIGITS]);
      const share = own.reduce((sum, one) => sum + one.share / own.length, 0);
      // Of 7,840 pixels: a standard deviation of at most 0.6%.
      expect(Math.abs(share - rate)).toBeLessThan(0.02);
    }
  });

  test('takes no image twice, none with another label, and in noise none that the check of the judges reads', () => {
    // In more noise than that an image may resemble another more than itself.
    const known = sources.filter(({ flipRate }) => flipRate === null || flipRate < 0.4);
    expect(known).toHaveLength(5 + 40);
    expect(new Set(known.map(({ row }) => row)).size).toBe(known.length);
    for (const { row, digit } of known) expect(digits.labels[row]).toBe(digit);
    const read = new Set(chooseCheckImages(digits.labels));
    expect(known.filter(({ kind, row }) => kind === 'flipped' && read.has(row))).toEqual([]);
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
