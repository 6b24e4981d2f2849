/** Which code computes: two machines may share a study where it is the same. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles } from './fileList.ts';
import { OWN_FOLDER } from './ownFolder.ts';

/** The folders of pipeline/ that a model's bytes depend on. */
const FOLDERS = [
  'engine',
  'experiments',
  'judging',
  'math',
  'models',
  'optimum',
  'search',
  'statistics',
  'store',
  'study',
];

/** `0.1.0+1a2b3c4d5e6f`: the project's version, and the first 12 hexadecimal digits of the SHA-256 of that code, as it runs here. */
export async function describeCode(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(OWN_FOLDER, 'package.json'), 'utf8')) as {
    version: string;
  };
  const pipeline = join(import.meta.dirname, '..');
  const hash = createHash('sha256');
  for (const folder of FOLDERS) {
    for (const path of await listFiles(join(pipeline, folder))) {
      if (!/\.(ts|js)$/.test(path)) continue;
      hash.update(`${folder}/${path}\n`).update(await readFile(join(pipeline, folder, path)));
    }
  }
  return `${version}+${hash.digest('hex').slice(0, 12)}`;
}
