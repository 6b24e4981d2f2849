import { describe, expect, test } from 'vitest';
import {
  FAULT_RATES,
  noiseLikelihood,
  signalsThrough,
  weighFaults,
} from '../../../pipeline/judging/abs/faults.ts';
import { MOST_FLIPPED } from '../../../pipeline/judging/tolerance.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../../pipeline/math/streams.ts';

const stream = openStream(0, 'faults');
const image = Float32Array.from({ length: PIXELS }, () => Math.fround(drawUniform(stream)));
const ink = Float32Array.from({ length: PIXELS }, () => 2 * drawUniform(stream) - 1);

describe('an image and a picture printed with a fault', () => {
  test('are as likely as pixels that agree, one by one', () => {
    const plain = FAULT_RATES.map((f) =>
      image.reduce((sum, x, i) => {
        const mu = (1 + ink[i]!) / 2;
        const p = mu * (1 - f) + (1 - mu) * f;
        return sum + Math.log(x * p + (1 - x) * (1 - p));
      }, 0),
    );
    const found = weighFaults(image, ink);
    plain.forEach((log, at) => {
      expect(found[at]).toBeCloseTo(log, 6);
    });
  });

  test('have a finite likelihood where every pixel is wrong', () => {
    const blank = new Float32Array(PIXELS);
    const [least] = weighFaults(blank, new Float32Array(PIXELS).fill(1));
    expect(least).toBeCloseTo(PIXELS * Math.log(FAULT_RATES[0]!), 6);
  });

  test('say the same as the signals through the fault', () => {
    const at = 3;
    const log = signalsThrough(FAULT_RATES[at]!, image).reduce(
      (sum, s, i) => sum + Math.log((1 + s * ink[i]!) / 2),
      0,
    );
    expect(weighFaults(image, ink)[at]).toBeCloseTo(log, 3);
  });

  test('are tried with fault rates on both sides of the smaller tolerance, and none beyond the larger', () => {
    expect([...FAULT_RATES].sort((a, b) => a - b)).toEqual(FAULT_RATES);
    expect(FAULT_RATES[0]).toBeLessThan(MOST_FLIPPED.little);
    expect(FAULT_RATES.at(-1)).toBeGreaterThan(MOST_FLIPPED.little);
    expect(FAULT_RATES.at(-1)).toBeLessThanOrEqual(MOST_FLIPPED.much);
  });
});

describe('noise', () => {
  test('is as likely as the integral over ink fractions says', () => {
    // Of 784 pixels 300 are ink: log of 300! 484! / 785!, by sums of logarithms.
    const logFactorial = (n: number) =>
      Array.from({ length: n }, (_, k) => Math.log(k + 1)).reduce((a, b) => a + b, 0);
    const binary = Float32Array.from({ length: PIXELS }, (_, i) => Number(i < 300));
    expect(noiseLikelihood(binary)).toBeCloseTo(logFactorial(300) + logFactorial(484) - logFactorial(785), 1);
  });

  test('is one half a pixel where nothing is known of any', () => {
    expect(noiseLikelihood(new Float32Array(PIXELS).fill(0.5))).toBeCloseTo(-PIXELS * Math.LN2, 6);
  });
});
