import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openLog } from '../../pipeline/tfjsNode/cacheFolder.ts';
import { findCompiler } from '../../pipeline/tfjsNode/compiler.ts';
import { runInstaller } from '../../pipeline/tfjsNode/installer.ts';
import { findReason, runProgram } from '../../pipeline/tfjsNode/processes.ts';
import { openStaging } from '../../pipeline/tfjsNode/staging.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { openWorld } from './madeWorld.ts';

const NODE = process.execPath;

test.each([
  ['compiling\na.cc:3:7: error: no such type\na.cc:4:1: error: more', 'a.cc:3:7: error: no such type'],
  ['x.cc:1:10: fatal error: x.h: No such file', 'x.cc:1:10: fatal error: x.h: No such file'],
  ["throw er; // Unhandled 'error' event\n\n  Error: ENOTFOUND\n at x", 'Error: ENOTFOUND'],
  ['npm ERR! stack Error\nnode-pre-gyp ERR! 403', 'node-pre-gyp ERR! 403'],
  ['first\nlast\n\n', 'last'],
  ['', 'exit code 3'],
  [`error: ${'x'.repeat(300)}`, `error: ${'x'.repeat(193)}...`],
])('the reason in %j is %j', (output, reason) => {
  expect(findReason(output, 'exit code 3')).toBe(reason);
});

test('a program that is not there, or fails, or succeeds, is an outcome', async () => {
  const env = { PATH: '' };
  expect(await runProgram(['no-such-program'], { env })).toMatchObject({
    hasSucceeded: false,
    reason: 'spawn no-such-program ENOENT',
  });
  expect(await runProgram([NODE, '-e', 'process.exit(3)'], { env })).toMatchObject({ reason: 'exit code 3' });
  const script = 'console.log(1); console.error(2)';
  const { output, ...rest } = await runProgram([NODE, '-e', script], { env });
  expect(rest).toEqual({ hasSucceeded: true, stdout: '1\n', reason: '' });
  expect(output.split('\n').sort()).toEqual(['', '1', '2']);
});

test('a program that does not end is ended, with what it started', async () => {
  const file = join(await openTemporaryFolder(), 'pid');
  const script = `
    const inner = require('node:child_process').spawn('${NODE}', ['-e', 'setInterval(() => undefined, 1000)']);
    require('node:fs').writeFileSync('${file}', String(inner.pid));
    setInterval(() => undefined, 1000)`;
  const { reason } = await runProgram([NODE, '-e', script], { env: {}, limitMs: 2000 });
  expect(reason).toBe('no end after 2 s');
  const inner = Number(await readFile(file, 'utf8'));
  await vi.waitFor(async () => expect(await isRunning(inner)).toBe(false), 5000);
});

test('an installer that does not end is given up', async () => {
  const { plan, cache, env } = await openWorld();
  const surroundings = {
    env: env({ INSTALLER: 'hang' }),
    onProgress: () => undefined,
    log: await openLog(cache),
  };
  const staging = await openStaging(cache);
  const { complaint } = await runInstaller(plan.source, staging, 500, surroundings);
  expect(complaint).toBe('no end after 0.5 s');
  await staging.remove();
});

test('$CXX comes before the compilers on the PATH, and may hold options', async () => {
  const root = await openTemporaryFolder();
  const compiler = async (name: string): Promise<string> => {
    await mkdir(root, { recursive: true });
    await writeFile(join(root, name), `#!${NODE}\n`, { mode: 0o755 });
    return join(root, name);
  };
  await compiler('clang++');
  expect(await findCompiler({ env: { PATH: root } })).toEqual(['clang++']);
  await compiler('g++');
  expect(await findCompiler({ env: { PATH: root } })).toEqual(['g++']);
  const own = await compiler('own');
  expect(await findCompiler({ env: { PATH: root, CXX: ` ${own}  -m64 ` } })).toEqual([own, '-m64']);
  expect(await findCompiler({ env: { PATH: root, CXX: 'gone' } })).toEqual(['g++']);
});

/** A process that has ended but was not waited for yet (state Z) no longer runs. */
async function isRunning(pid: number): Promise<boolean> {
  const state = await runProgram(['/bin/ps', '-o', 'stat=', '-p', String(pid)], { env: process.env });
  return state.stdout.trim() !== '' && !state.stdout.startsWith('Z');
}
