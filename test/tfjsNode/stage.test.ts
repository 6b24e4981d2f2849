import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { runProcess } from '../commands/commandLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

test('--check says in one line what there is, and writes nothing', async () => {
  const cache = await openTemporaryFolder();
  const { code, stdout, stderr } = await runProcess('tfjs-node', ['--check', '--cache', cache]);
  expect(await readdir(cache)).toEqual([]);
  const line = code === 0 ? stdout : stderr;
  expect([stdout, stderr]).toContain('');
  expect(line).toMatch(
    code === 0
      ? /^tfjs-node 4\.22\.0 on TensorFlow \d+\.\d+\.\d+ works, from .+: \/.+\n$/
      : /^tfjs-node 4\.22\.0: expected its native library, got .+; run make tfjs-node\n$/,
  );
  expect([0, 2]).toContain(code);
});
