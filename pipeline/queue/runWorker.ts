/** A worker: computes models of whatever studies it fits, in child processes, until it is told to end. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { openRuntime } from '../models/study.ts';
import { HEEDED } from '../store/interrupts.ts';
import { makeProcessFolder } from '../store/temporaryFolder.ts';
import { describeReason } from '../study/errors.ts';
import { GIVING_BACK, WORKER } from '../sweep/computeModels.ts';
import { openPool } from '../sweep/pool.ts';
import { Board, TOLD_EVERY_MS } from './board.ts';
import { JobWorker } from './jobWorker.ts';
import { ModelComputer } from './modelComputer.ts';
import { Places } from './places.ts';
import type { QueuePlaces } from './queueComputer.ts';
import { openRedis } from './redis.ts';
import { findWhyNot, queueNameOf, type Requirements } from './requirements.ts';

/** What a worker is told. */
export interface WorkerPlan extends QueuePlaces {
  /** Processes, each computing one model on one core. */
  readonly processes: number;
  /** A worker of which the queue has not heard for so long is lost, and another computes its models. */
  readonly lostAfterMs: number;
  /** Ends when there has been nothing to do for so long; never unless given. */
  readonly idleMs?: number | undefined;
}

/** The script of the child processes; another one in tests. */
export const CHILD = WORKER;

/** Computes until a signal comes, and then finishes what it is at. A second signal ends the process at once. */
export async function runWorker(plan: WorkerPlan, child = CHILD): Promise<void> {
  const { address, store, processes } = plan;
  const redis = await openRedis(address, (line) => console.error(line));
  const board = new Board(redis);
  const name = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const scratch = makeProcessFolder('worker');
  const pool = openPool(child, processes, { ...GIVING_BACK, DIGIT_IDEAS_OUTLIVES_INTERRUPTS: '1' });
  const computer = new ModelComputer(pool, store, scratch.path);
  const places = new Places(processes);
  const serving = new Map<string, { readonly wanted: Requirements; readonly worker: JobWorker }>();
  const refused = new Set<string>();
  let isEnding = false;
  let wake: () => void = () => undefined;
  const onSignal = (): void => {
    if (!isEnding)
      console.error(
        describeDrain([...serving.values()].reduce((sum, { worker }) => sum + worker.running, 0)),
      );
    isEnding = true;
    wake();
  };
  for (const signal of HEEDED) process.on(signal, onSignal);
  console.log(
    `worker ${name}: ${processes === 1 ? '1 process' : `${processes} processes`}, ${address.name}, ${store.name}`,
  );
  const refuse = async (wanted: Requirements, why: string): Promise<void> => {
    await board.refuse(wanted, name, why);
    const queue = queueNameOf(wanted);
    if (!refused.has(queue)) console.error(`refused: ${why}`);
    refused.add(queue);
  };
  const tellOfJobs = async (): Promise<void> => {
    for (const [queue, { wanted, worker }] of serving) {
      const why = await worker.findWhyNot();
      if (why === null) {
        refused.delete(queue);
        await board.join(wanted, name, processes);
      } else {
        await board.leave(wanted, name, processes);
        await refuse(wanted, why);
      }
      await worker.stopCancelled();
    }
  };
  const lookAround = async (): Promise<void> => {
    for (const wanted of await board.listWanted()) {
      const queue = queueNameOf(wanted);
      if (serving.has(queue)) continue;
      const why = await findWhyNot(wanted, openRuntime);
      if (why !== null) {
        await refuse(wanted, why);
        continue;
      }
      // Asking took a while: whoever was told to end meanwhile takes nothing more.
      if (isEnding) return;
      serving.set(queue, {
        wanted,
        worker: new JobWorker(queue, { ...plan, name, board, computer, places }),
      });
    }
    await tellOfJobs();
  };
  let busyAt = performance.now();
  while (!isEnding) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    // While Redis is away, the look waits for it; a signal does not.
    const looked = lookAround()
      .catch((error: unknown) => console.error(describeReason(error)))
      .then(() => wait(TOLD_EVERY_MS / 3));
    await Promise.race([woken, looked]);
    if ([...serving.values()].some(({ worker }) => worker.running > 0)) busyAt = performance.now();
    if (plan.idleMs !== undefined && performance.now() - busyAt > plan.idleMs) isEnding = true;
  }
  let isDrained = false;
  const drained = Promise.all([...serving.values()].map(({ worker }) => worker.drain())).finally(() => {
    isDrained = true;
  });
  while (!isDrained) {
    const told = tellOfJobs().catch(() => undefined);
    await Promise.race([drained, told.then(() => wait(TOLD_EVERY_MS / 3, null, { ref: false }))]);
  }
  await drained;
  await Promise.race([
    Promise.allSettled([...serving.values()].map(({ wanted }) => board.leave(wanted, name, processes))),
    wait(1000),
  ]);
  redis.disconnect();
  await pool.stop();
  store.close();
  scratch.remove();
}

function describeDrain(running: number): string {
  if (running === 0) return 'ending';
  return `ending: ${running === 1 ? 'one model is' : `${running} models are`} finished first; interrupt again to end at once`;
}
