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

test('the promise of flips is that of the slopes of the log likelihoods, by finite differences', async () => {
  // Two prints a digit, with inks that differ everywhere.
  const ink = (digit: number, print: number, pixel: number) =>
    0.3 +
    0.4 * (((7 * digit + 3 * print + 1) * (pixel + 1)) % 11 === 0 ? 1 : 0) +
    0.01 * ((pixel + digit) % 13);
  const prints: BernoulliMixture[] = DIGITS.map((digit) => ({
    logWeights: Float64Array.of(Math.log(0.25), Math.log(0.75)),
    ink: Float64Array.from({ length: 2 * PIXELS }, (_, at) =>
      ink(digit, Math.floor(at / PIXELS), at % PIXELS),
    ),
  }));
  /** log p(x | digit) in any greys x, by its definition. */
  const logLikelihood = (x: ArrayLike<number>, digit: number) => {
    const terms = Array.from({ length: 14 }, (_, k) => {
      const [rate, print] = [0.075 * Math.floor(k / 2), k % 2];
      let log = Math.log((print === 0 ? 0.25 : 0.75) / 7);
      for (let i = 0; i < PIXELS; i++) {
        const p = ink(digit, print, i) * (1 - rate) + (1 - ink(digit, print, i)) * rate;
        log += x[i]! * Math.log(p) + (1 - x[i]!) * Math.log(1 - p);
      }
      return log;
    });
    const largest = Math.max(...terms);
    return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
  };
  const image = Float32Array.from({ length: PIXELS }, (_, i) => Number((i * 5) % 9 < 3));
  const digit = 4;
  const promise = await openMixture(prints).promiseOfFlips!(image, [digit]);
  const logs = DIGITS.map((other) => (other === digit ? -Infinity : logLikelihood(image, other)));
  const rival = logs.indexOf(Math.max(...logs));
  const step = 1e-4;
  for (let pixel = 0; pixel < PIXELS; pixel += 71) {
    const slope = (of: number) => {
      const at = (change: number) =>
        logLikelihood(
          Array.from(image, (value, i) => (i === pixel ? value + change : value)),
          of,
        );
      return (at(step) - at(-step)) / (2 * step);
    };
    const wanted = (1 - 2 * image[pixel]!) * (2 * slope(digit) - slope(rival));
    expect(promise[pixel]!, `pixel ${pixel}`).toBeCloseTo(wanted, 5);
  }
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
