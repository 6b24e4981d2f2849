/** Folders as a whole: how large they are, when something in them was last written, and their removal. */
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asUserError } from './files.ts';

/** A file or a folder with all below it; links are not followed. */
export interface Measured {
  readonly bytes: number;
  /** When the last of it was written, in milliseconds since 1970. */
  readonly written: number;
}

/** Measures what is at `path`; null where nothing is. Throws a UserError where that cannot be told. */
export async function measure(path: string): Promise<Measured | null> {
  try {
    const { size, mtimeMs } = await lstat(path);
    const below = await readdir(path, { recursive: true }).catch(() => []);
    const parts = await Promise.all(below.map((name) => lstat(join(path, name))));
    return {
      bytes: parts.reduce((sum, part) => sum + (part.isFile() ? part.size : 0), below.length > 0 ? 0 : size),
      written: Math.max(mtimeMs, ...parts.map((part) => part.mtimeMs)),
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw asUserError(error, path, 'a file or a folder that can be seen');
  }
}

/** Removes a file, a link or a folder with all below it. Throws a UserError where that is not allowed. */
export async function removeAll(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch((error: unknown) => {
    throw asUserError(error, path, 'a file or a folder that can be removed');
  });
}
