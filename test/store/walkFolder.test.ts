import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { walkFolder } from '../../pipeline/store/walkFolder.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

async function list(folder: string, onFault?: (error: unknown, where: string) => void): Promise<string[]> {
  const paths: string[] = [];
  for await (const path of walkFolder(folder, onFault)) paths.push(relative(folder, path));
  return paths.sort();
}

test('gives files, folders and links, and nothing behind a link', async () => {
  const folder = await openTemporaryFolder();
  await mkdir(join(folder, 'a', 'b'), { recursive: true });
  await writeFile(join(folder, 'a', 'b', 'file'), '');
  await symlink('..', join(folder, 'a', 'up'));
  expect(await list(folder)).toEqual(['a', 'a/b', 'a/b/file', 'a/up']);
});

test('of what is no folder it gives nothing, and whoever wants to know hears of it, and may throw', async () => {
  const none = join(await openTemporaryFolder(), 'none');
  expect(await list(none)).toEqual([]);
  const refuse = (error: unknown, where: string) => {
    throw new Error(`${where} ${(error as NodeJS.ErrnoException).code}`);
  };
  await expect(list(none, refuse)).rejects.toThrow(`${none} ENOENT`);
});
