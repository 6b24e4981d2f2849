/** Files and folders under temporary names (files.ts, fileTree.ts) that a killed process has left half-written. */
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { asUserError } from './files.ts';

/** A temporary name: that of the file, then a process and a number. */
const TEMPORARY = /^\..+\.\d+-\d+\.tmp$/;

/** Paths of temporary files and folders below `folder`, not through links, and of those of its lock beside it. */
export async function listLeftOvers(folder: string): Promise<string[]> {
  const beside = `.${basename(folder)}.lock.`;
  const found = [
    ...(await listNames(dirname(folder)))
      .filter((name) => name.startsWith(beside))
      .map((name) => join('..', name)),
    ...(await listNames(folder, true)),
  ];
  return found.filter((path) => TEMPORARY.test(basename(path))).map((name) => join(folder, name));
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

/** The names in `folder`, or the paths of everything below it; none where there is no such folder, or not to be read. */
async function listNames(folder: string, recursive = false): Promise<string[]> {
  return readdir(folder, { recursive }).catch(() => []);
}
