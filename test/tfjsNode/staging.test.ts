import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStaging } from '../../pipeline/tfjsNode/staging.ts';
import { errorLine } from '../store/errorLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

/** Above the largest process id of Linux (2^22). */
const NOBODY = 4194305;

test('what processes that have ended left behind is removed, and nothing else', async () => {
  const cache = await openTemporaryFolder();
  const here = hostname();
  const ended = [`.staging-${here}-${NOBODY}-0a`, `.staging-${here}-${process.pid}-0b`];
  const kept = [`.staging-${here}-${process.ppid}-0c`, '.staging-elsewhere-1-0d', '4.22.0-linux-x64'];
  const forgotten = '.staging-elsewhere-1-0e';
  for (const name of [...ended, ...kept, forgotten])
    await mkdir(join(cache, name, 'inner'), { recursive: true });
  const longAgo = Date.now() / 1000 - 25 * 60 * 60;
  await utimes(join(cache, forgotten), longAgo, longAgo);
  const staging = await openStaging(cache);
  expect((await readdir(cache)).map((name) => join(cache, name)).sort()).toEqual(
    [...kept.map((name) => join(cache, name)), staging.folder].sort(),
  );
  await staging.remove();
  expect((await readdir(cache)).sort()).toEqual(kept.sort());
});

test('two calls of one process do not remove each other', async () => {
  const cache = join(await openTemporaryFolder(), 'new');
  const stagings = await Promise.all([1, 2, 3].map(() => openStaging(cache)));
  expect(await readdir(cache)).toHaveLength(3);
  const inner = await stagings[0]!.makeFolder('a/b');
  expect(inner).toBe(join(stagings[0]!.folder, 'a/b'));
  await Promise.all(stagings.map((staging) => staging.remove()));
  expect(await readdir(cache)).toEqual([]);
});

test('a cache that is a file is one line', async () => {
  const path = join(await openTemporaryFolder(), 'file');
  await writeFile(path, '');
  expect(await errorLine(() => openStaging(path))).toMatch(
    /file: expected a folder that can be written, got the error EEXIST; /,
  );
});
