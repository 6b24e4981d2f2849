/** An experiment on single models: from a plan of what it does, how its record and the scores of its images are kept. */
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import type { Panel } from '../judging/panel.ts';
import type { SearchedModel } from '../models/modelState.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import type { SearchableModel } from '../search/modelView.ts';
import { readBytes, sha256 } from '../store/files.ts';
import { findResult, type Lookup, type Result, writeResult } from '../store/results.ts';
import type { Model } from '../study/grid.ts';
import type { Inputs } from '../study/inputs.ts';
import type { Experiment, ExperimentName, ModelExperiment, ScoringTask } from './experiment.ts';
import { withModel } from './experimentModel.ts';
import type { ReportPart } from './reportPart.ts';

/** The record of one model, and what the judges say of its images; null where they were not asked. */
export interface ModelRecord<Content, Scores> {
  readonly model: Model;
  readonly record: Content;
  readonly scores: Scores | null;
}

/** How the images of an experiment are scored; `Reader` and `Material`: what that needs of the panel and beside it. */
export interface Scoring<
  Content,
  Scores,
  Reader = Pick<Panel, 'probabilities'>,
  Material = Pick<StudyData, 'train' | 'test'>,
> {
  /** Name of the file with its images; null where the record holds them. */
  readonly file: string | null;
  readonly schema: z.ZodType<Scores>;
  /** Raised when the same inputs would give other scores. */
  readonly revision: number;
  /** The scores; `images`: the bytes of the file, read from `path`, none without a file. */
  score(
    panel: Reader,
    content: Content,
    images: { readonly bytes: Uint8Array; readonly path: string },
    material: Material,
  ): Promise<Scores>;
}

/** What there is for scoring beside the images: the study's own, and the model that they are of. */
export interface ScoringMaterial extends Pick<StudyData, 'train' | 'test'> {
  /** Loads the model for `use` and disposes of it. */
  withModel<Value>(use: (loaded: SearchableModel) => Promise<Value>): Promise<Value>;
}

/** What an experiment found on a model: its record, and the files beside it by name. */
export interface Outcome<Content> {
  readonly record: Content;
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/** What one has to say of an experiment on single models. */
export interface ModelExperimentPlan<Content, Scores> {
  readonly name: ExperimentName;
  readonly covers: ModelExperiment['covers'];
  readonly countWork: ModelExperiment['countWork'];
  /** The shape of its record. */
  readonly schema: z.ZodType<Content>;
  /** What its record is computed from. */
  inputsOf(study: Study, searched: SearchedModel): Inputs;
  run(study: Study, searched: SearchedModel, data: StudyData): Promise<Outcome<Content>>;
  /** Null where the judges have no part in it. */
  readonly scoring: Scoring<Content, Scores, Panel, ScoringMaterial> | null;
  /** Its part of the report, from at least one record. Loads what draws it only now: charts take long to load. */
  report(records: readonly ModelRecord<Content, Scores>[], study: Pick<Study, 'config'>): Promise<ReportPart>;
}

/** The experiment of a plan: its record lies where every experiment's does, and holds for its inputs. */
export function defineExperiment<Content, Scores>(plan: ModelExperimentPlan<Content, Scores>): Experiment {
  const { name, covers, countWork } = plan;
  return {
    name,
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

/** What there is of an experiment on one model. */
interface Found<Content, Scores> {
  readonly result: Result<Content>;
  /** The scores of its images, or why they have to be computed; null where they are not asked for. */
  readonly scores: { readonly inputs: Inputs; readonly lookup: Lookup<Scores> } | null;
}

/**
 * The record of an experiment on one model, with its scores by the panel `version`, or without any where that is null;
 * null where it has to be done.
 */
async function findScoredRecord<Content, Scores>(
  plan: ModelExperimentPlan<Content, Scores>,
  study: Study,
  searched: SearchedModel,
  version: string | null,
): Promise<Found<Content, Scores> | null> {
  const { result } = await findRecord(plan, study, searched);
  if (result === null) return null;
  if (plan.scoring === null || version === null) return { result, scores: null };
  const inputs: Inputs = {
    images: sha256(JSON.stringify([result.inputs, result.sha256])),
    score_version: version,
    runtime: study.engine.version,
    revision: plan.scoring.revision,
  };
  const { scores } = study.folder.model(searched.model.name).experiment(plan.name);
  return { result, scores: { inputs, lookup: await findResult(scores, plan.scoring.schema, inputs) } };
}

async function isScored<Content, Scores>(
  plan: ModelExperimentPlan<Content, Scores>,
  study: Study,
  searched: SearchedModel,
  version: string,
): Promise<boolean> {
  if (plan.scoring === null) return true;
  const found = await findScoredRecord(plan, study, searched, version);
  return found?.scores?.lookup.stale === null;
}

async function gatherRecords<Content, Scores>(
  plan: ModelExperimentPlan<Content, Scores>,
  study: Study,
  searched: readonly SearchedModel[],
  version: string | null,
): Promise<ModelRecord<Content, Scores>[]> {
  const records: ModelRecord<Content, Scores>[] = [];
  for (const one of searched) {
    const found = await findScoredRecord(plan, study, one, version);
    if (found === null) continue;
    const scores = found.scores?.lookup.result?.content ?? null;
    records.push({ model: one.model, record: found.result.content, scores });
  }
  return records;
}

/** Has the panel score the images of every model's record that it has not scored. */
async function scoreUnscored<Content, Scores>(
  plan: ModelExperimentPlan<Content, Scores>,
  { study, data, searched, panel: waiting }: ScoringTask,
): Promise<void> {
  if (plan.scoring === null) return;
  for (const one of searched) {
    const found = await findScoredRecord(plan, study, one, waiting.version);
    if (!found?.scores || found.scores.lookup.stale === null) continue;
    const { record, scores } = study.folder.model(one.model.name).experiment(plan.name);
    const { file } = plan.scoring;
    const path = file === null ? record : join(dirname(record), file);
    const images = { bytes: file === null ? new Uint8Array() : await readBytes(path), path };
    const material: ScoringMaterial = {
      ...{ train: data.train, test: data.test },
      withModel: (use) => withModel(study, one, use),
    };
    const content = await plan.scoring.score(await waiting.open(), found.result.content, images, material);
    await writeResult(scores, found.scores.inputs, content);
  }
}
