/**
 * The axes along which vectors vary most.
 *
 * Orthogonal iteration: Golub and Van Loan, "Matrix Computations", section 7.3.2. Sums, products and roots alone, so that
 * every machine finds the same.
 */
import { mean as meanOf, rowOf } from '../math/rows.ts';
import { fillNormal, type Stream } from '../math/streams.ts';

/** Iterations: the axes that vary most settle first, and those that hardly differ need not be told apart. */
const ITERATIONS = 30;

/** The mean [width] of rows, and their orthonormal axes [axes, width], the one of the largest variance first. */
export interface PrincipalAxes {
  readonly mean: Float64Array;
  readonly axes: Float64Array;
}

/** The first `count` principal axes of `rows` [n, width], from first guesses drawn from `stream`. */
export function findPrincipalAxes(
  rows: Float64Array,
  width: number,
  count: number,
  stream: Stream,
): PrincipalAxes {
  const mean = meanRow(rows, width);
  const covariance = covarianceOf(rows, mean);
  let axes: Float64Array = Float64Array.from(fillNormal(stream, 1, new Float32Array(count * width)));
  orthonormalise(axes, width);
  for (let k = 0; k < ITERATIONS; k++) {
    axes = multiply(axes, covariance, width);
    orthonormalise(axes, width);
  }
  return { mean, axes };
}

/** The mean [width] of rows [n, width]. */
export function meanRow(rows: Float64Array, width: number): Float64Array {
  const count = rows.length / width;
  return Float64Array.from({ length: width }, (_, i) =>
    meanOf(Float64Array.from({ length: count }, (__, row) => rows[row * width + i]!)),
  );
}

/** The covariance [width, width] of rows [n, width] about `mean`: sum of (x - m)(x - m)' over n. */
export function covarianceOf(rows: Float64Array, mean: Float64Array): Float64Array {
  const width = mean.length;
  const count = rows.length / width;
  const sums = new Float64Array(width * width);
  const difference = new Float64Array(width);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < width; i++) difference[i] = rows[row * width + i]! - mean[i]!;
    for (let i = 0; i < width; i++) {
      const own = difference[i]!;
      for (let j = 0; j <= i; j++) sums[i * width + j]! += own * difference[j]!;
    }
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      sums[i * width + j]! /= count;
      sums[j * width + i] = sums[i * width + j]!;
    }
  }
  return sums;
}

/** Vectors [count, width] times a symmetric matrix [width, width]. */
function multiply(vectors: Float64Array, matrix: Float64Array, width: number): Float64Array {
  return Float64Array.from(vectors, (_, at) => {
    const [start, column] = [at - (at % width), (at % width) * width];
    let sum = 0;
    for (let i = 0; i < width; i++) sum += vectors[start + i]! * matrix[column + i]!;
    return sum;
  });
}

/** Makes vectors [count, width] orthonormal in their order, by Gram and Schmidt. */
function orthonormalise(vectors: Float64Array, width: number): void {
  for (let k = 0; k * width < vectors.length; k++) {
    const own = rowOf(vectors, k, width);
    for (let before = 0; before < k; before++) {
      const other = rowOf(vectors, before, width);
      const share = dot(own, other);
      for (let i = 0; i < width; i++) own[i]! -= share * other[i]!;
    }
    const length = Math.sqrt(dot(own, own));
    for (let i = 0; i < width; i++) own[i]! /= length;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
