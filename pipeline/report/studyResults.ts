/** Everything that a report shows of a study. */
import type { Checkpoint } from '../analysis/studyTable.ts';
import type { StudyTests } from '../analysis/testStudy.ts';
import type { ReportPart } from '../experiments/reportPart.ts';
import type { InkedPlaces } from '../judging/imageReadings.ts';
import type { LockState } from '../models/lockState.ts';
import type { PeopleSummary } from '../rating/ratingRecords.ts';
import type { ClassGap } from '../study/classCounts.ts';
import type { StudyConfig } from '../study/config.ts';
import type { Model } from '../study/grid.ts';
import type {
  DatasetRecord,
  EpochRecord,
  GivenRecord,
  JudgeCard,
  JudgesCheck,
  PanelCard,
} from '../study/records.ts';
import type { SidePart } from '../study/sideModels.ts';
import type { CellSummary, DigitSummary, IdeaRow, ModelRow, NoiseCurve } from '../study/tables.ts';
import type { Conclusion } from './conclusions.ts';
import type { IncrementalValidity } from './incrementalValidity.ts';
import type { StartSpread } from './startSpread.ts';

/** Kendall's tau-b between two judges' scores over all ideas; null where one of them gives all the same score. */
export interface Agreement {
  readonly judges: readonly [string, string];
  readonly tau: number | null;
}

/** A model and its checkpoints, ascending. */
export interface ModelCheckpoints {
  readonly model: Model;
  readonly checkpoints: readonly Checkpoint[];
}

/** A finished model beside the grid: what it is there for, its row and its ideas. */
export interface SideResult {
  readonly parts: readonly SidePart[];
  readonly row: ModelRow;
  readonly ideas: readonly IdeaRow[];
}

/** What was found of a study's hypotheses and claims, and whether the analysis was locked before its models were trained. */
export interface TestedStudy extends StudyTests {
  readonly lock: LockState;
}

/** The models that a report shows one by one. */
export interface ModelSample {
  /** Their names, those of their cells, and their seeds. */
  readonly models: ReadonlySet<string>;
  readonly cells: ReadonlySet<string>;
  readonly seeds: ReadonlySet<number>;
  /** Models and cells of the whole grid. */
  readonly ofModels: number;
  readonly ofCells: number;
}

/** A study's results. But for `sideModels` and `missing`, all is of the grid's models alone. */
export interface StudyResults {
  readonly config: StudyConfig;
  readonly dataset: DatasetRecord;
  /** Classes that its images lack or hardly have; not there where it was not looked. */
  readonly classGaps?: readonly ClassGap[];
  /** Test images that are training images too; not there, or 0, where hardly any are. */
  readonly sharedImages?: number;
  /** Where its training images have ink; not there where it was not looked. */
  readonly inked?: InkedPlaces;
  readonly judges: readonly JudgeCard[];
  /** The judges together; null where they were never measured together. */
  readonly panel: PanelCard | null;
  readonly scoreVersion: string;
  /** How well the judges read the study's own test images; null where that was not checked yet. */
  readonly check: JudgesCheck | null;
  /** Mean score of real digits by share of flipped pixels. */
  readonly noiseCurve: NoiseCurve;
  /** How far the judges put the ideas in the same order. */
  readonly agreement: readonly Agreement[];
  readonly models: readonly ModelRow[];
  readonly ideas: readonly IdeaRow[];
  /** Those of the models beside the grid. */
  readonly sideModels: readonly SideResult[];
  /** The models that the report shows one by one; not there where it shows all. */
  readonly sample?: ModelSample;
  readonly cells: readonly CellSummary[];
  readonly digits: readonly DigitSummary[];
  /** What the answer comes down to, by every way to score the ideas; none while cells are missing. */
  readonly conclusions: readonly Conclusion[];
  /** How far ideas differ between starts, seeds and digits. */
  readonly startSpread: StartSpread;
  /** What the panel adds to measures that need no judge; null with fewer than three models. */
  readonly validity: IncrementalValidity | null;
  /** What the models are that were trained elsewhere, by name; not there where the study trains its own. */
  readonly given?: Readonly<Record<string, GivenRecord>>;
  /** Training by model name, one record an epoch; none where they were trained elsewhere. */
  readonly training: Readonly<Record<string, readonly EpochRecord[]>>;
  /** Finished models, of the grid first, at all their checkpoints; not there where the study has none. */
  readonly checkpoints?: readonly ModelCheckpoints[];
  /** Null where scores do not hold, or no model is finished. */
  readonly tests: TestedStudy | null;
  /** Models of the grid and beside it that are not finished, each with the reason. */
  readonly missing: readonly { readonly model: string; readonly reason: string }[];
  /** What else was asked of the models: a part of the report for each experiment that found anything. */
  readonly parts: readonly ReportPart[];
  /** Films of searches by model name, from the report's folder; those of the models that the config films. */
  readonly films?: Readonly<Record<string, string>>;
  /** What people see in the ideas; not there where nobody has rated them. */
  readonly people?: PeopleSummary;
  /** Why some of what was imported of them is left out; not there where all is used. */
  readonly ratingsLeftOut?: string;
}
