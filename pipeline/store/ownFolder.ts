/** Where this project lies on the disk, in a checkout or as an installed package. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the project: two above this file's, three where it is compiled into dist/. */
export const OWN_FOLDER = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? '../..' : '../../..',
);

/** The configs that the project brings. */
const OWN_CONFIG = /^configs[\\/]/;

/**
 * The path of a config: as it is named, from the working folder. Where there is no such file, `configs/smoke.yaml` and the
 * like are those that the project brings.
 */
export function locateConfig(path: string): string {
  if (existsSync(path) || !OWN_CONFIG.test(path)) return path;
  const own = join(OWN_FOLDER, path);
  return existsSync(own) ? own : path;
}
