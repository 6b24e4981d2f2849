/** Unpacks some files of a Python wheel, which is a ZIP archive (PEP 427). */
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import { orUserError } from './cacheFolder.ts';

/**
 * Unpacks the wheel at `path` into `folder`: each file for which `placeOf` names a path within `folder`. Then removes
 * the wheel. Throws a UserError where the disk is full or cannot be written.
 */
export async function unpackWheel(
  path: string,
  folder: string,
  placeOf: (name: string) => string | undefined,
): Promise<void> {
  await orUserError(folder, async () => {
    const archive = await openPromise(path);
    for await (const entry of archive.eachEntry()) {
      const place = entry.fileName.endsWith('/') ? undefined : placeOf(entry.fileName);
      if (place === undefined) continue;
      const target = join(folder, place);
      await mkdir(dirname(target), { recursive: true });
      await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(target));
    }
    await rm(path);
  });
}
