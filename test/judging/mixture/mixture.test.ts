import { describe, expect, test } from 'vitest';
import type { BernoulliMixture } from '../../../pipeline/judging/mixture/bernoulliMixture.ts';
import { openMixture } from '../../../pipeline/judging/mixture/mixture.ts';
import {
  parseMixtures,
  quantise,
  serialiseMixtures,
} from '../../../pipeline/judging/mixture/mixtureBytes.ts';
import { fitMixtures } from '../../../pipeline/judging/mixture/mixtureFit.ts';
import { CLASSES, DIGITS, PIXELS } from '../../../pipeline/math/images.ts';
import { readDigits } from '../digits.ts';

/** Digit d has ink in the rows 2 d and 2 d + 1, nearly surely. */
const stripes: BernoulliMixture[] = DIGITS.map((digit) => ({
  logWeights: Float64Array.of(0),
  ink: Float64Array.from({ length: PIXELS }, (_, at) =>
    Math.floor(at / 56) === digit ? 1 - 1 / 512 : 1 / 512,
  ),
}));

describe('the witness', () => {
  const image = Float32Array.from({ length: PIXELS }, (_, at) => Number(Math.floor(at / 56) === 7));

  test('weighs a digit by the mean likelihood over rates of flipped pixels', async () => {
    const { digits } = await openMixture(stripes).evidence(image);
    const rates = Array.from({ length: 7 }, (_, k) => 0.075 * k);
    const right = (rate: number) => (1 - 1 / 512) * (1 - rate) + rate / 512;
    const logMean = (logs: readonly number[]) => {
      const largest = Math.max(...logs);
      return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0) / logs.length);
    };
    expect(digits[7]).toBeCloseTo(logMean(rates.map((rate) => PIXELS * Math.log(right(rate)))), 6);
    const mistaken = rates.map(
      (rate) => (PIXELS - 112) * Math.log(right(rate)) + 112 * Math.log(1 - right(rate)),
    );
    expect(digits[8]).toBeCloseTo(logMean(mistaken), 6);
  });

  test('finds what follows no prototype more like noise', async () => {
    const chequered = Float32Array.from({ length: PIXELS }, (_, at) => Number(at % 2 === 0));
    const both = new Float32Array(2 * PIXELS);
    both.set(image);
    both.set(chequered, PIXELS);
    const { none } = await openMixture(stripes).evidence(both);
    expect(none[0]).toBeLessThan(0);
    expect(none[1]).toBeGreaterThan(0);
  });
});

describe('the bytes', () => {
  test('hold a quantised mixture exactly, and any within a 512th', () => {
    const mixtures = stripes.map(({ ink }) => ({
      logWeights: Float64Array.of(-0.1),
      ink: ink.map((p) => 0.7 * p),
    }));
    const quantised = mixtures.map(quantise);
    expect(parseMixtures(serialiseMixtures(mixtures), 'm')).toEqual(quantised);
    expect(parseMixtures(serialiseMixtures(quantised), 'm')).toEqual(quantised);
    quantised.forEach(({ ink }, digit) => {
      ink.forEach((p, at) => {
        expect(Math.abs(p - mixtures[digit]!.ink[at]!)).toBeLessThanOrEqual(1 / 512);
      });
    });
  });

  test('of another length are refused', () => {
    expect(() => parseMixtures(new Uint8Array(7879), 'mixture.bin')).toThrow(
      'mixture.bin: expected a multiple of 7880 bytes, got 7879; restore the file from the repository',
    );
  });
});

test('the number of components is the one that held-out digits are likeliest under', () => {
  const train = readDigits('train', 0, 300);
  const heldOut = readDigits('train', 300, 100);
  const { components, candidates, mixtures } = fitMixtures({ train, heldOut }, [1, 2, 12]);
  expect(candidates.map((each) => each.components)).toEqual([1, 2, 12]);
  const best = candidates.reduce((a, b) => (b.heldOut > a.heldOut ? b : a));
  expect(components).toBe(best.components);
  expect(mixtures).toHaveLength(CLASSES);
  expect(mixtures[0]!.logWeights).toHaveLength(components);
});
