/** The files of a folder as bytes in memory: how a model that was computed elsewhere comes to its place. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { listFiles } from './fileList.ts';
import { asUserError, exists, prepareFolder, readBytes, removeFolder, writeFileAtomic } from './files.ts';
import { removeResult } from './results.ts';

/** Bytes by path below a folder, with `/`. */
export type FileTree = ReadonlyMap<string, Uint8Array>;

/** Every file below `folder`, in the order of paths; none where there is no such folder. */
export async function readTree(folder: string): Promise<FileTree> {
  const tree = new Map<string, Uint8Array>();
  if (!(await exists(folder))) return tree;
  for (const path of await listFiles(folder)) tree.set(path, await readBytes(join(folder, path)));
  return tree;
}

/**
 * Puts the files of `tree` into `folder`: all at once where there is no such folder, else each in the place of the result that is there.
 * Then records come last, behind their keys (results.ts), so that where one is, all that it tells of is, whenever this process ends; and
 * the same files are left as they are. Throws a UserError where they cannot be written.
 */
export async function placeTree(folder: string, tree: FileTree): Promise<void> {
  if (tree.size === 0) return;
  if (!(await exists(folder)) && (await placeFolder(folder, tree))) return;
  const isThere = async (path: string): Promise<boolean> => {
    const place = join(folder, path);
    return (await exists(place)) && isSame(await readBytes(place), tree.get(path)!);
  };
  const paths = [...tree.keys()];
  const records = paths.filter(isRecord);
  for (const path of records) {
    const place = join(folder, path);
    if ((await exists(place)) && !(await isThere(path))) await removeResult(place);
  }
  const keys = records.filter(isKey);
  const others = records.filter((one) => !isKey(one));
  for (const path of [...paths.filter((one) => !isRecord(one)), ...keys, ...others]) {
    if (!(await isThere(path))) await writeFileAtomic(join(folder, path), tree.get(path)!);
  }
}

let temporaryFolders = 0;

/**
 * Writes the files into a folder beside `folder` under a temporary name, as leftOvers.ts knows it, then renames that. Without promises,
 * which hand each of many small files over to another thread. False where `folder` has appeared meanwhile.
 */
async function placeFolder(folder: string, tree: FileTree): Promise<boolean> {
  await prepareFolder(dirname(folder));
  temporaryFolders++;
  const temporary = join(dirname(folder), `.${basename(folder)}.${process.pid}-${temporaryFolders}.tmp`);
  try {
    for (const place of new Set([...tree.keys()].map((path) => dirname(join(temporary, path)))))
      mkdirSync(place, { recursive: true });
    for (const [path, bytes] of tree) writeFileSync(join(temporary, path), bytes);
    renameSync(temporary, folder);
    return true;
  } catch (error) {
    // Cleaning up may fail for the reason that the writing did; that reason is the one to report.
    await removeFolder(temporary).catch(() => undefined);
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw asUserError(error, folder, 'a folder that can be written');
  }
}

function isRecord(path: string): boolean {
  return path.endsWith('.json');
}

function isKey(path: string): boolean {
  return path.endsWith('.key.json');
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
