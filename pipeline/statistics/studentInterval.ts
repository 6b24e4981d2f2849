/** Intervals for a mean: Student, "The probable error of a mean", Biometrika, 1908. */
import quantile from '@stdlib/stats-base-dists-t-quantile';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { CONFIDENCE } from './bootstrap.ts';

/**
 * The interval m +- t(1 - 0.025 / k, n - 1) s / sqrt(n) about the mean m of n values, where s has n - 1 in its denominator. It covers
 * the mean with probability {@link CONFIDENCE}, if the values vary normally; k `chosenFrom` intervals all cover theirs with at least that
 * (Bonferroni). Null for fewer than two values.
 */
export function studentInterval(
  values: readonly number[],
  chosenFrom = 1,
): [low: number, high: number] | null {
  const n = values.length;
  if (n < 2) return null;
  const centre = mean([...values]);
  const tail = (1 - CONFIDENCE) / 2 / chosenFrom;
  const margin = quantile(1 - tail, n - 1) * (sampleStandardDeviation([...values]) / Math.sqrt(n));
  return [centre - margin, centre + margin];
}
