import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assertNoInputs, findWithin } from '../../pipeline/store/outputs.ts';
import { errorLine } from './errorLine.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

test('a path lies within a folder whatever links lead there, also before it is there', async () => {
  const folder = await openTemporaryFolder();
  await mkdir(join(folder, 'a/b'), { recursive: true });
  await symlink(join(folder, 'a'), join(folder, 'link'));
  expect(findWithin(join(folder, 'a'), join(folder, 'a'))).toBe('');
  expect(findWithin(join(folder, 'link/b/new/file'), join(folder, 'a'))).toBe('b/new/file');
  expect(findWithin(join(folder, 'a/..b'), join(folder, 'link'))).toBe('..b');
  for (const other of ['', 'ab', 'other/a', 'a/../ab']) {
    expect(findWithin(join(folder, other), join(folder, 'a'))).toBeNull();
  }
  expect(findWithin('new', '.')).toBe('new');
});

test('an output that is an input under another name is refused, another one is not', async () => {
  const folder = await openTemporaryFolder();
  const [file, link] = [join(folder, 'file'), join(folder, 'link')];
  await writeFile(file, '');
  await symlink('file', link);
  const next = 'give another name, for it would be overwritten';
  for (const [out, input] of [
    [file, file],
    [link, file],
    [file, link],
  ] as const) {
    expect(await errorLine(() => assertNoInputs([join(folder, 'new'), out], [input]))).toBe(
      `--out: expected a file that is no input, got ${out}; ${next}`,
    );
  }
  assertNoInputs([join(folder, 'new')], [file, link]);
});
