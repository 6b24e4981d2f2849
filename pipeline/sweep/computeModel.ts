/** Computes one model, its ideas and its experiments, as far as they are missing. What a worker of the pool does. */
import { listMissingExperiments } from '../experiments/listExperiments.ts';
import { computeIdeas } from '../models/modelIdeas.ts';
import { readModelState } from '../models/modelState.ts';
import { type ModelTimes, readTimes, writeTimes } from '../models/modelTimes.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { computeTraining } from '../models/trainedModel.ts';
import type { Model } from '../study/grid.ts';
import type { EpochRecord } from '../study/records.ts';

/** What is missing of a model; null where it is finished. */
export interface ModelNeed {
  readonly model: Model;
  readonly step: 'train' | 'ideas' | 'experiments';
  readonly reason: string;
}

/** Finds what `model` still needs. */
export async function findNeed(study: Study, model: Model, data: StudyData): Promise<ModelNeed | null> {
  const state = await readModelState(study, model, data);
  if (state.missing !== null) return { model, step: state.missing, reason: state.reason };
  const [first] = await listMissingExperiments(study, state);
  return first ? { model, step: 'experiments', reason: `${first.name} ${first.reason}` } : null;
}

/** Trains the model, finds its ideas and does the experiments that the study wants, where that is not done yet. */
export async function computeModel(
  study: Study,
  model: Model,
  data: StudyData,
  onEpoch: (record: EpochRecord) => void = () => undefined,
): Promise<ModelTimes> {
  const state = await readModelState(study, model, data);
  const trained =
    state.missing === 'train'
      ? await time(() => computeTraining(study, model, data, onEpoch))
      : { value: state.training, seconds: null };
  const searched =
    state.missing === null
      ? { value: state.ideas, seconds: null }
      : await time(() => computeIdeas(study, model, trained.value));
  const before = await readTimes(study, model);
  const times: ModelTimes = {
    trainSeconds: trained.seconds ?? before?.trainSeconds ?? null,
    ideasSeconds: searched.seconds ?? before?.ideasSeconds ?? null,
  };
  await writeTimes(study, model, times);
  const done = { model, training: trained.value, ideas: searched.value };
  for (const { run } of await listMissingExperiments(study, done)) await run(study, done, data);
  return times;
}

async function time<Value>(work: () => Promise<Value>): Promise<{ value: Value; seconds: number }> {
  const start = performance.now();
  const value = await work();
  return { value, seconds: Math.round(performance.now() - start) / 1000 };
}
