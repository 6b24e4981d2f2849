import { describe, expect, test } from 'vitest';
import {
  binaryNoiseLikelihood,
  kernelNoiseLikelihood,
  weighNoise,
} from '../../pipeline/judging/noiseLikelihood.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';

const withInk = (ink: number) => Float32Array.from({ length: PIXELS }, (_, pixel) => Number(pixel < ink));

describe('binary noise of any ink fraction', () => {
  test('gives every number of ink pixels the same probability, 1 / 785', () => {
    // One blank image; 784 images of one ink pixel.
    expect(binaryNoiseLikelihood(withInk(0))).toBeCloseTo(-Math.log(785), 9);
    expect(binaryNoiseLikelihood(withInk(1))).toBeCloseTo(-Math.log(785) - Math.log(784), 9);
    expect(binaryNoiseLikelihood(withInk(PIXELS))).toBeCloseTo(-Math.log(785), 9);
  });

  test('is the integral over ink fractions', () => {
    const steps = 20_000;
    const logs = Array.from({ length: steps }, (_, k) => {
      const q = (k + 0.5) / steps;
      return 100 * Math.log(q) + 684 * Math.log(1 - q);
    });
    const largest = Math.max(...logs);
    const integral = logs.reduce((sum, log) => sum + Math.exp(log - largest), 0) / steps;
    expect(binaryNoiseLikelihood(withInk(100))).toBeCloseTo(largest + Math.log(integral), 5);
  });
});

describe('a kernel around noise of any ink fraction', () => {
  test('is the mean over noise images, which few pixels let one count', () => {
    // A kernel so narrow that only equal pixels count: then it is the integral of q^k (1 - q)^(n - k).
    expect(kernelNoiseLikelihood(withInk(0), 0.05)).toBeCloseTo(Math.log(sumOverFractions(0)), 9);
    expect(kernelNoiseLikelihood(withInk(300), 0.05)).toBeCloseTo(Math.log(sumOverFractions(300)), 6);
  });

  test('is bounded by its peak, and highest for an image like some noise', () => {
    const stream = openStream(0, 'grey');
    const grey = Float32Array.from({ length: PIXELS }, () => drawUniform(stream));
    expect(kernelNoiseLikelihood(grey, 1.2)).toBeLessThan(0);
    expect(kernelNoiseLikelihood(withInk(0), 1.2)).toBeGreaterThan(kernelNoiseLikelihood(withInk(392), 1.2));
  });
});

/** Mean over q = 0.01, 0.03, ... of q^k (1 - q)^(784 - k). */
function sumOverFractions(ink: number): number {
  const terms = Array.from({ length: 50 }, (_, k) => {
    const q = (k + 0.5) / 50;
    return Math.exp(ink * Math.log(q) + (PIXELS - ink) * Math.log(1 - q));
  });
  return terms.reduce((a, b) => a + b, 0) / 50;
}

test('evidence for noise is the signed root of the log odds, and noisiness is nats per pixel', () => {
  const { none, noisiness } = weighNoise([-78.4, -100], [-82.4, -91]);
  expect(none[0]).toBeCloseTo(2, 12);
  expect(none[1]).toBeCloseTo(-3, 12);
  expect(noisiness[0]).toBeCloseTo(0.1, 12);
});
