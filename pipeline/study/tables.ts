/**
 * The result tables: one row a model, one row an idea, and the summary of each cell of the grid over its seeds.
 */
import type { Cell, Model } from './grid.ts';
import type { IdeaRecord, JudgeCard, ScoreRecord } from './records.ts';

/** A row of models.csv. */
export interface ModelRow {
  readonly model: Model;
  readonly epochs: number;
  readonly updates: number;
  readonly trainLoss: number;
  readonly testAccuracy: number;
  /** Means over the model's ideas: the primary score, and what stands beside it. */
  readonly recognisability: number;
  readonly recognisabilityWhole: number;
  readonly recognisabilityFramed: number;
  readonly recognisabilityMuchNoise: number;
  readonly forcedChoice: number;
  /** By the name of each family and of each judge. */
  readonly families: Readonly<Record<string, number>>;
  readonly judges: Readonly<Record<string, number>>;
}

/** A row of ideas.csv, with its image for those who draw it: what the search found and what the judges say. */
export interface IdeaRow
  extends Omit<IdeaRecord, 'file' | 'snapshots' | 'grey'>,
    Omit<ScoreRecord, 'digit' | 'restart'> {
  readonly model: Model;
  /** P(intended) of each judge in the primary reading, "not a digit" allowed. */
  readonly judges: Readonly<Record<string, number>>;
  readonly scoreVersion: string;
  /** Pixels [784] in [0, 1]. */
  readonly image: Float32Array;
}

/** Mean over seeds with a 95% interval (Student's t over models, of logits), null with fewer than two seeds. */
export interface SeedSummary {
  readonly mean: number;
  readonly interval: readonly [low: number, high: number] | null;
  readonly seeds: number;
}

/** One square of the heat maps. */
export interface CellSummary {
  readonly cell: Cell;
  readonly recognisability: SeedSummary;
  readonly recognisabilityWhole: SeedSummary;
  readonly recognisabilityFramed: SeedSummary;
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
