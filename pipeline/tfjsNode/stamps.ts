/**
 * Notes that a package's native library was seen to work, so that the next call need not load it again. A note holds
 * for one package folder and one major version of Node, as long as no file of the library changes.
 */
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, sha256, writeJson } from '../store/files.ts';
import type { TfjsNodePackage } from './package.ts';

const stampSchema = z.object({ fingerprint: z.string(), tensorflow: z.string() });

/** The version of TensorFlow that was seen to work in this place as it is now, or undefined. */
export async function readStamp(cache: string, source: TfjsNodePackage): Promise<string | undefined> {
  try {
    const stamp = await readJson(pathOf(cache, source), stampSchema);
    return stamp.fingerprint === (await fingerprint(source)) ? stamp.tensorflow : undefined;
  } catch {
    // No note, an unreadable one, or no library: all mean that nothing is known.
    return undefined;
  }
}

/** Notes that TensorFlow works for the package as it lies there now. */
export async function writeStamp(cache: string, source: TfjsNodePackage, tensorflow: string): Promise<void> {
  try {
    await writeJson(pathOf(cache, source), { fingerprint: await fingerprint(source), tensorflow });
  } catch {
    // The library works all the same; the next call only has to look again.
  }
}

function pathOf(cache: string, { folder }: TfjsNodePackage): string {
  const node = process.version.split('.', 1)[0]!;
  return join(cache, 'checked', `${sha256(`${folder} ${node}`).slice(0, 16)}.json`);
}

/** Path, size and time of change of each file of the binding and of TensorFlow's libraries. */
async function fingerprint({ folder, version }: TfjsNodePackage): Promise<string> {
  const lines = [version];
  for (const part of ['lib', join('deps', 'lib')]) {
    const root = await realpath(join(folder, part));
    for (const name of (await readdir(root, { recursive: true })).sort()) {
      const { size, mtimeMs } = await stat(join(root, name));
      lines.push(`${join(root, name)} ${size} ${mtimeMs}`);
    }
  }
  return sha256(lines.join('\n'));
}
