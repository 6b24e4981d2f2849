/**
 * The result tables: one row a model, one row an idea, and the summary of each cell of the grid over its seeds.
 */

import type { StudyConfig } from '../study/config.ts';
import type {
  ChangedScores,
  ComparisonRecord,
  CounterfeitsRecord,
  HintSource,
  HintsRecord,
  TransferRecord,
} from '../study/experiments.ts';
import type { Cell } from '../study/grid.ts';
import type { PeopleSummary } from '../study/ratings.ts';
import type {
  DatasetRecord,
  DescriptorsRecord,
  EpochRecord,
  JudgeCard,
  PanelCard,
} from '../study/records.ts';

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
export interface CellRecord<Record> {
  readonly cell: Cell;
  readonly record: Record;
  readonly scores: ChangedScores | null;
}

/** Everything that was asked and is current. */
export interface Experiments {
  readonly comparisons: readonly { readonly cell: Cell; readonly record: ComparisonRecord }[];
  readonly hints: readonly CellRecord<HintsRecord>[];
  readonly counterfeits: readonly CellRecord<CounterfeitsRecord>[];
  /** Null where it was not measured. */
  readonly transfer: TransferRecord | null;
}

/** How changed images are judged: means of P, and the share that looks more like the digit than like the target. */
export interface Judged {
  readonly images: number;
  readonly before: number;
  readonly after: number;
  /** Share whose P(digit) is above P(target), where there is a target; else null. */
  readonly stillDigit: number | null;
}

/** Hints to the models of one (hidden, batch). */
export interface HintSummary {
  readonly hidden: number;
  readonly batch: number;
  /** Misread images that were helped. */
  readonly images: number;
  /** Share of them read right by source, for each number of pixels borrowed in random order. */
  readonly curves: readonly {
    readonly source: HintSource;
    readonly pixels: number;
    readonly share: number;
  }[];
  /** Median of the fewest pixels, chosen for the model; null where most images need more than were allowed. */
  readonly fewest: Readonly<Record<HintSource, number | null>>;
  readonly judged: Judged | null;
}

/** Counterfeits against the models of one (hidden, batch). */
export interface CounterfeitSummary {
  readonly hidden: number;
  readonly batch: number;
  /** Images that were read right, and tried. */
  readonly images: number;
  /** Median over images of the flips to the nearest other digit; null where most are unbroken. */
  readonly flips: number | null;
  /** Share of images that no so many flips turn into another digit. */
  readonly unbroken: readonly { readonly flips: number; readonly share: number }[];
  readonly judged: Judged | null;
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
  /** What people see in the ideas; not there where nobody has rated them. */
  readonly people?: PeopleSummary;
}
