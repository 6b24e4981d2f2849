/** Computes one model and its ideas, as far as they are missing. What a worker of the pool does. */
import { z } from 'zod';
import { listMissingExperiments } from '../experiments/listExperiments.ts';
import { findIdeas, searchCell } from '../models/modelIdeas.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { findTraining, trainCell } from '../models/trainedModel.ts';
import { readJson, writeJson } from '../store/files.ts';
import { UserError } from '../study/errors.ts';
import type { Cell } from '../study/grid.ts';
import type { EpochRecord } from '../study/records.ts';

const cellTimes = z.strictObject({
  trainSeconds: z.number().nullable(),
  ideasSeconds: z.number().nullable(),
});

/** Seconds that a cell took; null where it was not timed. */
export type CellTimes = z.output<typeof cellTimes>;

/** What is missing of a cell; null where it is finished. */
export interface CellNeed {
  readonly cell: Cell;
  readonly step: 'train' | 'ideas' | 'experiments';
  readonly reason: string;
}

/** Finds what `cell` still needs. */
export async function findNeed(study: Study, cell: Cell, datasetIdentity: string): Promise<CellNeed | null> {
  const training = await findTraining(study, cell, datasetIdentity);
  if (training.stale !== null) return { cell, step: 'train', reason: training.stale };
  const ideas = await findIdeas(study, cell, training.result);
  if (ideas.stale !== null) return { cell, step: 'ideas', reason: ideas.stale };
  const searched = { cell, training: training.result, ideas: ideas.result };
  const [first] = await listMissingExperiments(study, searched);
  return first ? { cell, step: 'experiments', reason: `${first.experiment.name} ${first.reason}` } : null;
}

/** Trains the model, finds its ideas and does the experiments that the study wants, where that is not done yet. */
export async function computeCell(
  study: Study,
  cell: Cell,
  data: StudyData,
  onEpoch: (record: EpochRecord) => void = () => undefined,
): Promise<CellTimes> {
  const found = await findTraining(study, cell, data.identity);
  const trained = await timed(async () => found.result ?? trainCell(study, cell, data, onEpoch));
  const ideas = await findIdeas(study, cell, trained.value);
  const searched = await timed(async () => ideas.result ?? searchCell(study, cell, trained.value));
  const before = await readTimes(study, cell);
  const times: CellTimes = {
    trainSeconds: found.result ? (before?.trainSeconds ?? null) : trained.seconds,
    ideasSeconds: ideas.result ? (before?.ideasSeconds ?? null) : searched.seconds,
  };
  await writeJson(study.folder.cell(cell.name).times, times);
  const done = { cell, training: trained.value, ideas: searched.value };
  for (const { experiment } of await listMissingExperiments(study, done))
    await experiment.run(study, done, data);
  return times;
}

/** The times of a finished cell; null where there are none or they are damaged, which is no reason to stop. */
export async function readTimes(study: Study, cell: Cell): Promise<CellTimes | null> {
  try {
    return await readJson(study.folder.cell(cell.name).times, cellTimes);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; seconds: number }> {
  const start = performance.now();
  const value = await work();
  return { value, seconds: Math.round(performance.now() - start) / 1000 };
}
