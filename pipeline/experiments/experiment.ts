/**
 * What an experiment is: something that is asked of models once they have ideas, with its record, the judges' scores of
 * its images, and its part of the report. A new one is a definition like those below this folder, an entry in
 * listExperiments.ts, its command in commands/experiment.ts, and its keys in study/config.ts.
 */
import type { WaitingPanel } from '../judging/frozenPanel.ts';
import type { SearchedModel } from '../models/modelState.ts';
import type { Study } from '../models/study.ts';
import type { StageState } from '../models/studyCache.ts';
import type { StudyData } from '../models/studyDataset.ts';
import type { SearchConfig, StudyConfig } from '../study/config.ts';
import type { Model } from '../study/grid.ts';
import type { ReportPart } from './reportPart.ts';

/** The experiments by their keys in a config; a film is none, for it has no record. */
export type ExperimentName = Exclude<keyof StudyConfig['experiments'], 'film'>;

/** Any experiment. */
export interface Experiment {
  readonly name: ExperimentName;
  /** Done on each model by itself, by the process that has trained it, or on all models of the grid together. */
  readonly scope: { readonly onModel: ModelExperiment } | { readonly onGrid: GridExperiment };
  /** Has the panel score the images that it has not scored. */
  score(task: ScoringTask): Promise<void>;
  /**
   * What it adds to a report, whether or not the config still wants it; null where nothing was found. `scoreVersion`: of
   * the scores that it tells, null where scores are withheld.
   */
  gather(
    study: Study,
    searched: readonly SearchedModel[],
    scoreVersion: string | null,
  ): Promise<ReportPart | null>;
}

/** What an experiment does on one model, in counts; the sweep knows what each takes (sweep/cost.ts). */
export interface ExperimentWork {
  /** Its searches for ideas, and of how many images each. */
  readonly searches: readonly { readonly config: SearchConfig; readonly tasks: number }[];
  /** Images whose fewest changes it searches (search/fewestChanges.ts). */
  readonly changed: number;
  /** Images that the model reads beside these, and images that are averaged. */
  readonly read: number;
  readonly averaged: number;
  /** Linear programs that it solves; none unless given. */
  readonly programs?: number;
  /** Images that the panel is shown when the study is published. */
  readonly judged: number;
}

/** An experiment on one model. */
export interface ModelExperiment {
  /** Whether this model is one of those that it is done on, unless a command names another. */
  covers(study: Study, model: Model): boolean;
  /** What it does on a model, about; `counts`: the images of the study. */
  countWork(config: StudyConfig, counts: ImageCounts): ExperimentWork;
  /** Whether it is done on the model, and as it would be done now. */
  judge(study: Study, searched: SearchedModel): Promise<StageState>;
  /** The same of the scores of its images; null where the panel has no part in it, or it has to be done. */
  judgeScores(study: Study, searched: SearchedModel, scoreVersion: string): Promise<StageState | null>;
  /** Does it and writes its record. */
  run(study: Study, searched: SearchedModel, data: StudyData): Promise<void>;
}

/** The images that a study has. */
export type ImageCounts = Readonly<Record<'train' | 'test', number>>;

/** An experiment on all models of a grid. */
export interface GridExperiment {
  /** Images that each of `models` models reads. */
  countRead(config: StudyConfig, models: number): number;
  /** Whether it is done, and as it would be done now. */
  judge(study: Study, searched: readonly SearchedModel[]): Promise<StageState>;
  /** Does it and writes its record. */
  run(study: Study, searched: readonly SearchedModel[]): Promise<void>;
}

/** Who scores what, and with what. */
export interface ScoringTask {
  readonly study: Study;
  readonly data: StudyData;
  readonly searched: readonly SearchedModel[];
  readonly panel: WaitingPanel;
}
