/** Sweeps that share a queue, and a store and a Redis that fail while a sweep waits; with a real Redis. */
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { PREFIX } from '../../pipeline/queue/jobs.ts';
import { runProcess, type Started, smallStudy } from '../commands/commandLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { HAS_NO_REDIS, openClient, openRedisServer } from './redisServer.ts';
import { openCommand } from './startedCommand.ts';

/** One model of some seconds. */
const ONE = [
  ...['dataset.train=2000', 'dataset.test=50', 'grid.hidden=[3]', 'grid.batch=[50]', 'training.epochs=100'],
];
const WITHIN_MS = 240_000;
/** A sweep whose Redis does not answer ends within a few seconds, and here beside other tests. */
const ENDS_WITHIN_MS = 40_000;

async function openQueue() {
  const server = await openRedisServer();
  const folder = await openTemporaryFolder();
  const store = join(folder, 'store');
  const places = ['--queue', server.address, '--store', store];
  return { server, redis: openClient(server), folder, store, places };
}

/** Resolves as soon as `find` finds something. */
async function found<Value>(find: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const value = await find();
    if (value !== undefined) return value;
    await wait(50);
  }
}

const keys = (redis: Redis, pattern: string) => redis.keys(`${PREFIX}:${pattern}`);

test.skipIf(HAS_NO_REDIS)(
  'where two sweeps wait for one model, an interrupt of one takes it from neither the other nor its worker',
  async () => {
    const { redis, folder, places } = await openQueue();
    const sweeps = ['one', 'other'].map((name) =>
      openCommand('sweep', [...smallStudy(join(folder, name), ...ONE), ...places]),
    );
    await found(async () => ((await keys(redis, 'asked:*')).length === 2 ? true : undefined));
    const worker = openCommand('worker', [...places, '--workers', '1']);
    await found(async () => (await keys(redis, 'models-*:active')).at(0));
    const [one, other] = sweeps as [Started, Started];
    one.child.kill('SIGINT');
    expect(await one.ended).toMatchObject({ code: 130, stderr: expect.not.stringContaining('cancelled') });
    expect(await other.ended).toMatchObject({
      code: 0,
      stderr: expect.not.stringMatching(/cancelled|failed/),
    });
    worker.child.kill('SIGTERM');
    const worked = await worker.ended;
    expect(worked.stderr).not.toContain('cancelled');
    expect(worked.stdout.match(/: published/g)).toHaveLength(1);
    expect(await keys(redis, 'asked:*')).toEqual([]);
  },
  WITHIN_MS,
);

test.skipIf(HAS_NO_REDIS)(
  'a study that is damaged in the store is sent again',
  async () => {
    const { redis, folder, store, places } = await openQueue();
    const sweep = openCommand('sweep', [...smallStudy(join(folder, 'study'), ...ONE), ...places]);
    await found(async () => (await keys(redis, 'models-*:prioritized')).at(0));
    const [part] = await readdir(join(store, 'studies'));
    const [name] = await readdir(join(store, 'studies', part!));
    const path = join(store, 'studies', part!, name!);
    const bytes = await readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(path, bytes);
    const worker = openCommand('worker', [...places, '--workers', '1']);
    const swept = await sweep.ended;
    expect(swept.code).toBe(0);
    expect(swept.stderr).toContain('the study is gone from the store; sent again\n');
    worker.child.kill('SIGTERM');
    expect((await worker.ended).stdout).toMatch(/: published/);
  },
  WITHIN_MS,
);

test.skipIf(HAS_NO_REDIS)(
  'a worker whose store is another leaves the jobs to others, and says why once',
  async () => {
    const { redis, folder, places } = await openQueue();
    const elsewhere = [...places.slice(0, 2), '--store', join(folder, 'other')];
    const stray = openCommand('worker', [...elsewhere, '--workers', '1']);
    const sweep = openCommand('sweep', [
      ...smallStudy(join(folder, 'study'), ...ONE, 'grid.hidden=[3,4,5]', 'training.epochs=2'),
      ...places,
    ]);
    const reason = 'expected the study of a job, got none; give the worker the STORE of the sweep';
    let told = '';
    sweep.child.stderr!.on('data', (part) => {
      told += String(part);
    });
    await found(async () => (told.includes(reason) ? true : undefined));
    // All three jobs are still to be done, and none of them has been tried.
    for (const job of await keys(redis, 'models-*:model-*')) {
      if (/:model-[0-9a-f]+$/.test(job)) expect(await redis.hget(job, 'atm')).toBeNull();
    }
    expect(await keys(redis, 'models-*:failed')).toEqual([]);
    const worker = openCommand('worker', [...places, '--workers', '1']);
    expect(await sweep.ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining('failed') });
    for (const { child } of [stray, worker]) child.kill('SIGTERM');
    const [strayed, worked] = [await stray.ended, await worker.ended];
    expect(strayed.stderr.split(reason)).toHaveLength(2);
    expect([strayed.stdout, worked.stdout].map((text) => text.match(/: published/g)?.length ?? 0)).toEqual([
      0, 3,
    ]);
  },
  WITHIN_MS,
);

