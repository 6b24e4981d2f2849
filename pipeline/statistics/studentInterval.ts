/** Intervals for a mean: Student, "The probable error of a mean", Biometrika, 1908. */
import quantile from '@stdlib/stats-base-dists-t-quantile';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { CONFIDENCE } from './bootstrap.ts';

/**
 * The interval m +- t(0.975, n - 1) s / sqrt(n) about the mean m of n values, where s has n - 1 in its denominator. It covers
 * the mean with probability {@link CONFIDENCE}, if the values vary normally. Null for fewer than two values.
 */
export function studentInterval(values: readonly number[]): [low: number, high: number] | null {
  const n = values.length;
  if (n < 2) return null;
  const centre = mean([...values]);
  const margin =
    quantile((1 + CONFIDENCE) / 2, n - 1) * (sampleStandardDeviation([...values]) / Math.sqrt(n));
  return [centre - margin, centre + margin];
}
