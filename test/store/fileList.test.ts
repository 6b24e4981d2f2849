import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles } from '../../pipeline/store/fileList.ts';
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
