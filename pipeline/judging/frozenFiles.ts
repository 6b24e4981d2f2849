/**
 * The frozen judges' files: `NAME.json` and, where a judge has weights, `NAME.bin`, in pipeline/judging/frozen; and
 * `panel.json` on all of them together.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBytes, writeFileAtomic } from '../store/files.ts';

/** The folder that is part of the repository. */
const FROZEN_FOLDER = fileURLToPath(new URL('../judging/frozen', import.meta.url));

/** What to do about a judge that is missing or damaged. */
export const RESTORE_JUDGE = 'restore it from the repository, or make it again with make judges FREEZE=1';

/** A judge's files, as bytes, and where they are. */
export interface JudgeFiles {
  readonly recordPath: string;
  readonly record: Uint8Array;
  readonly weightsPath: string;
  /** Null for a judge without weights. */
  readonly weights: Uint8Array | null;
}

/** Reads a judge's files. Throws a UserError where one is missing. */
export async function readJudgeFiles(
  name: string,
  hasWeights: boolean,
  folder = FROZEN_FOLDER,
): Promise<JudgeFiles> {
  const [recordPath, weightsPath] = [join(folder, `${name}.json`), join(folder, `${name}.bin`)];
  return {
    recordPath,
    record: await readBytes(recordPath, RESTORE_JUDGE),
    weightsPath,
    weights: hasWeights ? await readBytes(weightsPath, RESTORE_JUDGE) : null,
  };
}

/** Writes a judge's files, the weights first. */
export async function writeJudgeFiles(
  name: string,
  record: string,
  weights: Uint8Array | null,
  folder = FROZEN_FOLDER,
): Promise<void> {
  if (weights !== null) await writeFileAtomic(join(folder, `${name}.bin`), weights);
  await writeFileAtomic(join(folder, `${name}.json`), record);
}

/** Reads what is known of the whole panel, and where it lies. Throws a UserError where it is missing. */
export async function readPanelFile(
  folder = FROZEN_FOLDER,
): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
  const path = panelPath(folder);
  return { path, bytes: await readBytes(path, RESTORE_JUDGE) };
}

/** Writes what is known of the whole panel. */
export async function writePanelFile(text: string, folder = FROZEN_FOLDER): Promise<void> {
  await writeFileAtomic(panelPath(folder), text);
}

function panelPath(folder: string): string {
  return join(folder, 'panel.json');
}
