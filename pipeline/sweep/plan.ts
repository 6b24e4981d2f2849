/** What a sweep has to do, why, and how long it will take. */

import { readTimes } from '../models/modelTimes.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { NOT_COMPUTED } from '../store/results.ts';
import type { Model } from '../study/grid.ts';
import { findNeed, type ModelNeed } from './computeModel.ts';
import { predictSeconds } from './cost.ts';

/** A model to compute and its predicted seconds on one core. */
export interface PlannedModel extends ModelNeed {
  readonly seconds: number;
}

/** The work that is left of a study. */
export interface Plan {
  /** Longest first, so that no long one is left for the end. */
  readonly models: readonly PlannedModel[];
  /** Cells that need nothing. */
  readonly finished: number;
}

/** Looks at what is there and plans the rest. */
export async function planStudy(study: Study, data: StudyData): Promise<Plan> {
  const pace = await measurePace(study, data);
  const models: PlannedModel[] = [];
  for (const model of study.models) {
    const need = await findNeed(study, model, data);
    if (need) models.push({ ...need, seconds: pace * predictModel(study, model, data) });
  }
  models.sort((a, b) => b.seconds - a.seconds);
  return { models, finished: study.models.length - models.length };
}

/** Whether a model is computed for the first time, which needs no explanation. */
export function isFirstTime(need: ModelNeed): boolean {
  return need.step === 'train' && need.reason === NOT_COMPUTED;
}

/** Predicted wall time of models on `workers` cores, each taking the next model when free. */
export function predictWallSeconds(seconds: readonly number[], workers: number): number {
  const free = Array.from({ length: workers }, () => 0);
  for (const cost of seconds) {
    const next = free.indexOf(Math.min(...free));
    free[next] = free[next]! + cost;
  }
  return Math.max(...free);
}

function predictModel(study: Study, model: Model, data: StudyData): number {
  const { train, test } = data.record.counts;
  return predictSeconds({
    settings: model.settings,
    images: model.settings.trainImages ?? train,
    testImages: test,
    restarts: study.config.search.restarts,
  });
}

/** Seconds that finished models of this study took, over those predicted: this machine's pace; 1 where none is known. */
async function measurePace(study: Study, data: StudyData): Promise<number> {
  let taken = 0;
  let predicted = 0;
  for (const model of study.models) {
    const times = await readTimes(study, model);
    if (times?.trainSeconds == null || times.ideasSeconds == null) continue;
    taken += times.trainSeconds + times.ideasSeconds;
    predicted += predictModel(study, model, data);
  }
  return predicted > 0 ? taken / predicted : 1;
}