test.skipIf(HAS_NO_REDIS)(
  'a worker takes no more models than it has processes, of whatever studies they are',
  async () => {
    const { redis, folder, places } = await openQueue();
    const first = openCommand('worker', [...places, '--workers', '1']);
    const sweeps = ['onnx', 'onnx-wasm'].map((engine) =>
      openCommand('sweep', [...smallStudy(join(folder, engine), ...ONE, `engine=${engine}`), ...places]),
    );
    // One model is computed, the other was given back and waits for whoever is free.
    await found(async () => (await keys(redis, 'models-*:active')).at(0));
    await found(async () => (await keys(redis, 'models-*:delayed')).at(0));
    const second = openCommand('worker', [...places, '--workers', '1']);
    for (const sweep of sweeps) expect((await sweep.ended).code).toBe(0);
    for (const { child } of [first, second]) child.kill('SIGTERM');
    for (const worker of [first, second]) {
      expect((await worker.ended).stdout.match(/: published/g)).toHaveLength(1);
    }
  },
  WITHIN_MS,
);

test.skipIf(HAS_NO_REDIS)(
  'an interrupt ends a sweep while it fills a queue whose Redis does not answer',
  async () => {
    const { server, redis, folder, places } = await openQueue();
    const sweep = openCommand('sweep', [...smallStudy(join(folder, 'study'), ...ONE), ...places]);
    await sweep.printed(/to compute/g, 1);
    server.signal('SIGSTOP');
    onTestFinished(() => server.signal('SIGCONT'));
    await wait(2000);
    sweep.child.kill('SIGINT');
    const ended = await Promise.race([sweep.ended, wait(ENDS_WITHIN_MS, null, { ref: false })]);
    expect(ended).toMatchObject({ code: 130 });
    redis.disconnect();
  },
  WITHIN_MS,
);

test.skipIf(HAS_NO_REDIS)(
  'a model that cannot be gathered is tried again, and computed again where its files are gone by then',
  async () => {
    const { redis, folder, store, places } = await openQueue();
    const sweep = openCommand('sweep', [...smallStudy(join(folder, 'study'), ...ONE), ...places]);
    const worker = openCommand('worker', [...places, '--workers', '1']);
    const active = await found(async () => (await keys(redis, 'models-*:active')).at(0));
    const [id] = await redis.lrange(active, 0, -1);
    // It has looked into the store before it began to compute.
    const job = `${active.slice(0, -'active'.length)}${id}`;
    await found(async () => ((await redis.hget(job, 'progress'))?.includes('epoch') ? true : undefined));
    const hash = id!.replace('model-', '');
    // What cannot be read lies where the worker would put the files.
    const place = join(store, 'models', hash.slice(0, 2), `${hash}.tar`);
    await mkdir(place, { recursive: true });
    let told = '';
    sweep.child.stderr!.on('data', (part) => {
      told += String(part);
    });
    await found(async () => (/; tried again in 1 s$/m.test(told) ? true : undefined));
    await rmdir(place);
    expect((await sweep.ended).code).toBe(0);
    worker.child.kill('SIGTERM');
    expect((await worker.ended).stdout).toMatch(/: there before\n(.|\n)*: published\n/);
  },
  WITHIN_MS,
);

test.skipIf(HAS_NO_REDIS)(
  'a model that failed on the queue is one that a status and ONLY=failed know',
  async () => {
    const { folder, places } = await openQueue();
    const study = smallStudy(join(folder, 'study'), ...ONE, 'grid.hidden=[16]', 'training.learningRate=1e30');
    const worker = openCommand('worker', [...places, '--workers', '1']);
    const { code, stderr } = await openCommand('sweep', [...study, ...places]).ended;
    expect(code).toBe(2);
    const [line] = /^h16-b50-s0: .*$/m.exec(stderr)!;
    const status = await runProcess('sweep', [...study, '--status', '--only', 'failed']);
    expect(status.stdout).toContain('failed when last tried');
    expect(status.stdout).toContain(line.replace('h16-b50-s0: ', ''));
    worker.child.kill('SIGTERM');
    await worker.ended;
  },
  WITHIN_MS,
);
