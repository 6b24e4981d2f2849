import { describe, expect, test } from 'vitest';
import type { BernoulliMixture } from '../../../pipeline/judging/mixture/bernoulliMixture.ts';
import { openMixture } from '../../../pipeline/judging/mixture/mixture.ts';
import {
  parseMixtures,
  quantise,
  serialiseMixtures,
} from '../../../pipeline/judging/mixture/mixtureBytes.ts';
import { DIGITS, PIXELS } from '../../../pipeline/math/images.ts';

/** Digit d has ink in the rows 2 d and 2 d + 1, nearly surely. */
const stripes: BernoulliMixture[] = DIGITS.map((digit) => ({
  logWeights: Float64Array.of(0),
  ink: Float64Array.from({ length: PIXELS }, (_, at) =>
    Math.floor(at / 56) === digit ? 1 - 1 / 512 : 1 / 512,
  ),
}));

/** The faults that a print may have: shares of ink lost and gained. */
type Fault = readonly [number, number];
const faults: readonly Fault[] = [
  ...Array.from({ length: 7 }, (_, k): Fault => [0.075 * k, 0.075 * k]),
  [0.25, 0],
  [0.5, 0],
];

describe('the evidence', () => {
  const image = Float32Array.from({ length: PIXELS }, (_, at) => Number(Math.floor(at / 56) === 7));

  test('weighs a digit by the mean likelihood over faults of the print', async () => {
    const { digits } = await openMixture(stripes).evidence(image);
    const logMean = (logs: readonly number[]) => {
      const largest = Math.max(...logs);
      return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0) / logs.length);
    };
    /** Log-likelihood of 56 pixels of the image, by whether they are inked in the prototype and in the image. */
    const band = ([lost, gained]: Fault, isPrinted: boolean, isInk: boolean) => {
      const p = isPrinted ? 1 - 1 / 512 : 1 / 512;
      const q = p * (1 - lost) + (1 - p) * gained;
      return 56 * Math.log(isInk ? q : 1 - q);
    };
    const right = (fault: Fault) => band(fault, true, true) + 13 * band(fault, false, false);
    const mistaken = (fault: Fault) =>
      band(fault, true, false) + band(fault, false, true) + 12 * band(fault, false, false);
    expect(digits[7]).toBeCloseTo(logMean(faults.map(right)), 6);
    expect(digits[8]).toBeCloseTo(logMean(faults.map(mistaken)), 6);
  });

  test('knows a digit of which half of the ink is missing, as it would not by flips alone', async () => {
    const half = image.map((value, at) => value * (at % 2));
    const { digits, none } = await openMixture(stripes).evidence(half);
    // 28 of 56 pixels missing cost 56 log 2 nats and hardly more, and one of nine faults log 9.
    expect(digits[7]).toBeGreaterThan(-56 * Math.log(2) - Math.log(9) - 784 / 256);
    expect(none[0]).toBeLessThan(0);
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

test('the predicted gains of flips are those of the gradients of the log likelihoods, by finite differences', async () => {
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
    const terms = Array.from({ length: 18 }, (_, k) => {
      const [[lost, gained], print] = [faults[Math.floor(k / 2)]!, k % 2];
      let log = Math.log((print === 0 ? 0.25 : 0.75) / 9);
      for (let i = 0; i < PIXELS; i++) {
        const p = ink(digit, print, i) * (1 - lost) + (1 - ink(digit, print, i)) * gained;
        log += x[i]! * Math.log(p) + (1 - x[i]!) * Math.log(1 - p);
      }
      return log;
    });
    const largest = Math.max(...terms);
    return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
  };
  const image = Float32Array.from({ length: PIXELS }, (_, i) => Number((i * 5) % 9 < 3));
  const digit = 4;
  const gains = await openMixture(prints).predictFlipGains!(image, [digit]);
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
    expect(gains[pixel]!, `pixel ${pixel}`).toBeCloseTo(wanted, 5);
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
