/** What the experiments give a report: their records by model, rows of their CSV files, and summaries over cells. */
import type { Cell, Model } from '../study/grid.ts';
import type {
  ComparisonRecord,
  CounterfeitScores,
  CounterfeitsRecord,
  HintScores,
  HintSource,
  HintsRecord,
  TransferRecord,
} from './experimentRecords.ts';

/** The record of one model, and what the judges say of its images; null where they were not asked. */
export interface ModelRecord<Record, Scores> {
  readonly model: Model;
  readonly record: Record;
  readonly scores: Scores | null;
}

/** Everything that was asked and is current. */
export interface Experiments {
  readonly comparisons: readonly ComparedSearches[];
  readonly hints: readonly ModelRecord<HintsRecord, HintScores>[];
  readonly counterfeits: readonly ModelRecord<CounterfeitsRecord, CounterfeitScores>[];
  /** Null where it was not measured. */
  readonly transfer: TransferRecord | null;
}

/** A comparison of searches on one model. */
export interface ComparedSearches {
  readonly model: Model;
  readonly record: ComparisonRecord;
  /** Of each search, the evaluations an idea until it has arrived; null where it never does (analysis/comparison.ts). */
  readonly arrivals: readonly (number | null)[];
}

/** A row of hints.csv: one model, source and number of pixels borrowed in random order. */
export interface HintRow {
  readonly model: Model;
  readonly source: HintSource;
  readonly pixels: number;
  /** Misread images that were helped, and those of them read right. */
  readonly images: number;
  readonly recognised: number;
}

/** A row of counterfeits.csv: one model and number of flips. */
export interface CounterfeitRow {
  readonly model: Model;
  readonly flips: number;
  /** Share of images that no so many flips turn into another digit for the model; null where none was tried. */
  readonly unbroken: number | null;
  /** The same while the judges still call the image the digit that it was; null where they were not asked. */
  readonly unbrokenJudged: number | null;
}

/** Mean P(digit) by the judges of images before and after they are changed. */
export interface Judged {
  readonly images: number;
  readonly before: number;
  readonly after: number;
}

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
