/** Every experiment that is done on each model by itself, in the order of the report. */
import type { Study } from '../models/study.ts';
import { COMPARISON } from './comparison/comparison.ts';
import { COUNTERFEITS } from './counterfeits/counterfeits.ts';
import type { CellExperiment, SearchedCell } from './experiment.ts';
import { HINTS } from './hints/hints.ts';

/** The experiments, each by its definition. */
export const CELL_EXPERIMENTS: readonly CellExperiment<unknown>[] = [COMPARISON, HINTS, COUNTERFEITS];

/** The experiments that the study wants on a cell and that are not done, each with the reason. */
export async function listMissingExperiments(study: Study, searched: SearchedCell) {
  const missing: { readonly experiment: CellExperiment<unknown>; readonly reason: string }[] = [];
  for (const experiment of CELL_EXPERIMENTS) {
    if (!experiment.isEnabled(study) || !experiment.covers(study, searched.cell)) continue;
    const { stale } = await experiment.find(study, searched);
    if (stale !== null) missing.push({ experiment, reason: stale });
  }
  return missing;
}
