/** What becomes of models that are being computed when a worker, or a sweep, is told to end; with a real Redis. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { PREFIX } from '../../pipeline/queue/jobs.ts';
import { runProcess, smallStudy } from '../commands/commandLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { HAS_NO_REDIS, openClient, openRedisServer } from './redisServer.ts';
import { openCommand } from './startedCommand.ts';

/** Two models of some seconds each. */
const SLOW = ['dataset.train=2000', 'dataset.test=50', 'grid.hidden=[3]', 'training.epochs=200'];
const WITHIN_MS = 240_000;

/** Opens a queue and a study that is swept on it. */
async function openStudy() {
  const server = await openRedisServer();
  const folder = await openTemporaryFolder();
  const places = ['--queue', server.address, '--store', join(folder, 'store')];
  return { server, redis: openClient(server), places, study: smallStudy(join(folder, 'study'), ...SLOW) };
}

/** Resolves as soon as so many jobs are with workers. */
async function active(redis: Redis, jobs: number): Promise<void> {
  for (;;) {
    const [list] = await redis.keys(`${PREFIX}:models-*:active`);
    const ids = list === undefined ? [] : await redis.lrange(list, 0, -1);
    if (ids.length === jobs) return;
    await wait(50);
  }
}

/** What a status says of the queue. */
async function statusOf(options: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProcess('sweep', [...options, '--status']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}

test.skipIf(HAS_NO_REDIS)(
  'a worker that is told to end finishes its model, takes no other, and another worker computes the rest',
  async () => {
    const { server, redis, places, study } = await openStudy();
    const sweep = openCommand('sweep', [...study, ...places]);
    const worker = openCommand('worker', [...places, '--workers', '1']);
    await active(redis, 1);
    const status = await statusOf([...study, '--queue', server.address]);
    expect(status).toMatch(/^h3-b\d+-s0: being computed by a worker, epoch \d+ of 200$/m);
    expect(status).toMatch(/: 1 job waiting, 1 being computed, 0 failed; 1 process of workers$/m);
    worker.child.kill('SIGTERM');
    const ended = await worker.ended;
    expect(ended.stderr).toBe('ending: one model is finished first; interrupt again to end at once\n');
    expect(ended.code).toBe(0);
    expect(ended.stdout.match(/: published/g)).toHaveLength(1);
    const other = openCommand('worker', [...places, '--workers', '1']);
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
    const { redis, places, study } = await openStudy();
    const sweep = openCommand('sweep', [...study, ...places]);
    const worker = openCommand('worker', [...places, '--workers', '1']);
    await active(redis, 1);
    sweep.child.kill('SIGINT');
    expect((await sweep.ended).code).toBe(130);
    await active(redis, 0);
    const again = await openCommand('sweep', [...study, ...places]).ended;
    expect(again.stderr).toBe('');
    expect(again.code).toBe(0);
    worker.child.kill('SIGTERM');
    const worked = await worker.ended;
    expect(worked.stderr).toMatch(/^h3-b\d+-s0: cancelled\n/);
    expect(worked.stdout.match(/: published/g)).toHaveLength(2);
  },
  WITHIN_MS,
);
