import { readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { listFiles } from '../../pipeline/store/fileList.ts';
import { placeTree, readTree } from '../../pipeline/store/fileTree.ts';
import { measure } from '../../pipeline/store/folderSize.ts';
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

test('what lies behind a link, or a link that leads back, is neither removed nor looked into', async () => {
  const folder = await openTemporaryFolder();
  const [study, elsewhere] = [join(folder, 'study'), join(folder, 'elsewhere')];
  await placeTree(elsewhere, new Map([['.mine.json.12-3.tmp', new Uint8Array(7)]]));
  await placeTree(join(study, 'models', 'm'), TREE);
  await symlink(elsewhere, join(study, 'models', 'link'));
  for (const name of ['up', 'again']) await symlink('..', join(study, 'models', name));
  await symlink(elsewhere, join(study, '.link.12-3.tmp'));
  await removeLeftOvers(study);
  expect(await readdir(elsewhere)).toEqual(['.mine.json.12-3.tmp']);
  expect((await readdir(study)).sort()).toEqual(['models']);
  expect((await measure(study))!.bytes).toBe(7);
});

test('a record comes last, behind its key, which tells by what it was computed', async () => {
  const folder = await openTemporaryFolder();
  const asked: string[] = [];
  class Asked extends Map<string, Uint8Array> {
    override get(path: string): Uint8Array | undefined {
      asked.push(path);
      return super.get(path);
    }
  }
  const paths = ['a.json', 'a.key.json', 'a.bin'];
  await placeTree(folder, new Asked(paths.map((path) => [path, new TextEncoder().encode('{}')])));
  // The bytes of each are asked for when it is written.
  expect(asked).toEqual(['a.bin', 'a.key.json', 'a.json']);
  expect((await readdir(folder)).sort()).toEqual(['a.bin', 'a.json', 'a.key.json']);
});

test('the same files are left as they are', async () => {
  const folder = await openTemporaryFolder();
  await placeTree(join(folder, 'm'), TREE);
  const inodes = () =>
    Promise.all([...TREE.keys()].map(async (name) => (await stat(join(folder, 'm', name))).ino));
  const before = await inodes();
  await placeTree(join(folder, 'm'), TREE);
  expect(await inodes()).toEqual(before);
});

test('a folder that is not there has no files', async () => {
  const folder = await openTemporaryFolder();
  const none = await readTree(join(folder, 'none'));
  expect(none.size).toBe(0);
  await placeTree(join(folder, 'to'), none);
  expect(await readdir(folder)).toEqual([]);
});
