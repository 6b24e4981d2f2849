/**
 * Random intercepts and slopes of groups that were all measured at the same x: y_gi = (a + a_g) + (b + b_g) x_i + e_gi. By
 * the method of moments, which for such a balanced design is REML wherever the variances come out above 0.
 */
import { mean, sampleCovariance, sampleVariance } from 'simple-statistics';
import { square } from '../math/powers.ts';

/** Means over groups, and how groups vary; variances below 0 are kept: they say that there is next to none. */
export interface RandomSlopes {
  readonly intercept: number;
  readonly slope: number;
  /** Of the mean slope, as an estimate for other groups. */
  readonly slopeError: number;
  readonly interceptVariance: number;
  readonly slopeVariance: number;
  readonly covariance: number;
  readonly residual: number;
}

/**
 * Estimates from `values` [groups][n] at `x` [n]: every group's line by least squares; the residual variance pooled over
 * groups; and the covariance of the lines less what the residual alone gives them, residual (X'X)^-1. Null for fewer than
 * two groups, three points, or for a constant x. Throws a RangeError for a group of another length than x.
 */
export function randomSlopes(
  x: readonly number[],
  values: readonly (readonly number[])[],
): RandomSlopes | null {
  const n = x.length;
  if (values.some(({ length }) => length !== n)) {
    throw new RangeError(`randomSlopes: expected ${n} values in every group`);
  }
  if (values.length < 2 || n < 3) return null;
  const middle = mean([...x]);
  const spread = x.reduce((sum, at) => sum + square(at - middle), 0);
  if (!(spread > 0)) return null;
  const lines = values.map((y) => {
    const slope = y.reduce((sum, value, at) => sum + (x[at]! - middle) * value, 0) / spread;
    const intercept = mean([...y]) - slope * middle;
    const left = y.reduce((sum, value, at) => sum + square(value - intercept - slope * x[at]!), 0);
    return { intercept, slope, left };
  });
  const [intercepts, slopes] = [lines.map(({ intercept }) => intercept), lines.map(({ slope }) => slope)];
  const residual = lines.reduce((sum, { left }) => sum + left, 0) / (values.length * (n - 2));
  return {
    intercept: mean(intercepts),
    slope: mean(slopes),
    slopeError: Math.sqrt(sampleVariance(slopes) / values.length),
    interceptVariance: sampleVariance(intercepts) - residual * (1 / n + square(middle) / spread),
    slopeVariance: sampleVariance(slopes) - residual / spread,
    covariance: sampleCovariance(intercepts, slopes) + (residual * middle) / spread,
    residual,
  };
}
