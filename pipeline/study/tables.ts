/**
 * The result tables: one row a model, one row an idea, and the summary of each cell of the grid over its seeds.
 */
import type { Cell, Model } from './grid.ts';
import type { IdeaRecord, JudgeCard, ReadingRecord, ScoreRecord } from './records.ts';

/** A row of models.csv. */
export interface ModelRow {
  readonly model: Model;
  readonly epochs: number;
  readonly updates: number;
  readonly trainLoss: number;
  readonly testAccuracy: number;
  /** Mean over the model's ideas. */
  readonly recognisability: number;
  readonly recognisabilityMasked: number;
}

/** A row of ideas.csv, with its image for those who draw it: what the search found and what the judges say. */
export interface IdeaRow
  extends Omit<IdeaRecord, 'file' | 'snapshots' | 'grey'>,
    Omit<ScoreRecord, 'judges' | 'digit' | 'restart'> {
  readonly model: Model;
  /** P(intended) of each judge, "not a digit" allowed, whole image. The panel pools them into the score. */
  readonly judges: Readonly<Record<string, number>>;
  /** What each judge says of the whole image, by its name. */
  readonly readings: Readonly<Record<string, ReadingRecord>>;
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
  readonly cell: Cell;
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
