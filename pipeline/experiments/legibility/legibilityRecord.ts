/** The record of what legibility starts from, and what the judges' search found. Shapes only. */
import { z } from 'zod';
import type { ModelRecord } from '../defineExperiment.ts';

const finite = z.number();

/** The share of the way from the blank image's logit to the idea's that an image has to keep. */
export const KEPT = 0.99;

/** The least logit that an image may have: so far from the blank image's to the idea's. */
export function findFloor({ idea, blank }: { readonly idea: number; readonly blank: number }): number {
  return blank + KEPT * (idea - blank);
}

/** Where the search starts on one model. */
export const legibilityRecord = z.strictObject({
  /** Images that the judges may read a digit. */
  reads: z.int(),
  digits: z.array(
    z.strictObject({
      digit: z.int(),
      /** The model's logit of the digit: of its best idea, and of no ink. */
      idea: finite,
      blank: finite,
      /** The ideas that keep {@link KEPT}, the best first, as base64 of their bytes; none where no ink has the larger logit. */
      starts: z.array(z.string()),
    }),
  ),
});
export type LegibilityRecord = z.output<typeof legibilityRecord>;

/** An image at an end of the interval: P(digit) by the reader, and the share of the way to the idea's logit. */
const extreme = z.strictObject({ score: finite, share: finite, image: z.string() });
export type Extreme = z.output<typeof extreme>;

/** The interval of one reader, and its score of the best idea. */
const interval = z.strictObject({ idea: finite, least: extreme, most: extreme });
export type LegibilityInterval = z.output<typeof interval>;

/** What was found, in the order of the record. */
export const legibilityScores = z.strictObject({
  digits: z.array(
    z.strictObject({
      /** Images that the judges read. */
      reads: z.int(),
      /** By reader: the panel, and each family of judges. Empty where the record has no starts. */
      intervals: z.record(z.string(), interval),
    }),
  ),
});
export type LegibilityScores = z.output<typeof legibilityScores>;

/** What was found of one model. */
export type ModelLegibility = ModelRecord<LegibilityRecord, LegibilityScores>;

/** The reader whose interval is the headline: all judges together. */
export const PANEL = 'panel';
