/** Files and folders under temporary names (files.ts, fileTree.ts) that a killed process has left half-written. */
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { asUserError } from './files.ts';
import { walkFolder } from './walkFolder.ts';

/** A temporary name: that of the file, then a process and a number. */
const TEMPORARY = /^\..+\.\d+-\d+\.tmp$/;

/** Paths of temporary files and folders below `folder`, not through links, and of those of its lock beside it. */
export async function listLeftOvers(folder: string): Promise<string[]> {
  const beside = `.${basename(folder)}.lock.`;
  const names = await readdir(dirname(folder)).catch(() => []);
  const found = names.filter((name) => name.startsWith(beside)).map((name) => join(dirname(folder), name));
  for await (const path of walkFolder(folder)) found.push(path);
  return found.filter((path) => TEMPORARY.test(basename(path)));
}

/**
 * Removes temporary files and folders below `folder`, not through links, and those of its lock beside it. Only for who holds the lock:
 * nobody else writes there. Throws a UserError where one cannot be removed.
 */
export async function removeLeftOvers(folder: string): Promise<void> {
  for (const path of await listLeftOvers(folder)) {
    await rm(path, { recursive: true, force: true }).catch((error: unknown) => {
      throw asUserError(error, path, 'a file that can be removed');
    });
  }
}
