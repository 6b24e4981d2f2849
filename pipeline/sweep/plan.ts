/** What a sweep has to do, why, and how long it will take. */

import { countCheckpointImages } from '../engine/checkpoint.ts';
import { listWantedExperiments } from '../experiments/listExperiments.ts';
import { Heap } from '../math/heap.ts';
import { listModelMarks } from '../models/checkpoints.ts';
import { isNetwork } from '../models/givenModel.ts';
import { type ModelState, readModelState, type SearchedModel } from '../models/modelState.ts';
import { readTimes } from '../models/modelTimes.ts';
import { listAllModels, type Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { countPublishingWork, type PublishingWork } from '../report/publishingWork.ts';
import type { EngineName } from '../study/config.ts';
import { isGivenModel } from '../study/givenModels.ts';
import type { Model } from '../study/grid.ts';
import { findNeed, type ModelNeed } from './computeModel.ts';
import {
  addWarmUp,
  type ModelSeconds,
  predictJudging,
  predictModel,
  predictPublishing,
  predictStart,
  sumSeconds,
} from './cost.ts';
import { measurePace, scaleByPace, type TimedModel } from './pace.ts';
import { selectBy } from './selection.ts';

/** A model to compute, and the predicted seconds on one core of what it needs: by part, and all of it. */
export interface PlannedModel extends ModelNeed {
  readonly parts: ModelSeconds;
  readonly seconds: number;
}

/** What the panel has to read, which the workers do as soon as they have no model left to compute. */
export interface Scoring {
  /** Finished models whose images wait for it; those of the models to compute will wait as well. */
  readonly unscored: readonly Model[];
  /** Whether it has not been checked yet whether the judges can read the study's images. */
  readonly isCheckDue: boolean;
  /** Predicted seconds of that check. */
  readonly checkSeconds: number;
  /** Predicted seconds for a worker to open the panel; 0 where nothing waits for it. */
  readonly openSeconds: number;
  /** Predicted seconds of each model. */
  readonly modelSeconds: number;
}

/** The work that is left of a study. */
export interface Plan {
  /** Longest first, so that no long one is left for the end. */
  readonly models: readonly PlannedModel[];
  /** Models that need nothing. */
  readonly finished: number;
  /** Models that need something and are not asked for. */
  readonly left: number;
  /** Predicted seconds until the workers compute; 0 where they have nothing to. */
  readonly startSeconds: number;
  /** Predicted seconds that each worker's first model takes longer than the next. */
  readonly warmUpSeconds: number;
  readonly scoring: Scoring;
  /** Predicted seconds of publishing, which one process does. */
  readonly publishSeconds: number;
  /** Whether anything waits to be scored or filmed: more than writing the report anew. */
  readonly isPublishingDue: boolean;
}

/** What there is of each model of a study, and what it still needs, one after the other; null where it is finished. */
export async function* findNeeds(
  study: Study,
  data: StudyData,
): AsyncGenerator<{ readonly state: ModelState; readonly need: ModelNeed | null }> {
  for (const model of listAllModels(study)) {
    const state = await readModelState(study, model, data);
    yield { state, need: await findNeed(study, state, data) };
  }
}

/** Looks at what is there and plans the rest, as far as it is asked for, at the pace of what is finished. */
export async function planStudy(study: Study, data: StudyData, asked = selectBy([], study)): Promise<Plan> {
  const due: { readonly need: ModelNeed; readonly predicted: ModelSeconds }[] = [];
  const finished: SearchedModel[] = [];
  let left = 0;
  const timed: TimedModel[] = [];
  for await (const { state, need } of findNeeds(study, data)) {
    const predicted = await predictParts(study, state.model, data);
    const isAsked = need !== null && (await asked.includes(need));
    if (isAsked) due.push({ need, predicted });
    else if (need !== null) left++;
    else if (state.missing === null) finished.push(state);
    timed.push(await readTimed(study, state, need, predicted));
  }
  const pace = measurePace(timed);
  const { engine } = study.config;
  const models = due.map(({ need, predicted }): PlannedModel => {
    const parts = scaleByPace(leaveNeeded(need, predicted), pace);
    return { ...need, parts, seconds: sumSeconds(parts) };
  });
  models.sort((a, b) => b.seconds - a.seconds);
  const unfinished = models.map(({ model }) => model);
  const publishing = await countPublishingWork(study, data, unfinished, finished);
  const scoring = planScoring(engine, publishing, models.length, pace.all);
  const needsWorkers = models.length + scoring.unscored.length > 0 || scoring.isCheckDue;
  const { checked, judged, films, crossReadings } = publishing;
  return {
    models,
    finished: finished.length,
    left,
    startSeconds: needsWorkers ? pace.all * predictStart(engine) : 0,
    warmUpSeconds: models.length > 0 ? pace.all * measureWarmUp(engine, models[0]!) : 0,
    scoring,
    publishSeconds: pace.all * predictPublishing(engine, publishing),
    isPublishingDue: checked + judged + films + crossReadings > 0,
  };
}

/** The panel's part once `due` more models are computed; `pace`: seconds taken for each that is predicted. */
function planScoring(
  engine: EngineName,
  { judges, checked, judged, unscored }: PublishingWork,
  due: number,
  pace: number,
): Scoring {
  const { open, read } = predictJudging(engine, judges);
  const scored = due + unscored.length;
  return {
    unscored,
    isCheckDue: checked > 0,
    checkSeconds: checked > 0 ? pace * (open + checked * read) : 0,
    openSeconds: scored > 0 ? pace * open : 0,
    modelSeconds: scored > 0 ? (pace * judged * read) / scored : 0,
  };
}

/**
 * Predicted wall time of all that is planned: the workers' start, what they do side by side, and then publishing. They
 * check the judges first, then compute the models, and score each that is computed once no other is left to compute.
 */
export function predictSweepSeconds(plan: Plan, workers: number): number {
  const { models, scoring, startSeconds, warmUpSeconds, publishSeconds } = plan;
  const scored = models.length + scoring.unscored.length;
  const tasks = [
    scoring.checkSeconds,
    ...models.map(({ seconds }) => seconds),
    ...new Array<number>(scored).fill(scoring.modelSeconds),
  ];
  const side = predictWallSeconds(tasks, workers);
  return startSeconds + warmUpSeconds + side + scoring.openSeconds + publishSeconds;
}

/** Predicted wall time of models on `workers` cores, each taking the next model when free. */
export function predictWallSeconds(seconds: readonly number[], workers: number): number {
  const free = new Heap<number>((a, b) => a < b);
  for (let worker = 0; worker < workers; worker++) free.push(0);
  let last = 0;
  for (const cost of seconds) {
    const end = free.pop()! + cost;
    free.push(end);
    last = Math.max(last, end);
  }
  return last;
}

/** What a model takes longer for being the first of its process. */
function measureWarmUp(engine: EngineName, { parts, seconds }: PlannedModel): number {
  return sumSeconds(addWarmUp(engine, parts)) - seconds;
}

async function predictParts(study: Study, model: Model, data: StudyData): Promise<ModelSeconds> {
  const { config } = study;
  const { counts } = data.record;
  const experiments = listWantedExperiments(study, model).map(({ name, onModel }) => [
    name,
    onModel.countWork(config, counts),
  ]);
  return predictModel({
    engine: config.engine,
    settings: model.settings,
    counts,
    search: config.search,
    isNetwork: isGivenModel(model) && (await isNetwork(study, model)),
    checkpoints: {
      count: listModelMarks(study, model, data).length,
      read: countCheckpointImages({ ...counts, train: model.settings.trainImages ?? counts.train }),
    },
    experiments: Object.fromEntries(experiments),
  });
}

/** The parts of a model that it still needs. */
function leaveNeeded({ step, experiments }: ModelNeed, parts: ModelSeconds): ModelSeconds {
  return {
    training: step === 'train' ? parts.training : 0,
    search: step === 'experiments' ? 0 : parts.search,
    experiments: Object.fromEntries(experiments.map((name) => [name, parts.experiments[name] ?? 0])),
  };
}

/** The times of a model's parts that are as the config wants them: those of others say nothing about this study. */
async function readTimed(
  study: Study,
  { model, missing }: ModelState,
  need: ModelNeed | null,
  predicted: ModelSeconds,
): Promise<TimedModel> {
  const times = await readTimes(study, model);
  const isOpen = (name: string) => need?.experiments.some((open) => open === name) ?? false;
  const experiments = Object.entries(times?.experimentsSeconds ?? {}).filter(([name]) => !isOpen(name));
  return {
    times: {
      trainSeconds: missing === 'train' ? null : (times?.trainSeconds ?? null),
      ideasSeconds: missing === null ? (times?.ideasSeconds ?? null) : null,
      experimentsSeconds: Object.fromEntries(experiments),
      isFirstOfProcess: times?.isFirstOfProcess ?? false,
    },
    predicted: times?.isFirstOfProcess ? addWarmUp(study.config.engine, predicted) : predicted,
  };
}
