/** The validity ladder's record: what the panel and its judges made of every rung, and what holds. */
import { z } from 'zod';

const finite = z.number();

/** The P of a digit from which a judge takes an image for it: it is likelier than everything else together. */
export const FOOLED = 0.5;

/** The spread of P(intended) over images. */
export const spread = z.strictObject({
  mean: finite,
  /** 5th and 95th percentile. */
  low: finite,
  high: finite,
});
export type Spread = z.output<typeof spread>;

/** One kind of image of a rung. */
export const ladderKind = z.strictObject({
  rung: z.int(),
  kind: z.string(),
  /** One sentence. */
  description: z.string(),
  images: z.int(),
  /** Of images optimised against a judge: its name, and the panel is then the mean of the others. */
  attacked: z.string().nullable(),
  /** The share of them by which that judge was fooled; null where none was attacked. */
  fooled: finite.nullable(),
  panel: spread,
  judges: z.record(z.string(), spread),
  /** Mean P(not a digit) by judge. */
  notDigit: z.record(z.string(), finite),
  /** A few of the images: base64 of 784 bytes each. */
  examples: z.array(z.string()),
});
export type LadderKind = z.output<typeof ladderKind>;

/** Whether what was measured is as expected. */
export const finding = z.strictObject({ measured: finite, holds: z.boolean() });
export type Finding = z.output<typeof finding>;

/** What is expected of a rung, stated before anything was measured. */
export const expectation = z.strictObject({
  rung: z.int(),
  statement: z.string(),
  panel: finding,
  judges: z.record(z.string(), finding),
});
export type Expectation = z.output<typeof expectation>;

/** How surely images of a rung score above those of the one before: the area under the ROC curve. */
export const adjacentRungs = z.strictObject({
  lower: z.int(),
  upper: z.int(),
  panel: finite,
  judges: z.record(z.string(), finite),
});
export type AdjacentRungs = z.output<typeof adjacentRungs>;

/** Mean P(right digit) by share of flipped pixels, and where it falls through one half. */
export const psychometric = z.strictObject({
  points: z.array(z.strictObject({ x: finite, y: finite })),
  halfPoint: finite.nullable(),
});
export type Psychometric = z.output<typeof psychometric>;

/** The whole ladder. */
export const ladderRecord = z.strictObject({
  scoreVersion: z.string(),
  seed: z.int(),
  judges: z.array(z.string()),
  kinds: z.array(ladderKind),
  expectations: z.array(expectation),
  adjacent: z.array(adjacentRungs),
  psychometric: z.strictObject({ panel: psychometric, judges: z.record(z.string(), psychometric) }),
});
export type LadderRecord = z.output<typeof ladderRecord>;
