import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { listFiles } from '../../pipeline/store/fileList.ts';
import { placeTree, readTree } from '../../pipeline/store/fileTree.ts';
import { findResult, writeResult } from '../../pipeline/store/results.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

test('a result that is put in the place of another leaves none of its files, and holds', async () => {
  const folder = await openTemporaryFolder();
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  await writeResult(join(to, 'a', 'r.json'), { seed: 1 }, 1, { 'old.bin': 'old', 'both.bin': 'x' });
  await writeResult(join(to, 'other.json'), { seed: 1 }, 1, { 'other.bin': 'kept' });
  await writeResult(join(from, 'a', 'r.json'), { seed: 2 }, 2, { 'both.bin': 'y', 'new.bin': 'new' });
  await placeTree(to, await readTree(from));
  expect(await listFiles(to)).toEqual(['a/both.bin', 'a/new.bin', 'a/r.json', 'other.bin', 'other.json']);
  expect((await findResult(join(to, 'a', 'r.json'), z.number(), { seed: 2 })).stale).toBeNull();
  expect(await readFile(join(to, 'a', 'both.bin'), 'utf8')).toBe('y');
});

test('a folder that is not there has no files', async () => {
  expect((await readTree(join(await openTemporaryFolder(), 'none'))).size).toBe(0);
});
