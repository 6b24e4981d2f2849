import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles } from '../../pipeline/store/fileList.ts';
import { errorLine } from './errorLine.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

test('files of all depths come in order, with / between folders; folders and temporary files do not', async () => {
  const root = await openTemporaryFolder();
  await mkdir(join(root, 'b', 'deep'), { recursive: true });
  await mkdir(join(root, 'empty'));
  for (const path of ['z', 'b/deep/1', 'b/10', 'b/9', 'a', 'b/.9.123-1.tmp'])
    await writeFile(join(root, path), '');
  expect(await listFiles(root)).toEqual(['a', 'b/10', 'b/9', 'b/deep/1', 'z']);
});

test('an empty folder has no files', async () => {
  expect(await listFiles(await openTemporaryFolder())).toEqual([]);
});

test('what lies behind links is listed where they are: files, folders, and the root itself', async () => {
  const elsewhere = await openTemporaryFolder();
  await mkdir(join(elsewhere, 'models/deep'), { recursive: true });
  await writeFile(join(elsewhere, 'models/deep/1'), '');
  await writeFile(join(elsewhere, 'table'), '');
  const folder = await openTemporaryFolder();
  const root = join(folder, 'root');
  await mkdir(root);
  await symlink(join(elsewhere, 'models'), join(root, 'linked'));
  // The same folder twice is no circle.
  await symlink(join(elsewhere, 'models'), join(root, 'again'));
  await symlink(join(elsewhere, 'table'), join(root, 'table'));
  await symlink(root, join(folder, 'link'));
  const all = ['again/deep/1', 'linked/deep/1', 'table'];
  expect(await listFiles(root)).toEqual(all);
  expect(await listFiles(join(folder, 'link'))).toEqual(all);
});

test('a link that leads back to a folder above it is refused, and so are links that lead to each other', async () => {
  const root = await openTemporaryFolder();
  await mkdir(join(root, 'a'));
  await symlink('..', join(root, 'a/up'));
  expect(await errorLine(() => listFiles(root))).toBe(
    `${root}/a/up: expected a link that leads to no folder above it, got one to ${root}; remove the link`,
  );
  const other = await openTemporaryFolder();
  await symlink('b', join(other, 'a'));
  await symlink('a', join(other, 'b'));
  expect(await errorLine(() => listFiles(other))).toContain(`${other}/a: expected a file or a folder, got `);
});

test('a link that leads nowhere is named', async () => {
  const root = await openTemporaryFolder();
  await symlink('gone', join(root, 'models'));
  expect(await errorLine(() => listFiles(root))).toBe(
    `${root}/models: expected a link to a file or a folder, got one that leads nowhere; mend or remove the link`,
  );
});

test('a root that is not there, or is a file, is refused in one line', async () => {
  const root = await openTemporaryFolder();
  expect(await errorLine(() => listFiles(join(root, 'none')))).toBe(
    `${root}/none: expected a folder, got the error ENOENT; check the path`,
  );
  await writeFile(join(root, 'file'), '');
  expect(await errorLine(() => listFiles(join(root, 'file')))).toContain(
    `${root}/file: expected a folder, got the error ENOTDIR; `,
  );
});
