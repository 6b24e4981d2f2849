/** A worker of the queue: computes models of sweeps that run elsewhere. */
import { availableParallelism } from 'node:os';
import { assertWhole, defineCommand } from './command.ts';
import { QUEUE_OPTIONS } from './queueOptions.ts';
import { runIfMain } from './runIfMain.ts';

const OPTIONS = {
  ...QUEUE_OPTIONS,
  workers: {
    type: 'number',
    default: availableParallelism(),
    requiresArg: true,
    describe: 'Processes, each computing one model on one core',
  },
  'lost-after': {
    type: 'number',
    default: 30,
    requiresArg: true,
    describe: 'Seconds after which a worker that is not heard of is lost, and another computes its models',
  },
  idle: {
    type: 'number',
    requiresArg: true,
    describe: 'End when there has been nothing to do for so many seconds; otherwise it waits for more',
  },
} as const;

export const command = defineCommand({
  script: 'pipeline/commands/worker.ts',
  purpose:
    'Computes models of sweeps that were started with the same QUEUE and STORE, on any machine, until it is told to end.',
  options: OPTIONS,
  async run({ queue, store, workers, 'lost-after': lostAfter, idle }) {
    assertWhole('--workers', workers, 1, 'leave it out for one a core');
    assertWhole('--lost-after', lostAfter, 1, 'leave it out for 30');
    if (idle !== undefined) assertWhole('--idle', idle, 1, 'leave it out for a worker that waits');
    const { openPlaces } = await import('../queue/queueComputer.ts');
    const { runWorker } = await import('../queue/runWorker.ts');
    const places = await openPlaces(queue, store);
    const idleMs = idle === undefined ? undefined : 1000 * idle;
    await runWorker({ ...places, processes: workers, lostAfterMs: 1000 * lostAfter, idleMs });
    return 0;
  },
});

await runIfMain(import.meta, command);
