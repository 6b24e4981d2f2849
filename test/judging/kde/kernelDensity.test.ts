import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bandwidthsOf,
  logKernelSums,
  openClassDensities,
  singleBandwidth,
} from '../../../pipeline/judging/kde/kernelDensity.ts';
import { bytesToUnit, PIXELS } from '../../../pipeline/math/images.ts';
import { makeDigits } from '../digits.ts';
import { plainEngine } from '../plainDistances.ts';

const ladder = { largest: 4, steps: 9, perHalving: 2 };

describe('bandwidthsOf', () => {
  test('halves the variance every perHalving steps', () => {
    const variances = bandwidthsOf(ladder).map((sigma) => sigma ** 2);
    [16, 128 ** 0.5, 8, 32 ** 0.5, 4, 8 ** 0.5, 2, 2 ** 0.5, 1].forEach((variance, k) => {
      expect(variances[k]).toBeCloseTo(variance, 12);
    });
    expect(bandwidthsOf(singleBandwidth(0.3))).toEqual([0.3]);
  });
});

describe('logKernelSums', () => {
  test('is the logarithm of a sum of Gaussians', () => {
    // sigma = 1: exp(0) + exp(-1) + exp(-2) = 1.5032147...
    const [sum] = logKernelSums(Float32Array.of(0, 2, 4), singleBandwidth(1));
    expect(sum).toBeCloseTo(Math.log(1 + Math.exp(-1) + Math.exp(-2)), 14);
  });

  test('agrees with the definition at every bandwidth of a ladder', () => {
    const squared = fc.array(fc.float({ min: 0, max: 300, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(squared, (values) => {
        const sums = logKernelSums(Float32Array.from(values), ladder);
        bandwidthsOf(ladder).forEach((sigma, k) => {
          const plain = values.reduce((sum, d) => sum + Math.exp(-d / (2 * sigma ** 2)), 0);
          expect(sums[k]).toBeCloseTo(Math.log(plain), 9);
        });
      }),
    );
  });

  test('does not underflow where every plain Gaussian would', () => {
    // exp(-784 / (2 * 0.1^2)) = exp(-39200) is 0 in double precision.
    const [sum] = logKernelSums(Float32Array.of(784, 784), singleBandwidth(0.1));
    expect(sum).toBeCloseTo(Math.log(2) - 39200, 6);
  });
});

describe('openClassDensities', () => {
  const digits = makeDigits();

  test('gives the log density of a hand-computed case', async () => {
    const densities = await openClassDensities(plainEngine, digits);
    // A blank image is 1 and 2 squared units from the two references of each digit. sigma = 1:
    // log((exp(-1/2) + exp(-1)) / 2) - 392 log(2 pi).
    const log = Math.log((Math.exp(-0.5) + Math.exp(-1)) / 2) - 392 * Math.log(2 * Math.PI);
    const all = await densities.ofAllDigits(new Float32Array(PIXELS), singleBandwidth(1));
    expect(all).toHaveLength(10);
    for (const each of all) expect(each).toBeCloseTo(log, 9);
  });

  test('integrates to one: a wider kernel is lower at its centre by 392 log of the ratio of variances', async () => {
    const densities = await openClassDensities(plainEngine, {
      images: digits.images.filter((_, at) => Math.floor(at / PIXELS) % 2 === 0),
      labels: digits.labels.filter((_, row) => row % 2 === 0),
    });
    const centre = bytesToUnit(digits.images.subarray(0, PIXELS));
    const [wide, narrow] = await densities.ofDigit(0, centre, { largest: 1, steps: 2, perHalving: 1 });
    expect(narrow! - wide!).toBeCloseTo(392 * Math.log(2), 9);
  });

  test('reads more queries than one chunk holds as it reads each alone, for all digits and for one', async () => {
    const densities = await openClassDensities(plainEngine, digits);
    const queries = Float32Array.from({ length: 260 * PIXELS }, (_, at) => ((at * 7919) % 101) / 101);
    const all = await densities.ofAllDigits(queries, ladder);
    const last = await densities.ofAllDigits(queries.slice(259 * PIXELS), ladder);
    expect(all).toHaveLength(260 * 10 * 9);
    expect(all.slice(259 * 90)).toEqual(last);
    const three = await densities.ofDigit(3, queries.slice(259 * PIXELS), ladder);
    expect(last.slice(3 * 9, 4 * 9)).toEqual(three);
  });

  test('permuting the references changes nothing', async () => {
    const order = digits.labels.map((_, row) => 19 - row);
    const reversed = {
      images: Uint8Array.from(digits.images, (_, at) => {
        return digits.images[order[Math.floor(at / PIXELS)]! * PIXELS + (at % PIXELS)]!;
      }),
      labels: order.map((row) => digits.labels[row]!),
    };
    const query = new Float32Array(PIXELS).fill(0.1).with(40, 1);
    const read = async (references: typeof digits) =>
      (await openClassDensities(plainEngine, references)).ofAllDigits(query, ladder);
    const before = await read(digits);
    (await read(reversed)).forEach((value, at) => {
      expect(value).toBeCloseTo(before[at]!, 9);
    });
  });

  test('refuses references without an image of some digit', async () => {
    const labels = digits.labels.map((digit) => (digit === 7 ? 1 : digit));
    await expect(openClassDensities(plainEngine, { ...digits, labels })).rejects.toThrow(
      'kde: expected at least one training image of every digit, got none of 7; use more training images',
    );
  });
});
