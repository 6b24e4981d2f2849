/** Stage: all stages over the grid. Computes what is missing or whose inputs changed, then reports. */
import { availableParallelism } from 'node:os';
import { assertWhole, defineCommand } from './commands/command.ts';
import { QUEUE_OPTIONS, STRICT_OPTION } from './commands/queueOptions.ts';
import { runIfMain } from './commands/runIfMain.ts';
import { FRESH_OPTION, withNamedStudy } from './commands/studyCommand.ts';
import { openNamedStudy, SELECT_OPTION, STUDY_OPTIONS } from './commands/studyOptions.ts';
import type { Study } from './models/study.ts';
import { expected } from './study/errors.ts';

const OPTIONS = {
  ...STUDY_OPTIONS,
  ...FRESH_OPTION,
  ...SELECT_OPTION,
  workers: {
    type: 'number',
    default: availableParallelism(),
    requiresArg: true,
    describe: 'Processes, each computing one model on one core',
  },
  ...QUEUE_OPTIONS,
  ...STRICT_OPTION,
  'dry-run': {
    type: 'boolean',
    default: false,
    describe: 'Print what would run and how long it would take',
  },
  status: {
    type: 'boolean',
    default: false,
    describe: 'Print what is done and what is not; with --queue also what workers are at',
  },
} as const;

export const command = defineCommand({
  script: 'pipeline/sweep.ts',
  purpose: 'Trains the grid, finds and scores the ideas, and writes the report.',
  options: OPTIONS,
  async run({ workers, queue, store, strict, 'dry-run': isDryRun, status, only: given, ...named }) {
    assertWhole('--workers', workers, 1, 'leave it out for one a core');
    const { previewSweep, printStatus, runSweep } = await import('./sweep/runSweep.ts');
    const { splitWords } = await import('./sweep/selection.ts');
    const only = splitWords(given);
    if (!status && !isDryRun) {
      const runOn = queue === undefined && store === undefined && !strict ? null : { queue, store, strict };
      return withNamedStudy('sweep', named, (study) =>
        runOn === null ? runSweep(study, workers, only) : sweepOnQueue(study, runOn, only),
      );
    }
    const study = await openNamedStudy(named);
    if (!status) await previewSweep(study, workers, { isFresh: named.fresh, only });
    else {
      await printStatus(study, only);
      if (queue !== undefined) await printQueue(study, queue, strict);
    }
    return 0;
  },
});

/** Prints what workers and the queue have to say of the study. */
async function printQueue(study: Study, queue: string, strict: boolean): Promise<void> {
  const { readAddress } = await import('./queue/address.ts');
  const { describeQueue } = await import('./queue/describeQueue.ts');
  const { viewDataset } = await import('./models/studyDataset.ts');
  const address = await readAddress(queue, process.env);
  for (const line of await describeQueue(study, await viewDataset(study), address, strict)) console.log(line);
}

/** Has workers compute that take their orders from a queue. */
async function sweepOnQueue(
  study: Study,
  { queue, store, strict }: { queue: string | undefined; store: string | undefined; strict: boolean },
  only: readonly string[],
): Promise<number> {
  if (queue === undefined) {
    const given = store === undefined ? '--strict' : '--store';
    throw expected(given, '--queue beside it', 'none', 'give QUEUE=redis://HOST:PORT too, or leave it out');
  }
  const { openPlaces, openQueueComputer } = await import('./queue/queueComputer.ts');
  const { runSweep } = await import('./sweep/runSweep.ts');
  const computer = await openQueueComputer(study, await openPlaces(queue, store), strict);
  try {
    return await runSweep(study, computer, only);
  } finally {
    computer.close();
  }
}

await runIfMain(import.meta, command);
