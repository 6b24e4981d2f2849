import { describe, expect, test } from 'vitest';
import { binaryNoiseLikelihood, weighNone } from '../../pipeline/judging/noiseLikelihood.ts';
import { PIXELS } from '../../pipeline/math/images.ts';

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

test('evidence for "not a digit" is the signed root of the log odds', () => {
  expect(weighNone(-78.4, -82.4)).toBeCloseTo(2, 12);
  expect(weighNone(-100, -91)).toBeCloseTo(-3, 12);
  expect(weighNone(-5, -5)).toBe(0);
});
