/**
 * The result tables: one row a model, one row an idea, and the summary of each cell of the grid over its seeds.
 */

import type {
  ComparisonRecord,
  CounterfeitScores,
  CounterfeitsRecord,
  HintScores,
  HintSource,
  HintsRecord,
  TransferRecord,
} from '../experiments/experimentRecords.ts';
import type { PeopleSummary } from '../rating/ratingRecords.ts';
import type { StudyConfig } from './config.ts';
import type { Cell } from './grid.ts';
import type { DatasetRecord, DescriptorsRecord, EpochRecord, JudgeCard, PanelCard } from './records.ts';

/** A row of models.csv. */
export interface ModelRow {
  readonly cell: Cell;
  readonly epochs: number;
  readonly updates: number;
  readonly trainLoss: number;
  readonly testAccuracy: number;
  /** Mean over the model's ideas. */
  readonly recognisability: number;
  readonly recognisabilityMasked: number;
  /** Median over test images of the flips to the nearest counterfeit; null where most are unbroken or none was tried. */
  readonly medianFlips: number | null;
}

/** A row of ideas.csv, with its image for those who draw it. */
export interface IdeaRow {
  readonly cell: Cell;
  readonly method: string;
  readonly digit: number;
  readonly restart: number;
  readonly energy: number;
  readonly evaluations: number;
  readonly certified: boolean;
  readonly recognisability: number;
  readonly recognisabilityMasked: number;
  /** P(intended) of each judge, "not a digit" allowed, whole image: the score is their mean. */
  readonly judges: Readonly<Record<string, number>>;
  /** P(intended | some digit) by judge. */
  readonly forcedChoice: Readonly<Record<string, number>>;
  /** P(not a digit) by judge. */
  readonly notDigit: Readonly<Record<string, number>>;
  /** Typicality by judge; null where the judge has none. */
  readonly typicality: Readonly<Record<string, number | null>>;
  /** The digit each judge found most likely. */
  readonly top: Readonly<Record<string, number>>;
  readonly descriptors: DescriptorsRecord;
  readonly scoreVersion: string;
  /** Pixels [784] in [0, 1]. */
  readonly image: Float32Array;
}

/** Mean over seeds with a 95% interval (Student's t over models), null with fewer than two seeds. */
export interface SeedSummary {
  readonly mean: number;
  readonly interval: readonly [low: number, high: number] | null;
  readonly seeds: number;
}

/** One square of the heat maps. */
export interface CellSummary {
  readonly hidden: number;
  readonly batch: number;
  readonly recognisability: SeedSummary;
  readonly recognisabilityMasked: SeedSummary;
  readonly testAccuracy: SeedSummary;
  /** Share of flipped pixels at which real digits score as much as the mean, in [0, 0.5]; null where unknown. */
  readonly equivalentNoise: number | null;
}

/** Recognisability of one digit over all models. */
export interface DigitSummary {
  readonly digit: number;
  readonly recognisability: SeedSummary;
}

/** Mean score of real digits by share of flipped pixels, ascending. */
export type NoiseCurve = JudgeCard['noiseCurve'];

/** Kendall's tau-b between two judges' scores over all ideas; null where one of them gives all the same score. */
export interface Agreement {
  readonly judges: readonly [string, string];
  readonly tau: number | null;
}

/** The record of one model, and what the judges say of its images; null where they were not asked. */
export interface CellRecord<Record, Scores> {
  readonly cell: Cell;
  readonly record: Record;
  readonly scores: Scores | null;
}

/** Everything that was asked and is current. */
export interface Experiments {
  readonly comparisons: readonly ComparedSearches[];
  readonly hints: readonly CellRecord<HintsRecord, HintScores>[];
  readonly counterfeits: readonly CellRecord<CounterfeitsRecord, CounterfeitScores>[];
  /** Null where it was not measured. */
  readonly transfer: TransferRecord | null;
}

/** A comparison of searches on one model. */
export interface ComparedSearches {
  readonly cell: Cell;
  readonly record: ComparisonRecord;
  /** Of each search, the evaluations an idea until it has arrived; null where it never does (analysis/comparison.ts). */
  readonly arrivals: readonly (number | null)[];
}

/** A row of hints.csv: one model, source and number of pixels borrowed in random order. */
export interface HintRow {
  readonly cell: Cell;
  readonly source: HintSource;
  readonly pixels: number;
  /** Misread images that were helped, and those of them read right. */
  readonly images: number;
  readonly recognised: number;
}

/** A row of counterfeits.csv: one model and number of flips. */
export interface CounterfeitRow {
  readonly cell: Cell;
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

/** Hints to the models of one (hidden, batch). */
export interface HintSummary {
  readonly hidden: number;
  readonly batch: number;
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

/** Counterfeits against the models of one (hidden, batch). */
export interface CounterfeitSummary {
  readonly hidden: number;
  readonly batch: number;
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

/** Everything a report shows. */
export interface StudyResults {
  readonly config: StudyConfig;
  readonly dataset: DatasetRecord;
  readonly judges: readonly JudgeCard[];
  /** The judges together; null where they were never measured together. */
  readonly panel: PanelCard | null;
  readonly scoreVersion: string;
  /** Mean score of real digits by share of flipped pixels. */
  readonly noiseCurve: NoiseCurve;
  /** How far the judges put the ideas in the same order. */
  readonly agreement: readonly Agreement[];
  readonly models: readonly ModelRow[];
  readonly ideas: readonly IdeaRow[];
  readonly cells: readonly CellSummary[];
  readonly digits: readonly DigitSummary[];
  /** Training by cell name, one record an epoch. */
  readonly training: Readonly<Record<string, readonly EpochRecord[]>>;
  /** Models that are not finished, each with the reason. */
  readonly missing: readonly { readonly cell: string; readonly reason: string }[];
  /** What else was asked of the models. */
  readonly experiments: Experiments;
  readonly hintSummaries: readonly HintSummary[];
  readonly counterfeitSummaries: readonly CounterfeitSummary[];
  readonly hintRows: readonly HintRow[];
  readonly counterfeitRows: readonly CounterfeitRow[];
  /** What people see in the ideas; not there where nobody has rated them. */
  readonly people?: PeopleSummary;
  /** Why some of what was imported of them is left out; not there where all is used. */
  readonly ratingsLeftOut?: string;
}
