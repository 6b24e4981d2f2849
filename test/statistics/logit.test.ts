import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clippedLogit, inverseLogit, LOGIT_CLIP, logitInterval } from '../../pipeline/statistics/logit.ts';

describe('clippedLogit', () => {
  test('is undone by inverseLogit, but for what is clipped', () => {
    for (const p of [0.001, 0.25, 0.5, 0.9]) expect(inverseLogit(clippedLogit(p))).toBeCloseTo(p, 14);
    expect(inverseLogit(clippedLogit(0))).toBeCloseTo(LOGIT_CLIP, 14);
    expect(inverseLogit(clippedLogit(1))).toBeCloseTo(1 - LOGIT_CLIP, 14);
    expect(clippedLogit(1)).toBeCloseTo(9.21024, 5);
    expect(inverseLogit(-1000)).toBe(0);
    expect(inverseLogit(1000)).toBe(1);
  });
});

describe('logitInterval', () => {
  test('is worked by hand for two values', () => {
    // Logits -log 3 and log 3: mean 0, s = 1.553671, t(0.975, 1) = 12.706205, margin = 13.959197.
    const { mean, interval } = logitInterval([0.25, 0.75]);
    expect(mean).toBeCloseTo(0.5, 14);
    expect(interval![1]).toBeCloseTo(1 / (1 + Math.exp(-13.959197)), 9);
    expect(interval![0]).toBeCloseTo(1 - interval![1], 12);
  });

  test('is inside (0, 1), about the mean, and mirrors what is mirrored', () => {
    const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(scores, (values) => {
        const { mean, interval } = logitInterval(values);
        const mirrored = logitInterval(values.map((value) => 1 - value));
        expect(interval![0]).toBeGreaterThanOrEqual(0);
        expect(interval![1]).toBeLessThanOrEqual(1);
        expect(interval![0]).toBeLessThanOrEqual(mean + 1e-12);
        expect(interval![1]).toBeGreaterThanOrEqual(mean - 1e-12);
        expect(1 - mirrored.mean).toBeCloseTo(mean, 9);
        expect(1 - mirrored.interval![1]).toBeCloseTo(interval![0], 9);
      }),
    );
  });

  test('has no interval of one value, and refuses none', () => {
    expect(logitInterval([0.5])).toEqual({ mean: 0.5, interval: null });
    expect(() => logitInterval([])).toThrow('logitInterval: expected at least one value, got none');
  });
});
