import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { COMPILED } from '../../build/compile.ts';
import { findGivenUp } from '../../pipeline/commands/endWithStarter.ts';
import { parseProcessStatus } from '../../pipeline/store/processStatus.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { ROOT, type Started, start } from './commandLine.ts';

const WAITING = [process.execPath, join(ROOT, COMPILED, 'test/commands/waiting.js')] as const;
const LINE = 'interrupted: what was already computed is kept; run the same command to go on\n';
/** What make says itself of a recipe that fails. */
const OF_MAKE = /^make: \*\*\* .*\n/gm;

/** Starts a program, and resolves when the command that it starts in turn waits. */
async function startWaiting(program: string, ...options: string[]): Promise<Started> {
  const started = start(program, options);
  await started.printed(/^waiting$/gm, 1);
  return started;
}

/** Lets make start the command, as the Makefile has it; `before` stands before make. */
async function startMake(...before: string[]): Promise<Started> {
  const folder = await openTemporaryFolder();
  await writeFile(join(folder, 'Makefile'), `all:\n\t@exec ${WAITING.join(' ')}\n`);
  const [program, ...options] = [...before, 'make', '--no-print-directory', '-C', folder];
  return startWaiting(program!, ...options);
}

test.each(['SIGINT', 'SIGHUP', 'SIGTERM'] as const)(
  '%s to make alone ends what make has started, in one line',
  async (signal) => {
    const { child, ended } = await startMake();
    process.kill(child.pid!, signal);
    const run = await ended;
    expect(run.signal).toBe(signal);
    expect(run.stderr.replace(OF_MAKE, '')).toBe(LINE);
  },
);

test('a make that is killed takes with it what it has started', async () => {
  const { child, ended } = await startMake();
  process.kill(child.pid!, 'SIGKILL');
  expect(await ended).toMatchObject({ signal: 'SIGKILL', stderr: LINE });
});

test.each(['SIGTERM', 'SIGHUP'] as const)('%s to npx alone ends what npx has started', async (signal) => {
  // What npx does: npm, a shell, and another program that starts the command; none of them passes a signal on.
  const shell = `${WAITING.join(' ')}; :`;
  const npm = `process.title = 'npm exec tsx'; require('node:child_process').spawn('sh', ['-c', '${shell}'], { stdio: 'inherit' });`;
  const { child, ended } = await startWaiting('env', 'npm_command=exec', process.execPath, '-e', npm);
  process.kill(child.pid!, signal);
  expect(await ended).toMatchObject({ signal, stderr: LINE });
});

test.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a command with %i', async (signal, code) => {
  const { child, ended } = await startWaiting(...WAITING);
  process.kill(child.pid!, signal);
  expect(await ended).toMatchObject({ code, stderr: LINE });
});

test.each([
  ['make', () => startMake('nohup')],
  ['a command', () => startWaiting('env', '_=/usr/bin/nohup', ...WAITING)],
])('under nohup, %s goes on when the terminal ends, and ends when it is asked to', async (_, begin) => {
  const { child, ended } = await begin();
  process.kill(-child.pid!, 'SIGHUP');
  await wait(700); // make is looked at twice a second
  process.kill(child.pid!, 'SIGTERM');
  const { code, signal, stderr } = await ended;
  expect([code, signal]).toContainEqual(code === null ? 'SIGTERM' : 143);
  expect(stderr.replace(OF_MAKE, '').replace(/^nohup: .*\n/gm, '')).toBe(LINE);
});

test('the same signal again at once is the same, and later ends what still finishes', async () => {
  const { child, printed, ended } = await startWaiting(...WAITING, '--finish');
  process.kill(child.pid!, 'SIGTERM');
  await printed(/^finishing$/gm, 1);
  process.kill(child.pid!, 'SIGTERM');
  await printed(/^finishing$/gm, 2);
  await wait(1100);
  process.kill(child.pid!, 'SIGINT');
  expect(await ended).toMatchObject({ code: 130, stderr: '', stdout: 'waiting\nfinishing\nfinishing\n' });
});

const status = (name: string, caught: string, ignored = '0000000000000000') =>
  parseProcessStatus(`Name:\t${name}\nUmask:\t0022\nSigIgn:\t${ignored}\nSigCgt:\t${caught}\n`);

test.each([
  ['make', '0000000000016007', '0000000000000000', undefined],
  ['make', '0000000000016005', '0000000000000000', 'SIGINT'],
  ['gmake', '0000000000016006', '0000000000000000', 'SIGHUP'],
  ['make', '0000000000016006', '0000000000000001', undefined],
  ['sh', '0000000000000000', '0000000000000000', undefined],
])('of %s that catches %s and ignores %s, the signal given up is %s', (name, caught, ignored, signal) => {
  expect(findGivenUp(status(name, caught, ignored))).toBe(signal);
});

test('of a process that is not there nothing is known', () => {
  expect(findGivenUp(null)).toBeUndefined();
});
