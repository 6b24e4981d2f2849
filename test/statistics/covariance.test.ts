import { describe, expect, test } from 'vitest';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import {
  correlationOf,
  covarianceOf,
  explainedShare,
  joinMoments,
  standardise,
  sumMoments,
  takeOut,
} from '../../pipeline/statistics/covariance.ts';

/** Longley's data, as NIST has it: employment, then deflator, GNP, unemployed, armed forces, population, year. */
const LONGLEY = [
  [60323, 83.0, 234289, 2356, 1590, 107608, 1947],
  [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
  [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
  [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
  [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
  [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
  [64989, 99.0, 365385, 1870, 3547, 115094, 1953],
  [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
  [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
  [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
  [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
  [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
  [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
  [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
  [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
  [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
];

const covarianceOfRows = (rows: number[][]) => covarianceOf(sumMoments(standardise(rows), rows[0]!.length));

describe('R squared', () => {
  test('of Longley’s data is the certified value of NIST', () => {
    const covariance = covarianceOfRows(LONGLEY);
    expect(explainedShare(covariance, 0, [1, 2, 3, 4, 5, 6])).toBeCloseTo(0.995479004577296, 9);
  });

  test('of one predictor is the square of the correlation: Anscombe’s first', () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const covariance = covarianceOfRows(x.map((value, row) => [value, y[row]!]));
    expect(correlationOf(covariance, 0, 1)).toBeCloseTo(0.81642, 5);
    expect(explainedShare(covariance, 1, [0])).toBeCloseTo(0.66654, 5);
  });

  test('does not grow with a predictor that is a sum of others or constant, and is 1 where all is explained', () => {
    const stream = openStream(0, 'covariance');
    const rows = Array.from({ length: 50 }, () => {
      const [a, b, noise] = [drawUniform(stream), drawUniform(stream), drawUniform(stream)];
      return [a, b, a + b, 7, a - b + noise, 2 * a - b];
    });
    const covariance = covarianceOfRows(rows);
    const two = explainedShare(covariance, 4, [0, 1])!;
    expect(explainedShare(covariance, 4, [0, 1, 2, 3])).toBeCloseTo(two, 10);
    expect(explainedShare(covariance, 5, [0, 1])).toBeCloseTo(1, 12);
    expect(explainedShare(covariance, 3, [0])).toBeNull();
    expect(correlationOf(covariance, 0, 3)).toBeNull();
  });
});

test('what is left of two variables correlates as the formula of the partial correlation says', () => {
  const covariance = covarianceOfRows(LONGLEY);
  const [r01, r02, r12] = [
    correlationOf(covariance, 0, 1)!,
    correlationOf(covariance, 0, 2)!,
    correlationOf(covariance, 1, 2)!,
  ];
  const partial = (r01 - r02 * r12) / Math.sqrt((1 - r02 * r02) * (1 - r12 * r12));
  expect(correlationOf(takeOut(covariance, [2]), 0, 1)).toBeCloseTo(partial, 9);
});

test('moments of groups add up to those of all rows', () => {
  const rows = standardise(LONGLEY);
  const joined = joinMoments(
    [rows.slice(0, 3), rows.slice(3, 4), rows.slice(4)].map((g) => sumMoments(g, 7)),
  );
  const whole = sumMoments(rows, 7);
  expect(joined.count).toBe(16);
  joined.products.forEach((product, at) => {
    expect(product).toBeCloseTo(whole.products[at]!, 10);
  });
});
