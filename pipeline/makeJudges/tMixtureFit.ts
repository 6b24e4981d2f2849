/**
 * Fits the densities of the shape judge: one component a cluster, with the cluster's mean and covariance, the latter drawn
 * towards what all clusters have in common.
 *
 * Friedman, "Regularized discriminant analysis", JASA 84(405), 1989.
 */
import { type TMixture, triangleOf } from '../judging/shape/heavyTails.ts';
import { square } from '../math/powers.ts';
import { covarianceOf, meanRow } from './principalAxes.ts';

/** Points that the common covariance counts as, beside a cluster's own. */
const PRIOR_POINTS = 300;

/** Least variance along any axis, so that every covariance can be inverted. */
const LEAST_VARIANCE = 1e-5;

/** Sums over clusters of points: their number, and their covariance [width, width] about each one's own mean. */
export interface Scatter {
  readonly points: number;
  readonly covariance: Float64Array;
}

/** The scatter of all `clusters`, each [n, width], about their own means. */
export function poolScatter(clusters: readonly Float64Array[], width: number): Scatter {
  const sums = new Float64Array(square(width));
  let points = 0;
  for (const cluster of clusters.filter(({ length }) => length > 0)) {
    const own = cluster.length / width;
    covarianceOf(cluster, meanRow(cluster, width)).forEach((value, at) => {
      sums[at]! += own * value;
    });
    points += own;
  }
  return { points, covariance: sums.map((sum) => sum / points) };
}

/**
 * The mixture of one component a cluster [n, width]: weights n / `total`, means, and covariances
 * (n C + 300 C_common) / (n + 300). An empty cluster weighs exp(-745), which is nothing.
 */
export function fitTMixture(clusters: readonly Float64Array[], common: Scatter, total: number): TMixture {
  const width = Math.sqrt(common.covariance.length);
  const offsets = new Float32Array(clusters.length);
  const means = new Float32Array(clusters.length * width);
  const factors = new Float32Array(clusters.length * triangleOf(width));
  clusters.forEach((cluster, k) => {
    const points = cluster.length / width;
    const mean = points > 0 ? meanRow(cluster, width) : new Float64Array(width);
    const covariance = shrink(cluster, mean, common.covariance);
    const { factor, logDeterminant } = invertRoot(covariance, width);
    offsets[k] = Math.log(Math.max(points / total, Number.MIN_VALUE)) + logDeterminant;
    means.set(mean, k * width);
    factors.set(factor, k * triangleOf(width));
  });
  return { offsets, means, factors };
}

function shrink(cluster: Float64Array, mean: Float64Array, common: Float64Array): Float64Array {
  const width = mean.length;
  const points = cluster.length / width;
  const own = points > 0 ? covarianceOf(cluster, mean) : common;
  return own.map((value, at) => {
    const shrunk = (points * value + PRIOR_POINTS * common[at]!) / (points + PRIOR_POINTS);
    return at % (width + 1) === 0 ? shrunk + LEAST_VARIANCE : shrunk;
  });
}

/**
 * The lower triangle A, row by row, with A C A' = 1 for a covariance C [width, width], and log |det A|: the inverse of
 * Cholesky's factor.
 */
export function invertRoot(
  covariance: Float64Array,
  width: number,
): { readonly factor: Float64Array; readonly logDeterminant: number } {
  const root = findRoot(covariance, width);
  const factor = new Float64Array(triangleOf(width));
  let logDeterminant = 0;
  for (let i = 0; i < width; i++) {
    const diagonal = root[i * width + i]!;
    logDeterminant -= Math.log(diagonal);
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= root[i * width + k]! * factor[triangleOf(k) + j]!;
      factor[triangleOf(i) + j] = sum / diagonal;
    }
  }
  return { factor, logDeterminant };
}

/** Cholesky's factor L [width, width] of C = L L', zeros above the diagonal. */
function findRoot(covariance: Float64Array, width: number): Float64Array {
  const root = new Float64Array(square(width));
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = covariance[i * width + j]!;
      for (let k = 0; k < j; k++) sum -= root[i * width + k]! * root[j * width + k]!;
      root[i * width + j] = i === j ? Math.sqrt(sum) : sum / root[j * width + j]!;
    }
  }
  return root;
}
