/** Everything below a folder, without following links. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The path of everything below `folder`: files, folders, and links as such, behind which it does not look. Nothing where there is no such
 * folder, or where it may not be read.
 */
export async function* walkFolder(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    yield path;
    if (entry.isDirectory()) yield* walkFolder(path);
  }
}
