/** How long a model took: kept beside its results, in no manifest. */
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { listFolder } from '../store/fileList.ts';
import { exists } from '../store/files.ts';
import { readRecordOfAnyVersion, writeRecord } from '../store/recordFile.ts';
import { openStudyFolder } from '../store/studyFolder.ts';
import { UserError } from '../study/errors.ts';
import type { Model } from '../study/grid.ts';
import type { Study } from './study.ts';

const modelTimes = z.strictObject({
  trainSeconds: z.number().nullable(),
  ideasSeconds: z.number().nullable(),
  /** By the experiment's name; of those that a sweep did on this model. */
  experimentsSeconds: z.record(z.string(), z.number()).default({}),
  /** Whether its process had computed no model before: then it took longer, while functions were compiled. */
  isFirstOfProcess: z.boolean().default(false),
});

const NEXT_STEP = 'nothing needs them';

/** Seconds that a model took; null, or no entry, where it was not timed. */
export type ModelTimes = z.output<typeof modelTimes>;

/** The times of a model; null where there are none or they are damaged, which is no reason to stop. */
export async function readTimes(study: Study, model: Model): Promise<ModelTimes | null> {
  try {
    return await readRecordOfAnyVersion(study.folder.model(model.name).times, modelTimes, NEXT_STEP);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Keeps the times of a model. */
export async function writeTimes(study: Study, model: Model, times: ModelTimes): Promise<void> {
  await writeRecord(study.folder.model(model.name).times, times);
}

/** Seconds that each timed model of the study in `root` took, with its search and experiments, in the order of names. */
export async function readAllSeconds(root: string): Promise<number[]> {
  const folder = openStudyFolder(dirname(root), basename(root));
  const seconds: number[] = [];
  if (!(await exists(folder.models))) return seconds;
  for (const name of (await listFolder(folder.models, 'a folder')).sort()) {
    const path = folder.model(name).times;
    if (!(await exists(path))) continue;
    const times = await readRecordOfAnyVersion(path, modelTimes, NEXT_STEP);
    const { trainSeconds, ideasSeconds, experimentsSeconds } = times;
    if (trainSeconds === null || ideasSeconds === null) continue;
    const tried = Object.values(experimentsSeconds).reduce((sum, one) => sum + one, 0);
    seconds.push(trainSeconds + ideasSeconds + tried);
  }
  return seconds;
}
