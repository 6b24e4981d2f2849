/** Lists the files of folders. */
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { asUserError } from './files.ts';

/** Paths of all files below `root`, relative to it, with `/`, in order; temporary files are left out. */
export async function listFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** The names in a folder. Throws a UserError where it is not there or cannot be read; `what` it should have been. */
export async function listFolder(folder: string, what: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    throw asUserError(error, folder, what);
  });
}
