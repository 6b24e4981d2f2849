/** What a sweep has to do, why, and how long it will take. */

import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { NOT_COMPUTED } from '../store/results.ts';
import type { Cell } from '../study/grid.ts';
import { type CellNeed, findNeed, readTimes } from './computeModel.ts';
import { predictSeconds } from './cost.ts';

/** A cell to compute and its predicted seconds on one core. */
export interface PlannedCell extends CellNeed {
  readonly seconds: number;
}

/** The work that is left of a study. */
export interface Plan {
  /** Longest first, so that no long one is left for the end. */
  readonly cells: readonly PlannedCell[];
  /** Cells that need nothing. */
  readonly finished: number;
}

/** Looks at what is there and plans the rest. */
export async function planStudy(study: Study, data: StudyData): Promise<Plan> {
  const pace = await measurePace(study, data);
  const cells: PlannedCell[] = [];
  for (const cell of study.cells) {
    const need = await findNeed(study, cell, data.identity);
    if (need) cells.push({ ...need, seconds: pace * predictCell(study, cell, data) });
  }
  cells.sort((a, b) => b.seconds - a.seconds);
  return { cells, finished: study.cells.length - cells.length };
}

/** Whether a cell is computed for the first time, which needs no explanation. */
export function isFirstTime(need: CellNeed): boolean {
  return need.step === 'train' && need.reason === NOT_COMPUTED;
}

/** Predicted wall time of cells on `workers` cores, each taking the next cell when free. */
export function predictWallSeconds(seconds: readonly number[], workers: number): number {
  const free = Array.from({ length: workers }, () => 0);
  for (const cost of seconds) {
    const next = free.indexOf(Math.min(...free));
    free[next] = free[next]! + cost;
  }
  return Math.max(...free);
}

function predictCell(study: Study, cell: Cell, data: StudyData): number {
  const { train, test } = data.record.counts;
  return predictSeconds({
    hidden: cell.hidden,
    batch: cell.batch,
    epochs: study.config.training.epochs,
    images: train,
    testImages: test,
    restarts: study.config.search.restarts,
  });
}

/** Seconds that finished cells of this study took, over those predicted: this machine's pace; 1 where none is known. */
async function measurePace(study: Study, data: StudyData): Promise<number> {
  let taken = 0;
  let predicted = 0;
  for (const cell of study.cells) {
    const times = await readTimes(study, cell);
    if (times?.trainSeconds == null || times.ideasSeconds == null) continue;
    taken += times.trainSeconds + times.ideasSeconds;
    predicted += predictCell(study, cell, data);
  }
  return predicted > 0 ? taken / predicted : 1;
}
