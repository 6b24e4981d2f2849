/**
 * Kills, restarts and many jobs: with `DIGIT_IDEAS_QUEUE_FAULTS=1 npx vitest run test/queue/heavy`, some ten minutes on two cores;
 * `DIGIT_IDEAS_QUEUE_FAULTS=few` kills a tenth as often.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openStore } from '../../../pipeline/store/objects/openStore.ts';
import { openTemporaryFolder } from '../../store/temporaryFolder.ts';
import { openRedisServer } from '../redisServer.ts';
import { openBucket } from './bucket.ts';
import { sweepThroughKills } from './kills.ts';
import { Namespace, sweepThroughDrops } from './namespaces.ts';
import { hashModels, nameStudy, Process } from './places.ts';
import { measureThroughput } from './throughput.ts';

const IS_FEW = process.env.DIGIT_IDEAS_QUEUE_FAULTS === 'few';
const [KILLS, RESTARTS, SEEDS] = IS_FEW ? [2, 1, 1] : [20, 5, 9];
const JOBS = IS_FEW ? 500 : 10_000;
const MINUTES = 60_000;

test.each(['folder', 'bucket'])(
  'kills of workers and restarts of Redis lose no model, publish none twice and change no byte: %s',
  async (kind) => {
    const folder = await openTemporaryFolder();
    const redis = await openRedisServer();
    await mkdir(join(folder, 's3'));
    const bucket = kind === 'bucket' ? await openBucket(join(folder, 's3')) : null;
    onTestFinished(() => bucket?.close());
    const swept = await sweepThroughKills({
      redis,
      artifacts: join(folder, 'queue'),
      store: bucket?.store ?? join(folder, 'store'),
      environment: bucket?.environment ?? {},
      ...{ kills: KILLS, restarts: RESTARTS, hidden: '3,4', seeds: SEEDS },
    });
    expect(swept.code, swept.text).toBe(0);
    expect([swept.kills, swept.restarts]).toEqual([KILLS, RESTARTS]);
    expect([...swept.published].filter(([, times]) => times > 1)).toEqual([]);
    const pool = new Process('pipeline/sweep.ts', [
      ...nameStudy(join(folder, 'pool'), '3,4', SEEDS),
      '--workers',
      '2',
    ]);
    expect(await pool.ended, pool.text).toBe(0);
    const [one, other] = ['queue', 'pool'].map((name) => hashModels(join(folder, name, 'smoke')));
    expect(Object.keys(other!).length).toBeGreaterThan(4 * SEEDS * 20);
    expect(one).toEqual(other);
  },
  40 * MINUTES,
);

test.each(['folder', 'bucket'])(
  'trivial jobs go through queue and store, each once: %s',
  async (kind) => {
    const folder = await openTemporaryFolder();
    const bucket = kind === 'bucket' ? await openBucket(folder) : null;
    onTestFinished(() => bucket?.close());
    for (const [name, value] of Object.entries(bucket?.environment ?? {})) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const store = await openStore(bucket?.store ?? folder);
    const measured = await measureThroughput(await openRedisServer(), store, JOBS);
    console.log(kind, JSON.stringify(measured));
    expect(measured).toMatchObject({ jobs: JOBS, intact: JOBS });
  },
  10 * MINUTES,
);

/** Namespaces need root, and ip of iproute2. */
const HAS_NO_NAMESPACES = process.getuid?.() !== 0 || !existsSync('/usr/sbin/ip');

test.skipIf(HAS_NO_NAMESPACES)(
  'workers in network namespaces whose links drop and return lose no model, publish none twice and change no byte',
  async () => {
    const folder = await openTemporaryFolder();
    const namespaces = [new Namespace(1), new Namespace(2)];
    onTestFinished(() => {
      for (const one of namespaces) one.remove();
    });
    const bound = ['--bind', '127.0.0.1', ...namespaces.map(({ here }) => here), '--protected-mode', 'no'];
    const [drops, seeds] = IS_FEW ? [1, 2] : [4, 40];
    const swept = await sweepThroughDrops(await openRedisServer(...bound), namespaces, {
      ...{ artifacts: join(folder, 'queue'), store: join(folder, 'store') },
      ...{ seeds, drops, awayMs: 12_000 },
    });
    expect(swept.code, swept.text).toBe(0);
    expect(swept.dropped).toBe(drops);
    expect([...swept.published].filter(([, times]) => times > 1)).toEqual([]);
    const options = [...nameStudy(join(folder, 'pool'), '3,4', seeds), '--workers', '2'];
    expect(await new Process('pipeline/sweep.ts', options).ended).toBe(0);
    const [one, other] = ['queue', 'pool'].map((name) => hashModels(join(folder, name, 'smoke')));
    expect(one).toEqual(other);
  },
  40 * MINUTES,
);
