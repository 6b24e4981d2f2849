/** What git makes of the repository's files: their bytes are hashed and run, so they must be the same everywhere. */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTemporaryFolder } from './store/temporaryFolder.ts';

const ROOT = join(import.meta.dirname, '..');
const FILES = [
  '.gitattributes',
  'Makefile',
  'configs/smoke.yaml',
  'configs/study.schema.json',
  'docs/five.png',
  'pipeline/judging/frozen/SHA256SUMS',
  'pipeline/judging/frozen/mixture.json',
  'pipeline/judging/frozen/cnn.bin',
  'pipeline/commands/command.ts',
  'configs/ci.lock.json',
];

test("a checkout with git's setting for Windows has the bytes of the repository", async () => {
  const folder = await openTemporaryFolder();
  for (const file of FILES) {
    await mkdir(join(folder, file, '..'), { recursive: true });
    await cp(join(ROOT, file), join(folder, file));
  }
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'core.autocrlf=true', '-c', 'core.safecrlf=false', ...words], { cwd: folder });
  git('init', '--quiet');
  git('add', '.');
  for (const file of FILES) await rm(join(folder, file));
  // The attributes are asked for while files are written: they come first.
  git('checkout', '--', '.gitattributes');
  git('checkout', '--', '.');
  for (const file of FILES) {
    expect((await readFile(join(folder, file))).equals(await readFile(join(ROOT, file))), file).toBe(true);
  }
});
