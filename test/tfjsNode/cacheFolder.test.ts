import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { assertFreeSpace, openLog, resolveCacheFolder } from '../../pipeline/tfjsNode/cacheFolder.ts';
import { errorLine } from '../store/errorLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const HOME = resolve('/home/someone');

test.each([
  [undefined, {}, join(HOME, '.cache/digit-ideas/tfjs-node')],
  [undefined, { XDG_CACHE_HOME: '/x' }, resolve('/x/digit-ideas/tfjs-node')],
  [undefined, { XDG_CACHE_HOME: 'relative' }, join(HOME, '.cache/digit-ideas/tfjs-node')],
  [undefined, { XDG_CACHE_HOME: '/x', DIGIT_IDEAS_CACHE: '/d' }, resolve('/d/tfjs-node')],
  [undefined, { DIGIT_IDEAS_CACHE: '' }, join(HOME, '.cache/digit-ideas/tfjs-node')],
  ['here', { XDG_CACHE_HOME: '/x', DIGIT_IDEAS_CACHE: '/d' }, resolve('here/tfjs-node')],
])('the option is %s and the environment %j: the cache is %s', (given, env, folder) => {
  expect(resolveCacheFolder(given, env, HOME)).toBe(folder);
});

test('too little space on the disk is one line with both sizes', async () => {
  const folder = await openTemporaryFolder();
  await expect(assertFreeSpace(folder, 1)).resolves.toBeUndefined();
  const line = await errorLine(() => assertFreeSpace(folder, 1e21));
  expect(line).toMatch(/expected 1000000000000000 MB free on its disk, got \d+ MB; free some space/);
});

test('a log begins empty and keeps what is appended', async () => {
  const cache = join(await openTemporaryFolder(), 'new');
  await (await openLog(cache)).append('of the call before\n');
  const log = await openLog(cache);
  await log.append('one\n');
  await log.append('two\n');
  expect(await readFile(log.path, 'utf8')).toBe('one\ntwo\n');
});
