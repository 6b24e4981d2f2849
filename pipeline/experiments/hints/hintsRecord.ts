/** The records of hints: of one model, the judges' scores of its images, and what is made of both over a cell. Shapes only. */
import { z } from 'zod';
import type { Cell } from '../../study/grid.ts';
import type { Judged } from '../changedImages.ts';

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

/** Hints to the models of one cell. */
export interface HintSummary {
  readonly cell: Cell;
  /** Misread images that were helped. */
  readonly images: number;
  /**
   * By source, for each number of pixels borrowed in random order: the share of them read right, and the share that
   * differ from the source in at least as many pixels.
   */
  readonly curves: readonly {
    readonly source: HintSource;
    readonly pixels: number;
    readonly share: number;
    readonly enough: number;
  }[];
  /** Median of the fewest pixels, chosen for the model; null where most images need more than were allowed. */
  readonly fewest: Readonly<Record<HintSource, number | null>>;
  /** With the fewest pixels of the idea: over the images that they help. Null where no image was judged. */
  readonly judgedFewest: Judged | null;
  /** With {@link HEADLINE_PIXELS} pixels in random order, by source. */
  readonly judgedBorrowed: Readonly<Record<HintSource, Judged>> | null;
}
