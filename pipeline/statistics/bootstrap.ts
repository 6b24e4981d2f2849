/** Intervals by the bootstrap: Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics, 1979. */
import { quantile } from 'simple-statistics';
import { drawBelow, type Stream } from '../math/streams.ts';

/** Probability that an interval is meant to cover what it estimates. */
export const CONFIDENCE = 0.95;

/** Resamples, enough for a second decimal of the ends. */
export const RESAMPLES = 1000;

/**
 * The percentile interval, 95%, of a statistic of n observations: their indices are drawn n at a time with
 * replacement, 1,000 times. A resample in which the statistic is undefined (null) is left out; the interval is null
 * where more than half are.
 */
export function bootstrapInterval(
  stream: Stream,
  n: number,
  statistic: (indices: readonly number[]) => number | null,
): [low: number, high: number] | null {
  if (n < 2) return null;
  const values: number[] = [];
  for (let sample = 0; sample < RESAMPLES; sample++) {
    const value = statistic(Array.from({ length: n }, () => drawBelow(stream, n)));
    if (value !== null) values.push(value);
  }
  if (2 * values.length < RESAMPLES) return null;
  return percentileInterval(values);
}

/** The ends between which the middle 95% of resampled values lie, at least one value. */
export function percentileInterval(values: number[]): [low: number, high: number] {
  const tail = (1 - CONFIDENCE) / 2;
  return [quantile(values, tail), quantile(values, 1 - tail)];
}
