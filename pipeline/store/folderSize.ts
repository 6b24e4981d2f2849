/** Folders as a whole: how large they are, when something in them was last written, and their removal. */
import { lstat, rm } from 'node:fs/promises';
import { asUserError } from './files.ts';
import { walkFolder } from './walkFolder.ts';

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
    let [parts, bytes, written] = [0, 0, mtimeMs];
    for await (const part of walkFolder(path)) {
      const found = await lstat(part);
      parts++;
      if (found.isFile()) bytes += found.size;
      written = Math.max(written, found.mtimeMs);
    }
    return { bytes: parts > 0 ? bytes : size, written };
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
