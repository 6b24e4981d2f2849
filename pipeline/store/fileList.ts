/** Lists the files of folders. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expected } from '../study/errors.ts';
import { asUserError } from './files.ts';

/**
 * Paths of all files below `root`, relative to it, with `/`, in order; temporary files are left out. What lies behind a
 * symbolic link is listed where the link is. Throws a UserError where `root` is no folder that can be read, and where a link
 * leads nowhere or back to a folder above it.
 */
export async function listFiles(root: string): Promise<string[]> {
  const real = await realpath(root).catch((error: unknown) => {
    throw asUserError(error, root, 'a folder');
  });
  const paths = await listBelow(root, real, []);
  return paths.sort();
}

/** Paths below `folder`, which is `real` without links and lies in the folders `above`, all without links. */
async function listBelow(folder: string, real: string, above: readonly string[]): Promise<string[]> {
  if (above.includes(real)) {
    throw expected(folder, 'a link that leads to no folder above it', `one to ${real}`, 'remove the link');
  }
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw asUserError(error, folder, 'a folder');
  });
  const listed: string[] = [];
  for (const entry of entries.filter(({ name }) => !name.startsWith('.'))) {
    const { name } = entry;
    const path = join(folder, name);
    const found = entry.isFile() || entry.isDirectory() ? entry : await follow(path);
    if (found.isFile()) listed.push(name);
    else if (found.isDirectory()) {
      const realBelow = entry.isDirectory() ? join(real, name) : await realpath(path);
      for (const below of await listBelow(path, realBelow, [...above, real])) listed.push(`${name}/${below}`);
    }
  }
  return listed;
}

/** What lies behind a link. */
function follow(path: string) {
  return stat(path).catch((error: unknown) => {
    throw asLinkError(error, path);
  });
}

/** A name in a folder that leads to nothing is a link whose target was moved or is on a disk that is not there. */
function asLinkError(error: unknown, path: string): unknown {
  const isLost = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  if (!isLost) return asUserError(error, path, 'a file or a folder');
  return expected(path, 'a link to a file or a folder', 'one that leads nowhere', 'mend or remove the link');
}

/** The names in a folder. Throws a UserError where it is not there or cannot be read; `what` it should have been. */
export async function listFolder(folder: string, what: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    throw asUserError(error, folder, what);
  });
}

/** Whether a folder is at `path`; false of a file. Throws a UserError where nothing is there or it cannot be told. */
export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: unknown) => {
    throw asUserError(error, path, 'a file or a folder');
  });
  return found.isDirectory();
}
