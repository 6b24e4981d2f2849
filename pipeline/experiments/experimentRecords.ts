/**
 * The records of what else is asked of models: hints, counterfeits, the comparison of searches, transfer. Shapes only.
 */
import { z } from 'zod';

const finite = z.number();
/** Pixels changed; null where the target was not reached within the budget. */
const changes = z.int().nullable();

/** Where the pixels of a hint come from. */
export const HINT_SOURCES = ['idea', 'mean', 'random'] as const;
/** One of {@link HINT_SOURCES}. */
export type HintSource = (typeof HINT_SOURCES)[number];
const bySource = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ idea: value, mean: value, random: value });

/** Pixels borrowed in random order at which the finding about hints looks, and of which the judges are asked. */
export const HEADLINE_PIXELS = 64;

/** Hints to one model: what became of test images that it misreads. */
export const hintsRecord = z.strictObject({
  /** Test images that it misreads, of all test images. */
  misread: z.int(),
  /** The numbers of pixels of the curves, ascending from 0. */
  pixels: z.array(z.int()),
  /** For each number of pixels borrowed in random order the images read right, of those below. */
  recognised: bySource(z.array(z.int())),
  /** For each number of pixels the images that differ from the source in at least as many: the others have run out. */
  enough: bySource(z.array(z.int())),
  /** `row`: of the test images; `fewest`: pixels borrowed, chosen for the model, until it reads the digit. */
  images: z.array(z.strictObject({ row: z.int(), digit: z.int(), fewest: bySource(changes) })),
});
export type HintsRecord = z.output<typeof hintsRecord>;

/** Counterfeits against one model. */
export const counterfeitsRecord = z.strictObject({
  /** Test images tried, of which only those that the model reads right are below. */
  tried: z.int(),
  /** `flips`: for each digit to be read instead, the flips it took; null for the digit itself. */
  images: z.array(
    z.strictObject({ row: z.int(), digit: z.int(), flips: z.array(changes), target: z.int().nullable() }),
  ),
});
export type CounterfeitsRecord = z.output<typeof counterfeitsRecord>;

/** What the panel says of the images of hints, in the order of their record. */
export const hintScores = z.strictObject({
  images: z.array(
    z.strictObject({
      /** P(digit) of the image as it was. */
      before: finite,
      /** P(digit) with the fewest pixels of the idea, chosen for the model; that of the image where they did not do. */
      fewest: finite,
      /** P(digit) with {@link HEADLINE_PIXELS} pixels of each source in random order. */
      borrowed: bySource(finite),
    }),
  ),
});
export type HintScores = z.output<typeof hintScores>;

/** What the panel says of one counterfeit. */
const judgedCounterfeit = z.strictObject({
  /** The digit that the model reads in it, and the flips that it took. */
  target: z.int(),
  flips: z.int(),
  /** P(digit that it was) and P(target), "not a digit" allowed. */
  digitProbability: finite,
  targetProbability: finite,
});
export type JudgedCounterfeit = z.output<typeof judgedCounterfeit>;

/** What the panel says of the counterfeits of each image, in the order of their record. */
export const counterfeitScores = z.strictObject({
  images: z.array(
    z.strictObject({
      /** P(digit) of the image as it was. */
      before: finite,
      /** The counterfeit of the fewest flips, whatever the judges say; null where there is none. */
      nearest: judgedCounterfeit.nullable(),
      /** That of the fewest flips which the judges still call the digit: their top answer of eleven; null where none is. */
      unnoticed: judgedCounterfeit.nullable(),
    }),
  ),
});
export type CounterfeitScores = z.output<typeof counterfeitScores>;

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
export const comparisonTimes = z.record(z.string(), z.array(finite));
export type ComparisonTimes = z.output<typeof comparisonTimes>;

/** Which share of each model's ideas every model reads as intended: rows have the idea, columns read it. */
export const transferRecord = z.strictObject({
  models: z.array(z.string()),
  read: z.array(z.array(finite)),
});
export type TransferRecord = z.output<typeof transferRecord>;
