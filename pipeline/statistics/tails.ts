/** Probabilities in the tails of Student's t and of F, without the loss of 1 - (nearly 1). */
import cdfOfF from '@stdlib/stats-base-dists-f-cdf';
import cdfOfT from '@stdlib/stats-base-dists-t-cdf';

/** P(T > t) of Student's t with `freedom` > 0 degrees of freedom; `t` may be infinite. */
export function upperTailOfT(t: number, freedom: number): number {
  if (t === Number.POSITIVE_INFINITY) return 0;
  return t === Number.NEGATIVE_INFINITY ? 1 : cdfOfT(-t, freedom);
}

/** P(|T| > |t|): the two-sided p. */
export function twoSidedTailOfT(t: number, freedom: number): number {
  return Math.min(1, 2 * upperTailOfT(Math.abs(t), freedom));
}

/**
 * P(F > f) of the F distribution with `numerator` and `denominator` degrees of freedom, f >= 0: as P(1 / F < 1 / f), for
 * 1 / F has the same distribution with the degrees exchanged.
 */
export function upperTailOfF(f: number, numerator: number, denominator: number): number {
  if (f <= 0) return 1;
  return f === Number.POSITIVE_INFINITY ? 0 : cdfOfF(1 / f, denominator, numerator);
}
