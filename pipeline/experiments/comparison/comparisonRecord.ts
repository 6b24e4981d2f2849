/** The record of a comparison of searches on one model, and its times. Shapes only. */
import { z } from 'zod';

const finite = z.number();

/** One search of a comparison, over all digits and restarts. */
export const searchTrace = z.strictObject({
  /** Such as `coordinate, raster`. */
  name: z.string(),
  /** Mean energy held after so many evaluations an image, ascending. */
  trace: z.array(z.strictObject({ evaluations: finite, energy: finite })),
  /** In the order of digits, then restarts. */
  ideas: z.array(
    z.strictObject({
      digit: z.int(),
      restart: z.int(),
      energy: finite,
      evaluations: z.int(),
      certified: z.boolean(),
    }),
  ),
  /** Mean share of pixels in which the ideas of two restarts of a digit are equal; null with one restart. */
  betweenRestarts: finite.nullable(),
});
export type SearchTrace = z.output<typeof searchTrace>;

/** The share of a rise in energy after which a search counts as arrived. */
export const ARRIVED = 0.99;

/** A comparison of searches on one model. */
export const comparisonRecord = z.strictObject({
  searches: z.array(searchTrace),
  /** Mean share of equal pixels between the ideas of two searches from the same start. */
  agreement: z.array(z.array(finite)),
});
export type ComparisonRecord = z.output<typeof comparisonRecord>;

/** Seconds since the start at each point of the traces, by search; never hashed. */
export type ComparisonTimes = Readonly<Record<string, readonly number[]>>;
