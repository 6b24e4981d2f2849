/** Rows of row-major matrices, and what is asked of a list of numbers: its largest, its mean, its log-sum-exp. */

/** Row `row` of a matrix [n, width], row-major, as a view: what is written to it is written to the matrix. */
export function rowOf<A extends Float32Array | Float64Array | Uint8Array>(
  values: A,
  row: number,
  width: number,
): A {
  return values.subarray(row * width, (row + 1) * width) as A;
}

/** Index of the largest value, the first of equals; 0 of an empty list. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** Arithmetic mean: the sum in the order of the index, in double precision, divided once; NaN of an empty list. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/**
 * log sum_i exp(values[i]), as m + log sum_i exp(values[i] - m) with m the largest value, so that nothing overflows;
 * the sum in the order of the index, in double precision. NaN where the largest is infinite or a value is NaN.
 */
export function logSumExp(values: ArrayLike<number>): number {
  const largest = values[argmax(values)]!;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - largest);
  return largest + Math.log(sum);
}
