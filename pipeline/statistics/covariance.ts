/**
 * Covariances of several variables, and what some of them explain of others by ordinary least squares.
 *
 * Explained shares come from the covariances alone: variables are taken out one after the other (Gaussian elimination, the
 * sweep of Beaton, 1964). Sums of groups of rows can be added up, so that groups are resampled fast.
 */

/** Sums over rows of k variables: how many, of each variable [k], and of each product [k, k]. */
export interface Moments {
  readonly count: number;
  readonly sums: Float64Array;
  readonly products: Float64Array;
}

/** A covariance matrix [k, k]. */
export type Covariance = readonly (readonly number[])[];

/** A variable whose variance is below this share of what it was is a mixture of those already taken out. */
const SPENT = 1e-10;

/** A variable that varies by less than this share of its mean is constant but for rounding. */
const ROUNDING = 1e-12;

/** The moments of rows of `k` variables. */
export function sumMoments(rows: readonly (readonly number[])[], k: number): Moments {
  const sums = new Float64Array(k);
  const products = new Float64Array(k * k);
  for (const row of rows) {
    for (let i = 0; i < k; i++) {
      const value = row[i]!;
      const at = i * k;
      sums[i]! += value;
      for (let j = i; j < k; j++) products[at + j]! += value * row[j]!;
    }
  }
  for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) products[i * k + j] = products[j * k + i]!;
  return { count: rows.length, sums, products };
}

/** The moments of all rows of several groups, at least one. */
export function joinMoments(groups: readonly Moments[]): Moments {
  const [sums, products] = [groups[0]!.sums.map(() => 0), groups[0]!.products.map(() => 0)];
  let count = 0;
  for (const group of groups) {
    count += group.count;
    for (let i = 0; i < sums.length; i++) sums[i]! += group.sums[i]!;
    for (let i = 0; i < products.length; i++) products[i]! += group.products[i]!;
  }
  return { count, sums, products };
}

/** Covariances with the number of rows in the denominator. Variables that were centred before lose no digits. */
export function covarianceOf({ count, sums, products }: Moments): Covariance {
  return Array.from(sums, (a, i) =>
    Array.from(sums, (b, j) => products[i * sums.length + j]! / count - (a / count) * (b / count)),
  );
}

/** Rows of variables of mean 0 and standard deviation 1 over all rows; a constant variable is 0. */
export function standardise(rows: readonly (readonly number[])[]): number[][] {
  const width = rows[0]?.length ?? 0;
  const scales = Array.from({ length: width }, (_, i) => {
    const mean = rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + (row[i]! - mean) * (row[i]! - mean), 0) / rows.length;
    const deviation = Math.sqrt(variance);
    return { mean, deviation: deviation > ROUNDING * Math.abs(mean) ? deviation : 0 };
  });
  return rows.map((row) =>
    scales.map(({ mean, deviation }, i) => (deviation > 0 ? (row[i]! - mean) / deviation : 0)),
  );
}

/** Covariances of what least squares on the variables `given` leave of each. */
export function takeOut(covariance: Covariance, given: readonly number[]): Covariance {
  const left = covariance.map((row) => [...row]);
  for (const pivot of given) {
    const variance = left[pivot]![pivot]!;
    if (variance <= SPENT * covariance[pivot]![pivot]!) continue;
    const column = left.map((row) => row[pivot]! / variance);
    const own = [...left[pivot]!];
    left.forEach((row, i) => {
      for (let j = 0; j < row.length; j++) row[j]! -= column[i]! * own[j]!;
    });
  }
  return left;
}

/** R squared of least squares of `target` on `predictors` and a constant, in [0, 1]; null where the target is constant. */
export function explainedShare(
  covariance: Covariance,
  target: number,
  predictors: readonly number[],
): number | null {
  const variance = covariance[target]![target]!;
  if (!(variance > 0)) return null;
  const left = takeOut(covariance, predictors)[target]![target]!;
  return Math.min(1, Math.max(0, 1 - left / variance));
}

/** Pearson's correlation of two variables, in [-1, 1]; null where one is constant. */
export function correlationOf(covariance: Covariance, a: number, b: number): number | null {
  const scale = Math.sqrt(covariance[a]![a]! * covariance[b]![b]!);
  return scale > 0 ? Math.min(1, Math.max(-1, covariance[a]![b]! / scale)) : null;
}
