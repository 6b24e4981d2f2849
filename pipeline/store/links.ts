/** Where a path leads: the same file may be started under several names. */
import { realpathSync } from 'node:fs';

/** The path of the file that `path` leads to, without symbolic links; `path` itself where nothing is there. */
export function followLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
