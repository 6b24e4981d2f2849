/** Everything below a folder, without following links. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The path of everything below `folder`: files, folders, and links as such, behind which it does not look. `onFault` hears of a folder that
 * is not there, or may not be read; unless it throws, nothing is below that.
 */
export async function* walkFolder(
  folder: string,
  onFault: (error: unknown, folder: string) => void = () => undefined,
): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    onFault(error, folder);
    return [];
  });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    yield path;
    if (entry.isDirectory()) yield* walkFolder(path, onFault);
  }
}
