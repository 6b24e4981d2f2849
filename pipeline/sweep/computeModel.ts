/** Computes one model, its ideas and its experiments, as far as they are missing. What a worker of the pool does. */
import type { ExperimentName } from '../experiments/experiment.ts';
import { listMissingExperiments, listWantedExperiments } from '../experiments/listExperiments.ts';
import { ensureIdeas } from '../models/ensureIdeas.ts';
import { obtainModel } from '../models/modelOrigin.ts';
import { type ModelState, readModelState, type SearchedModel } from '../models/modelState.ts';
import { type ModelTimes, readTimes, writeTimes } from '../models/modelTimes.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { NOT_COMPUTED } from '../store/results.ts';
import type { Model } from '../study/grid.ts';
import type { EpochRecord } from '../study/records.ts';

/** What is missing of a model; null where it is finished. */
export interface ModelNeed {
  readonly model: Model;
  readonly step: 'train' | 'ideas' | 'experiments';
  readonly reason: string;
  /** Whether there has been no result of the step, which needs no explanation. */
  readonly isFirstTime: boolean;
  /** The experiments that are to be done, whatever the step that comes first. */
  readonly experiments: readonly ExperimentName[];
}

/** What the model of `state` still needs. */
export async function findNeed(study: Study, state: ModelState): Promise<ModelNeed | null> {
  const { model } = state;
  if (state.missing !== null) {
    const experiments = listWantedExperiments(study, model).map(({ name }) => name);
    const { missing: step, reason } = state;
    return { model, step, reason, isFirstTime: reason === NOT_COMPUTED, experiments };
  }
  const missing = await listMissingExperiments(study, state);
  // What is done again is to be explained, even where another experiment is new.
  const again = missing.find(({ reason }) => reason !== NOT_COMPUTED);
  const told = again ?? missing[0];
  if (told === undefined) return null;
  const experiments = missing.map(({ name }) => name);
  const reason = `${told.name} ${told.reason}`;
  return { model, step: 'experiments', reason, isFirstTime: again === undefined, experiments };
}

/** Whether this process has computed a model. */
let hasComputed = false;

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
      ? await time(() => obtainModel(study, model, data, onEpoch))
      : { value: state.training, seconds: null };
  const { value: searched, seconds: ideasSeconds } =
    state.missing === null
      ? { value: { ideas: state.ideas, hasSearched: false }, seconds: null }
      : await time(() => ensureIdeas(study, { model, training: trained.value }, data));
  const before = await readTimes(study, model);
  const isFirst = !hasComputed;
  hasComputed = true;
  const times: ModelTimes = {
    trainSeconds: trained.seconds ?? before?.trainSeconds ?? null,
    // A model that was lost is trained to the same bytes again, and its ideas still hold.
    ideasSeconds: searched.hasSearched ? ideasSeconds : (before?.ideasSeconds ?? null),
    experimentsSeconds: before?.experimentsSeconds ?? {},
    isFirstOfProcess: trained.seconds === null ? (before?.isFirstOfProcess ?? isFirst) : isFirst,
  };
  await writeTimes(study, model, times);
  const done = { model, training: trained.value, ideas: searched.ideas };
  const experimentsSeconds = { ...times.experimentsSeconds, ...(await runExperiments(study, done, data)) };
  const all = { ...times, experimentsSeconds };
  await writeTimes(study, model, all);
  return all;
}

/** Does the experiments that are missing; gives the seconds of each by its name. */
async function runExperiments(
  study: Study,
  searched: SearchedModel,
  data: StudyData,
): Promise<Record<string, number>> {
  const taken: Record<string, number> = {};
  for (const { name, run } of await listMissingExperiments(study, searched)) {
    taken[name] = (await time(() => run(study, searched, data))).seconds;
  }
  return taken;
}

async function time<Value>(work: () => Promise<Value>): Promise<{ value: Value; seconds: number }> {
  const start = performance.now();
  const value = await work();
  return { value, seconds: Math.round(performance.now() - start) / 1000 };
}
