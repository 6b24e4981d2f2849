/**
 * An effect that every block (seed) gives once: its mean over blocks, Student's t for its interval and p, and whether it is
 * shown to be too small to matter.
 */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { studentInterval } from './studentInterval.ts';
import { twoSidedTailOfT, upperTailOfT } from './tails.ts';

/** A mean over blocks. */
export interface BlockedEffect {
  readonly estimate: number;
  /** 95%, null for one block. */
  readonly interval: [low: number, high: number] | null;
  /** Two-sided, of the hypothesis that the mean is 0; null for one block. */
  readonly p: number | null;
  /** Blocks - 1. */
  readonly degreesOfFreedom: number;
}

/** The level of every test: the probability of a false positive that is accepted. */
export const LEVEL = 0.05;

/** Of the largest value, what rounding may leave as the standard deviation of equal values. */
const ROUNDING = 1e-12;

/**
 * The mean of `values`, one a block, with m +- t(0.975, n - 1) s / sqrt(n) and the p of t = m sqrt(n) / s: Student, "The
 * probable error of a mean", Biometrika, 1908. Values without any spread have p = 0, or 1 where all are 0. An effect that was
 * `chosenFrom` several after looking has its p multiplied by their number, and its interval widened for it (Bonferroni). Throws a
 * RangeError for no value.
 */
export function blockedEffect(values: readonly number[], chosenFrom = 1): BlockedEffect {
  if (values.length === 0) throw new RangeError('blockedEffect: expected at least one value, got none');
  const freedom = values.length - 1;
  return {
    estimate: mean([...values]),
    interval: studentInterval(values, chosenFrom),
    p: freedom === 0 ? null : Math.min(1, chosenFrom * twoSidedTailOfT(studentStatistic(values, 0), freedom)),
    degreesOfFreedom: freedom,
  };
}

/**
 * Whether the mean of `values`, one a block, is within -`bound` ... `bound`: two one-sided t tests, the larger p of the two
 * (Schuirmann, "A comparison of the two one-sided tests procedure and the power approach for assessing the equivalence of
 * average bioavailability", Journal of Pharmacokinetics and Biopharmaceutics 15, 1987). `isAbsent` at p < 0.05, which is the
 * same as a 90% interval inside the bounds. Null for fewer than two blocks. Throws a RangeError for a bound of 0 or less.
 */
export function equivalenceTest(
  values: readonly number[],
  bound: number,
): { readonly p: number; readonly isAbsent: boolean } | null {
  if (!(bound > 0)) throw new RangeError(`equivalenceTest: expected a bound above 0, got ${bound}`);
  const freedom = values.length - 1;
  if (freedom < 1) return null;
  const isNotBelow = upperTailOfT(studentStatistic(values, -bound), freedom);
  const isNotAbove = upperTailOfT(-studentStatistic(values, bound), freedom);
  const p = Math.max(isNotBelow, isNotAbove);
  return { p, isAbsent: p < LEVEL };
}

/** t = (m - `centre`) sqrt(n) / s, infinite for equal values that are not the centre, 0 where they are. */
function studentStatistic(values: readonly number[], centre: number): number {
  const difference = mean([...values]) - centre;
  const deviation = sampleStandardDeviation([...values]);
  const scale = Math.max(Math.abs(centre), ...values.map(Math.abs));
  if (deviation > ROUNDING * scale) return (difference * Math.sqrt(values.length)) / deviation;
  return Math.abs(difference) > ROUNDING * scale ? Math.sign(difference) * Number.POSITIVE_INFINITY : 0;
}
