/** Intervals by the bootstrap: Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics, 1979. */
import { quantile } from 'simple-statistics';
import { drawBelow, type Stream } from '../math/streams.ts';

/** Probability that an interval is meant to cover what it estimates. */
export const CONFIDENCE = 0.95;

/** Resamples, enough for a second decimal of the ends. */
export const RESAMPLES = 1000;

/** An interval; null where there is none. */
export type Interval = [low: number, high: number] | null;

/**
 * The percentile interval, 95%, of a statistic of n observations: their indices are drawn n at a time with
 * replacement, 1,000 times. A resample in which the statistic is undefined (null) is left out; the interval is null
 * where more than half are.
 */
export function bootstrapInterval(
  stream: Stream,
  n: number,
  statistic: (indices: readonly number[]) => number | null,
): Interval {
  return bootstrapIntervals(stream, n, (indices) => ({ one: statistic(indices) })).one;
}

/** The same of several statistics by name, of the same resamples. */
export function bootstrapIntervals<Name extends string>(
  stream: Stream,
  n: number,
  statistics: (indices: readonly number[]) => Readonly<Record<Name, number | null>>,
): Record<Name, Interval> {
  const drawn = Array.from({ length: n < 2 ? 0 : RESAMPLES }, () =>
    statistics(Array.from({ length: n }, () => drawBelow(stream, n))),
  );
  const names = Object.keys(drawn[0] ?? statistics(Array.from({ length: n }, (_, at) => at))) as Name[];
  const intervalOf = (name: Name): Interval => {
    const values = drawn.map((resample) => resample[name]).filter((value) => value !== null);
    return values.length === 0 || 2 * values.length < RESAMPLES ? null : percentileInterval(values);
  };
  return Object.fromEntries(names.map((name) => [name, intervalOf(name)])) as Record<Name, Interval>;
}

/** The ends between which the middle 95% of resampled values lie, at least one value. */
export function percentileInterval(values: number[]): [low: number, high: number] {
  const tail = (1 - CONFIDENCE) / 2;
  return [quantile(values, tail), quantile(values, 1 - tail)];
}
