import { mean, sampleVariance } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { drawPermutation, drawUniform, openStream, type Stream } from '../../pipeline/math/streams.ts';
import {
  type CorrectedMean,
  combineMeans,
  correctMean,
  type Stratum,
} from '../../pipeline/statistics/predictionPowered.ts';
import { slopeWeights } from '../../pipeline/statistics/slopeWeights.ts';

describe('correctMean', () => {
  test('of four scores, two of them rated, is what a hand computes', () => {
    const rated = [
      { rating: 1, score: 0.8 },
      { rating: 0.5, score: 0.4 },
    ];
    const corrected = correctMean({ scores: [0.2, 0.4, 0.6, 0.8], rated });
    // 0.5 + (0.2 + 0.1) / 2; 0.125 / 4 + (1 - 2 / 4) 0.005 / 2.
    expect(corrected.mean).toBeCloseTo(0.65, 12);
    expect(corrected.variance).toBeCloseTo(0.0325, 12);
    expect(corrected.degreesOfFreedom).toBe(1);
    const { value, interval } = combineMeans([corrected], [1]);
    expect(value).toBeCloseTo(0.65, 12);
    // t(0.975, 1) = 12.7062.
    expect(interval[1] - value).toBeCloseTo(12.7062 * Math.sqrt(0.0325), 4);
    expect(value - interval[0]).toBeCloseTo(interval[1] - value, 12);
  });

  test('with all rated is the plain mean of the ratings with its own variance, whatever the scores', () => {
    const rated = [0.1, 0.9, 0.4].map((rating, at) => ({ rating, score: at * 7 }));
    const corrected = correctMean({ scores: [0, 7, 14], rated });
    const ratings = rated.map(({ rating }) => rating);
    expect(corrected.mean).toBeCloseTo(mean(ratings), 12);
    expect(corrected.variance).toBeCloseTo(sampleVariance(ratings) / 3, 12);
  });

  test.each([1, 4])('refuses %i ratings of three', (n) => {
    const rated = Array(n).fill({ rating: 1, score: 1 });
    expect(() => correctMean({ scores: [1, 1, 1], rated })).toThrow(
      `expected 2 to 3 ratings of 3 units, got ${n}`,
    );
  });
});

test('combined means have Satterthwaite’s degrees of freedom', () => {
  const part = (variance: number): CorrectedMean => ({ mean: 0.5, variance, degreesOfFreedom: 4 });
  // Equal parts: 8 degrees of freedom, t(0.975, 8) = 2.30600; variance 2 * 0.25 * 0.04.
  const { value, interval } = combineMeans([part(0.04), part(0.04)], [0.5, 0.5]);
  expect(value).toBe(0.5);
  expect(interval[1] - value).toBeCloseTo(2.306 * Math.sqrt(0.02), 4);
  expect(() => combineMeans([part(1)], [])).toThrow('expected a weight a mean, got 0 and 1');
  expect(combineMeans([part(0)], [2])).toEqual({ value: 1, interval: [1, 1] });
});

// Scores are uniform; an image of the cell k is named with probability agreement[k] x score, so that the mean is half of it.
const AGREEMENT = [0.9, 0.8, 0.95, 0.5, 0.7, 0.6];
const TRUE_MEAN = mean(AGREEMENT.map((share) => share / 2));

function drawCell(share: number, stream: Stream): Stratum {
  const all = Array.from({ length: 60 }, () => {
    const score = drawUniform(stream);
    return { score, rating: Number(drawUniform(stream) < share * score) };
  });
  const rated = Array.from(drawPermutation(stream, 60).subarray(0, 12), (at) => all[at]!);
  return { scores: all.map(({ score }) => score), rated };
}

test('the interval covers the true mean and slope as often as it says, and is narrower than that of ratings alone', () => {
  const stream = openStream(0, 'test/prediction-powered');
  const shares = AGREEMENT.map(() => 1 / AGREEMENT.length);
  const slope = slopeWeights([0, 1, 2, 3, 4, 5], [])!;
  const trueSlope = AGREEMENT.reduce((sum, share, at) => sum + (slope[at]! * share) / 2, 0);
  const runs = 600;
  const covered = { mean: 0, slope: 0 };
  let [width, plainWidth] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const cells = AGREEMENT.map((share) => drawCell(share, stream));
    const means = cells.map(correctMean);
    const overall = combineMeans(means, shares).interval;
    const along = combineMeans(means, slope).interval;
    covered.mean += Number(overall[0] <= TRUE_MEAN && TRUE_MEAN <= overall[1]) / runs;
    covered.slope += Number(along[0] <= trueSlope && trueSlope <= along[1]) / runs;
    // The ratings as if they were all that there is.
    const plain = cells.map(({ rated }) => correctMean({ scores: rated.map(({ score }) => score), rated }));
    const alone = combineMeans(plain, shares).interval;
    width += overall[1] - overall[0];
    plainWidth += alone[1] - alone[0];
  }
  // 600 runs at 95%: a standard error of 0.9%.
  expect(covered.mean).toBeGreaterThan(0.92);
  expect(covered.mean).toBeLessThan(0.98);
  expect(covered.slope).toBeGreaterThan(0.92);
  expect(covered.slope).toBeLessThan(0.98);
  expect(width).toBeLessThan(0.95 * plainWidth);
});
