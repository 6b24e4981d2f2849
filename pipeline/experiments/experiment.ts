/**
 * What an experiment is: something that is asked of models once they have ideas, with its record, the judges' scores of
 * its images, and its part of the report. A new one is a definition like those below this folder, an entry in
 * listExperiments.ts, and its keys in study/config.ts.
 */
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import type { LoadedModel } from '../engine/engine.ts';
import type { WaitingPanel } from '../judging/frozenPanel.ts';
import type { Panel } from '../judging/panel.ts';
import { bytesToUnit, CLASSES, PIXELS } from '../math/images.ts';
import type { SearchedModel } from '../models/modelState.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { identifyParameters, readParameters } from '../models/trainedModel.ts';
import { readBytes, sha256 } from '../store/files.ts';
import { findResult, type Lookup, type Result, writeResult } from '../store/results.ts';
import type { SearchConfig, StudyConfig } from '../study/config.ts';
import type { Model } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import type { ReportPart } from './reportPart.ts';

/** The experiments by their keys in a config; a film is none, for it has no record. */
export type ExperimentName = Exclude<keyof StudyConfig['experiments'], 'film'>;

/** Any experiment. */
export interface Experiment {
  readonly name: ExperimentName;
  /** The command that does it alone, as `make` knows it, and what its --help says first. */
  readonly command: string;
  readonly purpose: string;
  /** Done on each model by itself, by the process that has trained it, or on all models of the grid together. */
  readonly scope: { readonly onModel: ModelExperiment } | { readonly onGrid: GridExperiment };
  /** Has the panel score the images that it has not scored. */
  score(task: ScoringTask): Promise<void>;
  /** What it adds to a report, whether or not the config still wants it; null where nothing was found. */
  gather(study: Study, searched: readonly SearchedModel[], scoreVersion: string): Promise<ReportPart | null>;
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
  /** Images that the panel is shown when the study is published. */
  readonly judged: number;
}

/** An experiment on one model. */
export interface ModelExperiment {
  /** Whether this model is one of those that it is done on, unless a command names another. */
  covers(study: Study, model: Model): boolean;
  /** What it does on a model, about; `counts`: the images of the study. */
  countWork(config: StudyConfig, counts: ImageCounts): ExperimentWork;
  /** Whether the panel has scored its images, or has no part in it. */
  isScored(study: Study, searched: SearchedModel, scoreVersion: string): Promise<boolean>;
  /** Why it has to be done on the model; null where it is done. */
  findReason(study: Study, searched: SearchedModel): Promise<string | null>;
  /** Does it and writes its record. */
  run(study: Study, searched: SearchedModel, data: StudyData): Promise<void>;
}

/** The images that a study has. */
export type ImageCounts = Readonly<Record<'train' | 'test', number>>;

