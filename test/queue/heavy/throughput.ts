/** Trivial jobs through the real queue, workers' code and store, without any computing: what all that takes beside the models. */
import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { readAddress } from '../../../pipeline/queue/address.ts';
import { Board } from '../../../pipeline/queue/board.ts';
import { JobWorker } from '../../../pipeline/queue/jobWorker.ts';
import type { AskedModel, ModelComputer } from '../../../pipeline/queue/modelComputer.ts';
import { Places } from '../../../pipeline/queue/places.ts';
import { QueueJobs } from '../../../pipeline/queue/queueJobs.ts';
import { sha256 } from '../../../pipeline/store/files.ts';
import { packBundle, unpackBundle } from '../../../pipeline/store/objects/bundle.ts';
import { type ObjectStore, objectKeyOf } from '../../../pipeline/store/objects/objectStore.ts';
import type { RedisServer } from '../redisProcess.ts';

/** What was measured, in seconds. */
export interface Throughput {
  readonly jobs: number;
  readonly adding: number;
  readonly all: number;
  /** Time of Redis itself, by its own count. */
  readonly redis: number;
  /** Objects in the store that are as they were written. */
  readonly intact: number;
}

/** Puts `count` objects of 2 kB into the store, a job each, by two workers of four jobs at a time. */
export async function measureThroughput(
  server: RedisServer,
  store: ObjectStore,
  count: number,
): Promise<Throughput> {
  const address = await readAddress(server.address, {});
  const redis = new Redis({ port: server.port });
  const board = new Board(redis);
  const hashes = Array.from({ length: count }, (_, k) => sha256(`job ${k}`));
  const done = new Set<string>();
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const jobs = new QueueJobs(address, redis, 'models-trivial');
  await jobs.listen({
    onDone(hash) {
      done.add(hash);
      if (done.size === count) finish();
    },
    onFailed: (hash, reason) => console.error(hash, reason),
    onLost: (hash) => console.error(hash, 'lost'),
    onProgress: () => undefined,
  });
  const computer = {
    async compute({ hash }: AskedModel) {
      const bytes = await packBundle(hash, new Map([['model.bin', randomBytes(512)]]));
      const put = await store.put(objectKeyOf('models', hash), bytes);
      return put === 'written' ? 'published' : 'there before';
    },
  } as Pick<ModelComputer, 'compute'> as ModelComputer;
  const log = console.log;
  console.log = () => undefined;
  const began = performance.now();
  const study = 'a'.repeat(64);
  await jobs.add(hashes.map((hash, rank) => ({ hash, rank, data: { study, model: `m${rank}` } })));
  const added = performance.now();
  const workers = ['one', 'two'].map((name) => {
    const places = new Places(4);
    return new JobWorker(jobs.name, {
      name,
      address,
      processes: 4,
      lostAfterMs: 30_000,
      board,
      computer,
      places,
    });
  });
  await finished;
  const ended = performance.now();
  console.log = log;
  const stats = await redis.info('commandstats');
  const micros = [...stats.matchAll(/usec=(\d+)/g)].reduce((sum, [, usec]) => sum + Number(usec), 0);
  await Promise.all(workers.map((worker) => worker.drain()));
  await jobs.close();
  redis.disconnect();
  let intact = 0;
  for (const hash of hashes) {
    const bytes = await store.get(objectKeyOf('models', hash));
    if (bytes !== null && (await unpackBundle(hash, bytes)).size === 1) intact++;
  }
  const seconds = (ms: number) => ms / 1000;
  return {
    jobs: done.size,
    adding: seconds(added - began),
    all: seconds(ended - began),
    redis: micros / 1e6,
    intact,
  };
}
