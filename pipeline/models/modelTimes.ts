/** How long a model took: kept beside its results, in no manifest. */
import { z } from 'zod';
import { readRecordOfAnyVersion, writeRecord } from '../store/recordFile.ts';
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