/** An experiment on all models of a grid. */
export interface GridExperiment {
  /** Images that each of `models` models reads. */
  countRead(config: StudyConfig, models: number): number;
  /** Why it has to be done; null where it is done. */
  findReason(study: Study, searched: readonly SearchedModel[]): Promise<string | null>;
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

/** The record of one model, and what the judges say of its images; null where they were not asked. */
export interface ModelRecord<Content, Scores> {
  readonly model: Model;
  readonly record: Content;
  readonly scores: Scores | null;
}

/** How the images of an experiment are scored. */
export interface Scoring<Content, Scores> {
  /** Name of the file with its images. */
  readonly file: string;
  readonly schema: z.ZodType<Scores>;
  /** Raised when the same inputs would give other scores. */
  readonly revision: number;
  /** The scores; `images`: the bytes of the file, read from `path`. */
  score(
    panel: Pick<Panel, 'probabilities'>,
    content: Content,
    images: { readonly bytes: Uint8Array; readonly path: string },
    data: Pick<StudyData, 'test'>,
  ): Promise<Scores>;
}

/** What an experiment found on a model: its record, the files beside it, and what is never hashed. */
export interface Outcome<Content> {
  readonly record: Content;
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/** What one has to say of an experiment on single models. */
export interface ModelExperimentPlan<Content, Scores> {
  readonly name: ExperimentName;
  readonly command: string;
  readonly purpose: string;
  readonly covers: ModelExperiment['covers'];
  readonly countWork: ModelExperiment['countWork'];
  /** The shape of its record. */
  readonly schema: z.ZodType<Content>;
  /** What its record is computed from. */
  inputsOf(study: Study, searched: SearchedModel): Inputs;
  run(study: Study, searched: SearchedModel, data: StudyData): Promise<Outcome<Content>>;
  /** Null where the judges have no part in it. */
  readonly scoring: Scoring<Content, Scores> | null;
  /** Its part of the report, from at least one record. Loads what draws it only now: charts take long to load. */
  report(records: readonly ModelRecord<Content, Scores>[], study: Pick<Study, 'config'>): Promise<ReportPart>;
}

/** The experiment of a plan: its record lies where every experiment's does, and holds for its inputs. */
export function defineExperiment<Content, Scores>(plan: ModelExperimentPlan<Content, Scores>): Experiment {
  const { name, command, purpose, covers, countWork } = plan;
  return {
    ...{ name, command, purpose },
    scope: {
      onModel: {
        covers,
        countWork,
        isScored: (study, searched, version) => isScored(plan, study, searched, version),
        findReason: async (study, searched) => (await findRecord(plan, study, searched)).stale,
        async run(study, searched, data) {
          const { record, files } = await plan.run(study, searched, data);
          const path = study.folder.model(searched.model.name).experiment(name).record;
          await writeResult(path, plan.inputsOf(study, searched), record, files);
        },
      },
    },
    score: (task) => scoreUnscored(plan, task),
    async gather(study, searched, scoreVersion) {
      const records = await gatherRecords(plan, study, searched, scoreVersion);
      return records.length === 0 ? null : plan.report(records, study);
    },
  };
}

function findRecord<Content, Scores>(
  plan: ModelExperimentPlan<Content, Scores>,
  study: Study,
  searched: SearchedModel,
): Promise<Lookup<Content>> {
  const { record } = study.folder.model(searched.model.name).experiment(plan.name);
  return findResult(record, plan.schema, plan.inputsOf(study, searched));
}

async function isScored<Content, Scores>(
  plan: ModelExperimentPlan<Content, Scores>,
  study: Study,
  searched: SearchedModel,
  version: string,
): Promise<boolean> {
  if (plan.scoring === null) return true;
  const { result } = await findRecord(plan, study, searched);
  if (result === null) return false;
  const scorable = placeScores(plan.name, plan.scoring, searched, result);
  return (await findRecordScores(study, scorable, version)).stale === null;
}

async function gatherRecords<Content, Scores>(
  plan: ModelExperimentPlan<Content, Scores>,
  study: Study,
  searched: readonly SearchedModel[],
  scoreVersion: string,
): Promise<ModelRecord<Content, Scores>[]> {
  const records: ModelRecord<Content, Scores>[] = [];
  for (const one of searched) {
    const { result } = await findRecord(plan, study, one);
    if (result === null) continue;
    const scores = plan.scoring
      ? (await findRecordScores(study, placeScores(plan.name, plan.scoring, one, result), scoreVersion))
          .result
      : null;
    records.push({ model: one.model, record: result.content, scores: scores?.content ?? null });
  }
  return records;
}

/** What is scored, and where it and its scores lie. */
interface Scorable<Content, Scores> {
  readonly name: ExperimentName;
  readonly scoring: Scoring<Content, Scores>;
  readonly model: Model;
  readonly result: Result<Content>;
}

function placeScores<Content, Scores>(
  name: ExperimentName,
  scoring: Scoring<Content, Scores>,
  { model }: SearchedModel,
  result: Result<Content>,
): Scorable<Content, Scores> {
  return { name, scoring, model, result };
}

/** The scores of an experiment's images by the panel `version`, or why they have to be computed. */
function findRecordScores<Content, Scores>(
  study: Study,
  scorable: Scorable<Content, Scores>,
  version: string,
): Promise<Lookup<Scores>> {
  const { name, scoring, model } = scorable;
  const { scores } = study.folder.model(model.name).experiment(name);
  return findResult(scores, scoring.schema, scoreInputs(study, scorable, version));
}

function scoreInputs<Content, Scores>(
  study: Study,
  { scoring, result }: Scorable<Content, Scores>,
  version: string,
): Inputs {
  return {
    images: sha256(JSON.stringify([result.inputs, result.sha256])),
    score_version: version,
    runtime: study.engine.version,
    revision: scoring.revision,
  };
}

/** Has the panel score the images of every model's record that it has not scored. */
async function scoreUnscored<Content, Scores>(
  plan: ModelExperimentPlan<Content, Scores>,
  { study, data, searched, panel: waiting }: ScoringTask,
): Promise<void> {
  if (plan.scoring === null) return;
  for (const one of searched) {
    const { result } = await findRecord(plan, study, one);
    if (result === null) continue;
    const scorable = placeScores(plan.name, plan.scoring, one, result);
    if ((await findRecordScores(study, scorable, waiting.version)).stale === null) continue;
    const { record, scores } = study.folder.model(one.model.name).experiment(plan.name);
    const path = join(dirname(record), plan.scoring.file);
    const images = { bytes: await readBytes(path), path };
    const content = await plan.scoring.score(await waiting.open(), result.content, images, data);
    await writeResult(scores, scoreInputs(study, scorable, waiting.version), content);
  }
}

/** What every experiment depends on. */
export function experimentInputs(study: Study, { training, ideas }: SearchedModel, own: Inputs): Inputs {
  return {
    ...own,
    model: identifyParameters(training).sha256,
    ideas: sha256(JSON.stringify(ideas.sha256)),
    dataset: String(training.inputs.dataset),
    runtime: study.engine.version,
  };
}

/** The same for experiments that do not look at ideas. */
export function modelInputs(study: Study, searched: SearchedModel, own: Inputs): Inputs {
  const { ideas: _ideas, ...inputs } = experimentInputs(study, searched, own);
  return inputs;
}

/** Loads a model, gives it to `use`, and disposes of it. */
export async function withModel<Value>(
  study: Study,
  { model, training }: Pick<SearchedModel, 'model' | 'training'>,
  use: (loaded: LoadedModel) => Promise<Value>,
): Promise<Value> {
  const loaded = await study.engine.loadModel(await readParameters(study, model, training));
  try {
    return await use(loaded);
  } finally {
    await loaded.dispose();
  }
}

/** The digit [n] that the model reads in each of images [n, 784]: the first of the largest logits. */
export async function readDigits(model: LoadedModel, images: Uint8Array | Float32Array): Promise<number[]> {
  const read: number[] = [];
  const perCall = 2000 * PIXELS;
  for (let from = 0; from < images.length; from += perCall) {
    const logits = await model.logits(images.subarray(from, from + perCall));
    for (let at = 0; at < logits.length; at += CLASSES) {
      const own = logits.subarray(at, at + CLASSES);
      read.push(own.indexOf(Math.max(...own)));
    }
  }
  return read;
}

/** Image `row` of images [n, 784] as values [784] in [0, 1]. */
export function takeImage(images: Uint8Array, row: number): Float32Array {
  return bytesToUnit(images.subarray(row * PIXELS, (row + 1) * PIXELS));
}
