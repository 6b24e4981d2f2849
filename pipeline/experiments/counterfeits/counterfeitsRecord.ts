/** The records of counterfeits: of one model, the judges' scores of them, and what is made of both over a cell. Shapes only. */
import { z } from 'zod';
import type { Cell } from '../../study/grid.ts';
import type { Judged } from '../changedImages.ts';

const finite = z.number();
/** Pixels changed; null where the target was not reached within the budget. */
const changes = z.int().nullable();

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

/** A point of a curve: the share of images that no so many flips turn into another digit. */
export interface UnbrokenPoint {
  readonly flips: number;
  readonly share: number;
}

/** Counterfeits against the models of one cell. */
export interface CounterfeitSummary {
  readonly cell: Cell;
  /** Images that were read right, and tried. */
  readonly images: number;
  /** Most flips that were allowed. */
  readonly budget: number;
  /** Median over images of the flips to the nearest other digit; null where most are unbroken or there are none. */
  readonly flips: number | null;
  /** For each number of flips up to the budget, for the model alone; none where there are no images. */
  readonly unbroken: readonly UnbrokenPoint[];
  /** Null where no image was judged. */
  readonly judged: CounterfeitJudgement | null;
}

/** What the judges say of counterfeits: of the images that they were asked of. */
export interface CounterfeitJudgement {
  readonly images: number;
  /** As for the model alone, but counting only counterfeits that the judges still call the digit. */
  readonly flips: number | null;
  readonly unbroken: readonly UnbrokenPoint[];
  /** The nearest counterfeits; null where no image was broken. */
  readonly nearest: NearestJudgement | null;
}

/** The nearest counterfeits to the judges: means of P(digit) and P(what the model reads). */
export interface NearestJudgement extends Judged {
  readonly target: number;
  /** Share that the judges still call the digit: their top answer of eleven. */
  readonly stillDigit: number;
}
