/**
 * Densities of features: mixtures of multivariate t distributions, which are Gaussian nearby and far away find nothing
 * as unlikely as a Gaussian would. What no density was fitted to is then compared by distance, not by the flattest one's tail.
 *
 * Peel and McLachlan, "Robust mixture modelling using the t distribution", Statistics and Computing 10, 2000.
 */
import { logSumExp, rowOf } from '../../math/rows.ts';

/** Degrees of freedom. */
export const FREEDOM = 20;

/** A mixture of K such densities in D dimensions. */
export interface TMixture {
  /** [K]: log w_k + log |det A_k|, in nats; constants that all share are left out. */
  readonly offsets: Float32Array;
  /** [K, D]. */
  readonly means: Float32Array;
  /** [K, D (D + 1) / 2]: the rows of the lower triangular A_k, each up to its diagonal; A_k A_k' inverts the scatter. */
  readonly factors: Float32Array;
}

/** Numbers in a lower triangle of D rows. */
export function triangleOf(dimensions: number): number {
  return (dimensions * (dimensions + 1)) / 2;
}

/** log p(x), up to a constant: log sum_k exp(offset_k - (f + D) / 2 log(1 + |A_k (x - m_k)|^2 / f)), f = 20. */
export function logDensity({ offsets, means, factors }: TMixture, x: Float64Array): number {
  const dimensions = x.length;
  const logs = new Float64Array(offsets.length);
  const difference = new Float64Array(dimensions);
  for (let k = 0; k < offsets.length; k++) {
    const mean = rowOf(means, k, dimensions);
    for (let i = 0; i < dimensions; i++) difference[i] = x[i]! - mean[i]!;
    const distance = squaredLength(rowOf(factors, k, triangleOf(dimensions)), difference);
    logs[k] = offsets[k]! - ((FREEDOM + dimensions) / 2) * Math.log(1 + distance / FREEDOM);
  }
  return logSumExp(logs);
}

/** |A d|^2 for a lower triangle A. */
function squaredLength(factor: Float32Array, difference: Float64Array): number {
  let total = 0;
  let at = 0;
  for (let i = 0; i < difference.length; i++) {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += factor[at++]! * difference[j]!;
    total += sum * sum;
  }
  return total;
}
