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

/** What the judges that were not attacked make of those images of a kind that did fool the attacked one. */
export const foolingSummary = z.strictObject({
  images: z.int(),
  /** Mean P(intended) of the panel of the others, and of each of them; null where no image fooled it. */
  panel: finite.nullable(),
  judges: z.record(z.string(), finite.nullable()),
});
export type FoolingSummary = z.output<typeof foolingSummary>;

/** One of the images of a kind. */
export const ladderExample = z.strictObject({
  /** Base64 of 784 bytes, white ink on black. */
  pixels: z.string(),
  digit: z.int(),
  /** The panel's P(digit). */
  panel: finite,
});
export type LadderExample = z.output<typeof ladderExample>;

/** One kind of image of a rung. */
export const ladderKind = z.strictObject({
  rung: z.int(),
  kind: z.string(),
  /** One sentence. */
  description: z.string(),
  images: z.int(),
  /** Of images optimised against a judge: its name, and the panel is then that of the others. */
  attacked: z.string().nullable(),
  /** The share of them by which that judge was fooled, and what the others make of those; null where none was attacked. */
  fooled: finite.nullable(),
  fooling: foolingSummary.nullable(),
  panel: spread,
  judges: z.record(z.string(), spread),
  /** Mean P(not a digit) by judge. */
  notDigit: z.record(z.string(), finite),
  examples: z.array(ladderExample),
});
export type LadderKind = z.output<typeof ladderKind>;

/** Whether what was measured is as expected. */
export const finding = z.strictObject({
  /** Null where there was nothing to measure: of attacks that never succeeded. It then neither holds nor fails. */
  measured: finite.nullable(),
  /** 95%, over resamples of the images. */
  interval: z.tuple([finite, finite]).nullable(),
  /** Whether what was measured is within the limits, wherever the interval ends. */
  holds: z.boolean().nullable(),
});
export type Finding = z.output<typeof finding>;

/** What is expected of a rung. */
export const expectation = z.strictObject({
  rung: z.int(),
  statement: z.string(),
  /** Whether it was stated before the first run of the ladder; the others were added since, knowing results. */
  isOriginal: z.boolean(),
  /** One sentence or two on why it cannot be decided without people, whatever was measured; null where it can be. */
  undecided: z.string().nullable(),
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
  /** Images of each kind that is made from digits. */
  images: z.int(),
  judges: z.array(z.string()),
  kinds: z.array(ladderKind),
  expectations: z.array(expectation),
  adjacent: z.array(adjacentRungs),
  psychometric: z.strictObject({ panel: psychometric, judges: z.record(z.string(), psychometric) }),
});
export type LadderRecord = z.output<typeof ladderRecord>;
