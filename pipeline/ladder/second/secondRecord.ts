/** The second ladder's record: what the panel and its judges made of every kind, and what holds. */
import { z } from 'zod';
import { spread } from '../ladderRecord.ts';

const finite = z.number();

/** One of the images of a kind. */
const example = z.strictObject({
  /** Base64 of 784 bytes, white ink on black. */
  pixels: z.string(),
  /** What it shows, or is an idea of; null where it shows no digit. */
  digit: z.int().nullable(),
  /** The panel's score. */
  panel: finite,
});
export type SecondExample = z.output<typeof example>;

/** One kind of image. */
export const secondKind = z.strictObject({
  group: z.string(),
  kind: z.string(),
  description: z.string(),
  images: z.int(),
  /** Whether its images show a digit or are ideas of one: the score is then P of that digit, else P of the likeliest. */
  hasDigit: z.boolean(),
  panel: spread,
  judges: z.record(z.string(), spread),
  /** Mean P(not a digit) of the panel. */
  notDigit: finite,
  examples: z.array(example),
});
export type SecondKind = z.output<typeof secondKind>;

/** What was measured of a rule for one scorer, and whether that is within its bound; null where it has none. */
export const secondFinding = z.strictObject({
  measured: finite,
  /** 95%, over resamples of the images, or of models with all their ideas. */
  interval: z.tuple([finite, finite]),
  holds: z.boolean().nullable(),
});
export type SecondFinding = z.output<typeof secondFinding>;

/** A rule and what came of it. */
export const secondExpectation = z.strictObject({
  statement: z.string(),
  panel: secondFinding,
  judges: z.record(z.string(), secondFinding),
});
export type SecondExpectation = z.output<typeof secondExpectation>;

/** The whole second ladder. */
export const secondRecord = z.strictObject({
  scoreVersion: z.string(),
  seed: z.int(),
  /** The share of a whole run's images that was made. */
  share: finite,
  judges: z.array(z.string()),
  /** The rules or kinds that are not as they were sealed; null of a run that is not whole or has another seed. */
  broken: z.array(z.string()).nullable(),
  kinds: z.array(secondKind),
  expectations: z.array(secondExpectation),
});
export type SecondRecord = z.output<typeof secondRecord>;
