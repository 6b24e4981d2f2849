/** One sweep through kills of its workers and restarts of its Redis. */
import { setTimeout as wait } from 'node:timers/promises';
import type { RedisServer } from '../redisProcess.ts';
import { countPublished, nameStudy, Process } from './places.ts';

/** What is done to a sweep. */
export interface Kills {
  readonly redis: RedisServer;
  readonly artifacts: string;
  readonly store: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly kills: number;
  readonly restarts: number;
  readonly hidden: string;
  readonly seeds: number;
}

/** What came of it. */
export interface KilledSweep {
  readonly code: number | null;
  readonly text: string;
  /** Kills and restarts while the sweep ran. */
  readonly kills: number;
  readonly restarts: number;
  readonly published: Map<string, number>;
  readonly seconds: number;
}

/** Sweeps with two workers of one process each; every one that is killed is followed by another. */
export async function sweepThroughKills(plan: Kills): Promise<KilledSweep> {
  const { redis, artifacts, store, environment, hidden, seeds } = plan;
  const places = ['--queue', redis.address, '--store', store];
  const began = performance.now();
  const sweep = new Process(
    'pipeline/sweep.ts',
    [...nameStudy(artifacts, hidden, seeds), ...places],
    environment,
  );
  const all: Process[] = [];
  const open = () => {
    const worker = new Process(
      'pipeline/commands/worker.ts',
      [...places, '--workers', '1', '--lost-after', '4'],
      environment,
    );
    all.push(worker);
    return worker;
  };
  const workers = [open(), open()];
  let [kills, restarts] = [0, 0];
  const kill = async (): Promise<void> => {
    for (let k = 0; kills < plan.kills && sweep.isRunning; k = 1 - k) {
      await workers[k]!.said(/^worker /gm);
      // From before its first model to within its third or so.
      await wait(1000 + 3500 * Math.random());
      if (!sweep.isRunning) return;
      workers[k]!.child.kill('SIGKILL');
      kills++;
      workers[k] = open();
    }
  };
  const restart = async (): Promise<void> => {
    await sweep.said(/models to compute/g);
    while (restarts < plan.restarts && sweep.isRunning) {
      await wait(4000 + 4000 * Math.random());
      if (!sweep.isRunning) return;
      await redis.restart(restarts % 2 === 0 ? 'SIGKILL' : 'SIGTERM', 2000 * Math.random());
      restarts++;
    }
  };
  await Promise.all([kill(), restart(), sweep.ended]);
  for (const worker of workers) worker.child.kill('SIGTERM');
  await Promise.all(all.map((worker) => worker.ended));
  const published = countPublished(all.map(({ text }) => text));
  return {
    code: await sweep.ended,
    text: sweep.text,
    kills,
    restarts,
    published,
    seconds: (performance.now() - began) / 1000,
  };
}
