/** Where this project lies on the disk, in a checkout or as an installed package. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the project, seen from here and from the compiled pipeline. */
export const OWN_FOLDERS = ['../..', '../../..'].map((above) => join(import.meta.dirname, above));

/** The configs that the project brings. */
const OWN_CONFIG = /^configs[\\/]/;

/**
 * The path of a config: as it is named, from the working folder. Where there is no such file, `configs/smoke.yaml` and the
 * like are those that the project brings.
 */
export function locateConfig(path: string): string {
  if (existsSync(path) || !OWN_CONFIG.test(path)) return path;
  return OWN_FOLDERS.map((folder) => join(folder, path)).find((own) => existsSync(own)) ?? path;
}
