import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { listFiles } from '../../pipeline/store/fileList.ts';
import { placeTree, readTree } from '../../pipeline/store/fileTree.ts';
import { removeLeftOvers } from '../../pipeline/store/leftOvers.ts';
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

/** A tree of two files, one of them in a folder. */
const TREE = new Map([
  ['r.json', new TextEncoder().encode('{}')],
  ['ideas/i.vf', new Uint8Array(5)],
]);

test('where there is no such folder all files come at once, and whoever comes second changes nothing', async () => {
  const folder = await openTemporaryFolder();
  const to = join(folder, 'models', 'm');
  await Promise.all([placeTree(to, TREE), placeTree(to, TREE)]);
  expect([...(await readTree(to)).keys()]).toEqual(['ideas/i.vf', 'r.json']);
  expect(await readdir(join(folder, 'models'))).toEqual(['m']);
});

test('what cannot be written leaves nothing behind, and says so in one line', async () => {
  const folder = await openTemporaryFolder();
  const tree = new Map([...TREE, ['ideas/i.vf/below-a-file', new Uint8Array(1)]]);
  await expect(placeTree(join(folder, 'm'), tree)).rejects.toThrow(
    /m: expected a folder that can be written, got /,
  );
  expect(await readdir(folder)).toEqual([]);
});

test('what a killed process has left of a folder goes with the next lock', async () => {
  const folder = await openTemporaryFolder();
  await placeTree(join(folder, 'study', 'models', '.m.123-4.tmp'), TREE);
  await placeTree(join(folder, 'study', 'models', 'other'), TREE);
  await removeLeftOvers(join(folder, 'study'));
  expect(await readdir(join(folder, 'study', 'models'))).toEqual(['other']);
});

test('a folder that is not there has no files', async () => {
  const folder = await openTemporaryFolder();
  const none = await readTree(join(folder, 'none'));
  expect(none.size).toBe(0);
  await placeTree(join(folder, 'to'), none);
  expect(await readdir(folder)).toEqual([]);
});
