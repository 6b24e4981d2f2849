/** Where the artifacts of a study lie. The one place that knows their names. */
import { join } from 'node:path';
import { listFolder } from './fileList.ts';

/** Paths within `artifacts/<study>/`. */
export interface StudyFolder {
  readonly root: string;
  /** Its models, a folder each. */
  readonly models: string;
  /** The resolved config. */
  readonly config: string;
  readonly manifest: string;
  /** On what it was computed; never hashed. */
  readonly environment: string;
  /** What the manifest was made from, for tools that check supply chains; never hashed. */
  readonly provenance: string;
  readonly dataset: string;
  /** A table of the study, such as `models`. */
  table(name: TableName): string;
  /** Its conclusions, for programs. */
  readonly verdicts: string;
  readonly reportHtml: string;
  readonly reportMarkdown: string;
  readonly rating: RatingFolder;
  /** Films of its models, a folder each. */
  readonly films: string;
  /** Which model reads whose ideas as intended. */
  readonly transfer: string;
  /** How well the judges read the study's own test images. */
  readonly judgesCheck: string;
  /** The lock of the analysis under which its models are trained. */
  readonly analysisLock: string;
  /** Why models failed when they were last tried, a file each; never hashed, and no results. */
  readonly failures: string;
  failure(model: string): string;
  model(name: string): ModelFolder;
}

/** Paths within `rating/`: what people are shown and what they say. */
export interface RatingFolder {
  readonly page: string;
  /** What each image of the page is; the page does not say. */
  readonly key: string;
  /** The images of the ladder that are shown among the ideas. */
  readonly attacks: string;
  readonly ratings: string;
  readonly summary: string;
  /** What people would make of all ideas, and how raters read real digits in noise. */
  readonly corrected: string;
  readonly noise: string;
  /** How the panel agrees with the published data of Golan et al. */
  readonly golan: string;
}

/** Paths within `models/<model>/`. */
export interface ModelFolder {
  readonly root: string;
  /** The record of the training run; the parameters and `training.csv` lie beside it. */
  readonly training: string;
  /** Under which lock of the analysis it was trained; not there without one. */
  readonly analysisLock: string;
  /** The record of the search; the images lie beside it. */
  readonly ideas: string;
  readonly ideaFolder: string;
  readonly scores: string;
  readonly checkpoints: CheckpointFolder;
  /** Seconds taken; never hashed. */
  readonly times: string;
  experiment(name: string): ExperimentFolder;
}

/** Paths within `models/<model>/checkpoints/`: of a model on its way. */
export interface CheckpointFolder {
  /** What was measured at each. */
  readonly record: string;
  /** The record of its parameters at each; they lie beside it. */
  readonly parameters: string;
  /** The record of the searches; the images lie beside it. */
  readonly ideas: string;
  readonly images: string;
  readonly scores: string;
}

/** Paths within `models/<model>/<experiment>/`. */
export interface ExperimentFolder {
  readonly record: string;
  /** What the judges say of its images. */
  readonly scores: string;
  /** Seconds taken; never hashed. */
  readonly times: string;
  /** The times as a figure; never hashed. */
  readonly timesChart: string;
}

/** The folder of the study `name` below `artifacts`. */
export function openStudyFolder(artifacts: string, name: string): StudyFolder {
  const root = join(artifacts, name);
  return {
    root,
    models: join(root, 'models'),
    config: join(root, 'study.json'),
    manifest: join(root, 'manifest.json'),
    environment: join(root, 'environment.json'),
    provenance: join(root, 'provenance.json'),
    dataset: join(root, 'dataset'),
    table: (name) => join(root, `${name}.csv`),
    verdicts: join(root, 'verdicts.json'),
    reportHtml: join(root, 'report', 'index.html'),
    reportMarkdown: join(root, 'report', 'report.md'),
    rating: openRatingFolder(join(root, 'rating')),
    films: join(root, 'films'),
    transfer: join(root, 'transfer.json'),
    judgesCheck: join(root, 'judges-check.json'),
    analysisLock: join(root, 'analysis-lock.json'),
    failures: join(root, 'failures'),
    failure: (model) => join(root, 'failures', `${model}.json`),
    model: (model) => openModelFolder(join(root, 'models', model)),
  };
}

function openRatingFolder(root: string): RatingFolder {
  return {
    page: join(root, 'rate.html'),
    key: join(root, 'key.csv'),
    attacks: join(root, 'attacks.json'),
    ratings: join(root, 'ratings.csv'),
    summary: join(root, 'summary.json'),
    corrected: join(root, 'corrected.csv'),
    noise: join(root, 'noise.csv'),
    golan: join(root, 'golan.json'),
  };
}

function openModelFolder(root: string): ModelFolder {
  return {
    root,
    training: join(root, 'training.json'),
    analysisLock: join(root, 'analysis-lock.json'),
    ideas: join(root, 'ideas', 'ideas.json'),
    ideaFolder: join(root, 'ideas'),
    scores: join(root, 'scores.json'),
    checkpoints: openCheckpointFolder(join(root, 'checkpoints')),
    times: join(root, 'times.json'),
    experiment: (name) => openExperimentFolder(join(root, name), name),
  };
}

function openCheckpointFolder(root: string): CheckpointFolder {
  return {
    record: join(root, 'checkpoints.json'),
    parameters: join(root, 'parameters.json'),
    ideas: join(root, 'ideas.json'),
    images: join(root, 'ideas.bits'),
    scores: join(root, 'scores.json'),
  };
}

function openExperimentFolder(root: string, name: string): ExperimentFolder {
  return {
    record: join(root, `${name}.json`),
    scores: join(root, 'scores.json'),
    times: join(root, 'times.json'),
    timesChart: join(root, 'times.svg'),
  };
}

/** The tables of a study, by name; other CSV files in its folder are of whoever put them there. */
export const TABLES = [
  ...(['models', 'ideas', 'checkpoints', 'contrasts', 'times'] as const),
  ...(['hints', 'counterfeits', 'optimum', 'legibility', 'baselines'] as const),
] as const;
export type TableName = (typeof TABLES)[number];

/** The tables that are in a study's folder, in order. */
export async function listTables(root: string): Promise<TableName[]> {
  const names = new Set(await listFolder(root, 'a folder'));
  return TABLES.filter((name) => names.has(`${name}.csv`)).sort();
}
