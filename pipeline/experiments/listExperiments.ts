/** Every experiment that is done on each model by itself, in the order of the report. */
import type { SearchedModel } from '../models/modelState.ts';
import type { Study } from '../models/study.ts';
import { COMPARISON } from './comparison/comparison.ts';
import { COUNTERFEITS } from './counterfeits/counterfeits.ts';
import type { ModelExperiment } from './experiment.ts';
import { HINTS } from './hints/hints.ts';

/** The experiments, each by its definition. */
export const MODEL_EXPERIMENTS: readonly ModelExperiment<unknown>[] = [COMPARISON, HINTS, COUNTERFEITS];

/** The experiments that the study wants on a model and that are not done, each with the reason. */
export async function listMissingExperiments(study: Study, searched: SearchedModel) {
  const missing: { readonly experiment: ModelExperiment<unknown>; readonly reason: string }[] = [];
  for (const experiment of MODEL_EXPERIMENTS) {
    if (!experiment.isEnabled(study) || !experiment.covers(study, searched.model)) continue;
    const { stale } = await experiment.find(study, searched);
    if (stale !== null) missing.push({ experiment, reason: stale });
  }
  return missing;
}
