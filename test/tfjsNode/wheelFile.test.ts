import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unpackWheel } from '../../pipeline/tfjsNode/wheelFile.ts';
import { errorLine } from '../store/errorLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { writeWheel } from './madeWheel.ts';

test('only the chosen files are unpacked, each to its place, and the wheel is removed', async () => {
  const folder = await openTemporaryFolder();
  const path = join(folder, 'some.whl');
  await writeWheel(path, { 'a/one.h': 'first', 'b/two.py': 'second', 'a/': '' });
  const target = join(folder, 'target');
  await unpackWheel(path, target, (name) => (name.startsWith('a/') ? `headers/${name}` : undefined));
  expect(await readdir(target, { recursive: true })).toEqual(['headers', 'headers/a', 'headers/a/one.h']);
  expect(await readFile(join(target, 'headers/a/one.h'), 'utf8')).toBe('first');
  expect(await readdir(folder)).toEqual(['target']);
});

test('a place that cannot be written is one line', async () => {
  const folder = await openTemporaryFolder();
  const path = join(folder, 'some.whl');
  await writeWheel(path, { 'a/one.h': 'first' });
  await writeFile(join(folder, 'file'), '');
  const line = await errorLine(() => unpackWheel(path, join(folder, 'file'), (name) => name));
  expect(line).toMatch(/file: expected a folder that can be written, got the error E(NOTDIR|EXIST); /);
});
