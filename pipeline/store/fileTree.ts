/** The files of a folder as bytes in memory: how a model that was computed elsewhere comes to its place. */
import { join } from 'node:path';
import { listFiles } from './fileList.ts';
import { exists, readBytes, writeFileAtomic } from './files.ts';
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
 * Puts the files of `tree` into `folder`, in the place of the results that are there. Records come last, so that where one is,
 * all that it tells of is, whenever this process ends. The same files are left as they are.
 */
export async function placeTree(folder: string, tree: FileTree): Promise<void> {
  const paths = [...tree.keys()];
  const records = paths.filter(isRecord);
  for (const path of records) {
    const place = join(folder, path);
    if ((await exists(place)) && !isSame(await readBytes(place), tree.get(path)!)) await removeResult(place);
  }
  for (const path of [...paths.filter((one) => !isRecord(one)), ...records]) {
    await writeFileAtomic(join(folder, path), tree.get(path)!);
  }
}

function isRecord(path: string): boolean {
  return path.endsWith('.json');
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
