import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ScaledSettings, scaleAdam } from '../../pipeline/study/adamScaling.ts';
import { USUAL_SETTINGS } from '../../pipeline/study/axes.ts';

const USUAL = { ...USUAL_SETTINGS, weightDecay: 0.01 };

test.each<[kappa: number, scaled: Partial<ScaledSettings>]>([
  [4, { learningRate: 0.002, beta1: 0.6, beta2: 0.996, epsilon: 5e-9 }],
  [0.25, { learningRate: 0.0005, beta1: 0.975, beta2: 0.99975, epsilon: 2e-8 }],
  [1, { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }],
])('a batch %d times as large has the numbers of the rule', (kappa, scaled) => {
  const found = scaleAdam(USUAL, kappa);
  for (const [name, value] of Object.entries(scaled)) {
    expect(found[name as keyof ScaledSettings]).toBeCloseTo(value, 14);
  }
});

test('ten times the batch leaves Adam no momentum, exactly, and more than that cannot be scaled', () => {
  expect(scaleAdam(USUAL, 10).beta1).toBe(0);
  expect(scaleAdam({ ...USUAL, beta1: 0.7 }, 10 / 3).beta1).toBe(0);
  expect(scaleAdam(USUAL, 11).beta1).toBeLessThan(0);
});

test('a moment is forgotten as fast an image, and decoupled decay takes as much an epoch', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 8, noNaN: true }), (kappa) => {
      const scaled = scaleAdam({ ...USUAL, optimizer: 'adamw' }, kappa);
      expect((1 - scaled.beta2) / kappa).toBeCloseTo(1 - USUAL.beta2, 9);
      // Learning rate times decay in each of 1 / kappa as many updates.
      const taken = (scaled.learningRate * scaled.weightDecay) / kappa;
      expect(taken / (USUAL.learningRate * USUAL.weightDecay)).toBeCloseTo(1, 9);
      // What is added to the gradient is scaled with it.
      expect(scaleAdam(USUAL, kappa).weightDecay).toBe(USUAL.weightDecay);
    }),
    { seed: 3, numRuns: 50 },
  );
});

test('scaling in two steps is scaling at once', () => {
  const twice = scaleAdam({ ...USUAL, ...scaleAdam(USUAL, 0.5) }, 6);
  const once = scaleAdam(USUAL, 3);
  for (const name of ['learningRate', 'beta1', 'beta2', 'epsilon'] as const) {
    expect(twice[name] / once[name]).toBeCloseTo(1, 9);
  }
});
