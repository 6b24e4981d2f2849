/** What becomes of models that are being computed when a worker, or a sweep, is told to end; with a real Redis. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProcess, type Started, smallStudy, startProcess } from '../commands/commandLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { HAS_NO_REDIS, openRedisServer } from './redisServer.ts';

/** Two models of some seconds each. */
const SLOW = ['dataset.train=2000', 'dataset.test=50', 'grid.hidden=[3]', 'training.epochs=200'];
/** A worker has told of an epoch. */
const AT_IT = /: being computed by a worker, epoch/;
const WITHIN_MS = 240_000;

function open(name: string, options: readonly string[]): Started {
  const started = startProcess(name, options);
  onTestFinished(() => void started.child.kill('SIGKILL'));
  return started;
}

/** Opens a queue and a study that is swept on it. */
async function openStudy() {
  const server = await openRedisServer();
  const folder = await openTemporaryFolder();
  const places = ['--queue', server.address, '--store', join(folder, 'store')];
  return { server, places, study: smallStudy(join(folder, 'study'), ...SLOW) };
}

/** Resolves with what a status says as soon as it says that. */
async function statusThatSays(pattern: RegExp, options: readonly string[]): Promise<string> {
  for (;;) {
    const { code, stdout, stderr } = await runProcess('sweep', [...options, '--status']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    if (pattern.test(stdout)) return stdout;
  }
}

test.skipIf(HAS_NO_REDIS)(
  'a worker that is told to end finishes its model, takes no other, and another worker computes the rest',
  async () => {
    const { server, places, study } = await openStudy();
    const sweep = open('sweep', [...study, ...places]);
    const worker = open('worker', [...places, '--workers', '1']);
    const status = await statusThatSays(AT_IT, [...study, '--queue', server.address]);
    expect(status).toMatch(/^h3-b\d+-s0: being computed by a worker, epoch \d+ of 200$/m);
    expect(status).toMatch(/: 1 job waiting, 1 being computed, 0 failed; 1 process of workers$/m);
    worker.child.kill('SIGTERM');
    const ended = await worker.ended;
    expect(ended.stderr).toBe('ending: one model is finished first; interrupt again to end at once\n');
    expect(ended.code).toBe(0);
    expect(ended.stdout.match(/: published/g)).toHaveLength(1);
    const other = open('worker', [...places, '--workers', '1']);
    const swept = await sweep.ended;
    expect(swept.code).toBe(0);
    other.child.kill('SIGTERM');
    expect((await other.ended).stdout.match(/: published/g)).toHaveLength(1);
  },
  WITHIN_MS,
);

test.skipIf(HAS_NO_REDIS)(
  'workers stop what an interrupted sweep no longer waits for, and compute it when it is asked for again',
  async () => {
    const { server, places, study } = await openStudy();
    const sweep = open('sweep', [...study, ...places]);
    const worker = open('worker', [...places, '--workers', '1']);
    await statusThatSays(AT_IT, [...study, '--queue', server.address]);
    sweep.child.kill('SIGINT');
    expect((await sweep.ended).code).toBe(130);
    await statusThatSays(/: 0 jobs waiting, 0 being computed, /, [...study, '--queue', server.address]);
    const again = await open('sweep', [...study, ...places]).ended;
    expect(again.stderr).toBe('');
    expect(again.code).toBe(0);
    worker.child.kill('SIGTERM');
    const worked = await worker.ended;
    expect(worked.stderr).toMatch(/^h3-b\d+-s0: cancelled\n/);
    expect(worked.stdout.match(/: published/g)).toHaveLength(2);
  },
  WITHIN_MS,
);
