/** That a model failed when a sweep last tried it: kept until it is computed, in no manifest. */
import { z } from 'zod';
import { exists, removeFile } from '../store/files.ts';
import { openRecord, writeRecord } from '../store/recordFile.ts';
import type { Model } from '../study/grid.ts';
import type { Study } from './study.ts';

const failure = z.strictObject({ message: z.string() });

/** Why the model failed when it was last tried; null where it did not, or was computed since. */
export async function readFailure(
  { folder }: Pick<Study, 'folder'>,
  { name }: Model,
): Promise<string | null> {
  const path = folder.failure(name);
  if (!(await exists(path))) return null;
  const { fields } = await openRecord(path);
  // It failed, even where what it said is damaged.
  return failure.safeParse(fields).data?.message ?? 'for a reason that is not known any more';
}

/** Keeps that the model failed. */
export async function keepFailure(
  { folder }: Pick<Study, 'folder'>,
  { name }: Model,
  message: string,
): Promise<void> {
  await writeRecord(folder.failure(name), { message });
}

/** Forgets it: the model is computed. */
export async function dropFailure({ folder }: Pick<Study, 'folder'>, { name }: Model): Promise<void> {
  await removeFile(folder.failure(name));
}
