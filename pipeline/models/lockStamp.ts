/** What models carry of the lock of the analysis under which they are trained: no input, so that it makes none of them stale. */
import { z } from 'zod';
import { exists, removeFile } from '../store/files.ts';
import { openRecord, writeRecord } from '../store/recordFile.ts';
import { type AnalysisLock, lockPathOf, readLock } from './analysisLock.ts';
import type { Study } from './study.ts';

/** What a model carries that was trained under a lock. */
const stamp = z.strictObject({ digest: z.string() });

/** Keeps the lock beside the config, if there is one, in the study's folder, where those who train models find it. */
export async function keepLock({ configFile, folder }: Pick<Study, 'configFile' | 'folder'>): Promise<void> {
  if (configFile === undefined) return;
  const lock = await readLock(lockPathOf(configFile));
  if (lock !== null) await writeRecord(folder.analysisLock, lock);
  else if (await exists(folder.analysisLock)) await removeFile(folder.analysisLock);
}

/** Marks a model that is about to be trained as trained under the study's lock, or takes the mark of a former training away. */
export async function stampLock({ folder }: Pick<Study, 'folder'>, model: string): Promise<void> {
  const lock = await readLock(folder.analysisLock);
  const path = folder.model(model).analysisLock;
  if (lock !== null) await writeRecord(path, { digest: lock.digest });
  else if (await exists(path)) await removeFile(path);
}

/** Whether a model was trained under `lock`. A stamp that is damaged, or of another lock, is none. */
export async function isStamped(
  { folder }: Pick<Study, 'folder'>,
  model: string,
  lock: AnalysisLock,
): Promise<boolean> {
  const path = folder.model(model).analysisLock;
  if (!(await exists(path))) return false;
  const { fields, fault } = await openRecord(path);
  const read = stamp.safeParse(fields);
  return fault === null && read.success && read.data.digest === lock.digest;
}
