import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { structuralSimilarity } from '../../pipeline/math/ssim.ts';

const constant = (value: number) => new Float32Array(PIXELS).fill(value);
const images = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: PIXELS, maxLength: PIXELS })
  .map((values) => Float32Array.from(values));

/** Wang et al. (2004), written out: a two-dimensional window and central moments. */
function definition(x: Float32Array, y: Float32Array): number {
  const offsets = Array.from({ length: 121 }, (_, i) => [(i % 11) - 5, Math.floor(i / 11) - 5] as const);
  const raw = offsets.map(([dx, dy]) => Math.exp(-(dx * dx + dy * dy) / (2 * 1.5 * 1.5)));
  const weights = raw.map((weight) => weight / raw.reduce((a, b) => a + b));
  const scores: number[] = [];
  for (let cy = 5; cy < SIDE - 5; cy++) {
    for (let cx = 5; cx < SIDE - 5; cx++) {
      const at = offsets.map(([dx, dy]) => (cy + dy) * SIDE + cx + dx);
      const mean = (value: (i: number) => number) =>
        at.reduce((sum, pixel, k) => sum + weights[k]! * value(pixel), 0);
      const mx = mean((i) => x[i]!);
      const my = mean((i) => y[i]!);
      const vx = mean((i) => (x[i]! - mx) ** 2);
      const vy = mean((i) => (y[i]! - my) ** 2);
      const cov = mean((i) => (x[i]! - mx) * (y[i]! - my));
      const luminance = (2 * mx * my + 0.0001) / (mx * mx + my * my + 0.0001);
      scores.push((luminance * (2 * cov + 0.0009)) / (vx + vy + 0.0009));
    }
  }
  return scores.reduce((a, b) => a + b) / scores.length;
}

describe('structuralSimilarity', () => {
  test('agrees with the definition', () => {
    fc.assert(
      fc.property(images, images, (x, y) => {
        expect(structuralSimilarity(x, y)).toBeCloseTo(definition(x, y), 9);
      }),
      { numRuns: 5 },
    );
  });

  test.each([0, 0.3, 1])('is exactly 1 for identical constant images of %f', (value) => {
    expect(structuralSimilarity(constant(value), constant(value))).toBe(1);
  });

  test('compares constant images by brightness alone', () => {
    // (2 * 1 * 0.5 + 0.0001) / (1 + 0.25 + 0.0001) = 1.0001 / 1.2501
    expect(structuralSimilarity(constant(1), constant(0.5))).toBeCloseTo(1.0001 / 1.2501, 9);
    expect(structuralSimilarity(constant(1), constant(0))).toBeCloseTo(0.0001 / 1.0001, 9);
  });

  test('is symmetric, at most 1, and 1 for an image and itself', () => {
    fc.assert(
      fc.property(images, images, (x, y) => {
        const similarity = structuralSimilarity(x, y);
        expect(similarity).toBeCloseTo(structuralSimilarity(y, x), 12);
        expect(Math.abs(similarity)).toBeLessThan(1);
        expect(structuralSimilarity(x, x)).toBeCloseTo(1, 12);
      }),
      { numRuns: 5 },
    );
  });

  test('is negative for an image and its negative', () => {
    const checks = Float32Array.from({ length: PIXELS }, (_, i) => ((i % SIDE) + Math.floor(i / SIDE)) % 2);
    expect(
      structuralSimilarity(
        checks,
        checks.map((v) => 1 - v),
      ),
    ).toBeLessThan(-0.9);
  });
});
