import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, ROOT } from './commandLine.ts';

test('lock-analysis writes the lock beside the config, finds that it fits, and says when it no longer does', async () => {
  const config = join(await openTemporaryFolder(), 'mine.yaml');
  await copyFile(join(ROOT, 'configs/smoke.yaml'), config);
  const path = config.replace('.yaml', '.analysis-lock.json');
  const lock = (...options: string[]) =>
    call('lock-analysis', ['--config', config, ...options, '--set', 'judging.judges=[cnn]']);
  expect(await lock('--check')).toMatchObject({
    code: 2,
    stderr: `${path}: expected a lock that fits, got none; make lock-analysis writes one\n`,
  });
  const { code, stdout } = await lock();
  expect(code).toBe(0);
  const digest = /written \(([0-9a-f]{8})\)\n$/.exec(stdout)![1]!;
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ digest: expect.stringMatching(digest) });
  expect((await lock('--check')).stdout).toBe(`lock-analysis: ${path} fits (${digest})\n`);
  expect((await lock()).stdout).toBe(`lock-analysis: ${path} is as it was (${digest})\n`);
  const { code: other, stderr } = await lock('--check', '--set', 'analysis.smallestEffect=0.1');
  expect(other).toBe(2);
  expect(stderr).toMatch(/got the config is not the one that was locked: analysis\.smallestEffect; /);
});
