import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  assertNoInputs,
  assertOutsideResults,
  assertOutsideStudies,
  findWithin,
} from '../../pipeline/store/outputs.ts';
import { writeRecord } from '../../pipeline/store/recordFile.ts';
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

test('a place in any study is refused, however deep and by whatever links; a config that is called study.json makes none', async () => {
  const folder = await openTemporaryFolder();
  const root = join(folder, 'artifacts/one');
  await writeRecord(join(root, 'study.json'), { name: 'one' });
  await mkdir(join(root, 'models'));
  await symlink(root, join(folder, 'link'));
  await mkdir(join(folder, 'out'));
  await symlink(join(root, 'models'), join(folder, 'out/tables'));
  const next = "give another: what lies there is taken for the study's results";
  const refusal = (out: string) =>
    `--out: expected a place outside the study in ${root}, got ${out}; ${next}`;
  for (const out of [root, join(root, 'a/b.csv'), join(folder, 'link/new')]) {
    await expect(assertOutsideStudies(out)).rejects.toThrow(refusal(out));
  }
  const out = join(folder, 'out');
  await expect(assertOutsideStudies(out, ['figures', 'tables'])).rejects.toThrow(refusal(out));
  await writeFile(join(folder, 'study.json'), '{"name": "mine"}');
  for (const other of [out, join(folder, 'artifacts'), `${root}-tables`]) await assertOutsideStudies(other);
});

test('a film may lie in the folder of the films of a study, and nowhere else in it', async () => {
  const root = join(await openTemporaryFolder(), 'one');
  await writeRecord(join(root, 'study.json'), { name: 'one' });
  await assertOutsideResults(join(root, 'films/mine'));
  await expect(assertOutsideResults(join(root, 'models/mine'))).rejects.toThrow('a place outside the study');
});
