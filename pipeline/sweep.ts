/** Stage: all stages over the grid. Computes what is missing or whose inputs changed, then reports. */
import { availableParallelism } from 'node:os';
import { openNamedStudy, parseCommand, runCommand, STUDY_OPTIONS } from './commands/command.ts';
import { expected } from './study/errors.ts';
import { previewSweep, printStatus, runSweep } from './sweep/runSweep.ts';

await runCommand(async () => {
  const options = parseCommand(
    'sweep',
    'Trains the grid, finds and scores the ideas, and writes the report.',
    {
      ...STUDY_OPTIONS,
      workers: {
        type: 'number',
        default: availableParallelism(),
        requiresArg: true,
        describe: 'Processes, each computing one model on one core',
      },
      'dry-run': {
        type: 'boolean',
        default: false,
        describe: 'Print what would run and how long it would take',
      },
      status: { type: 'boolean', default: false, describe: 'Print what is done and what is not' },
    },
  );
  if (!Number.isInteger(options.workers) || options.workers < 1) {
    throw expected(
      '--workers',
      'a whole number from 1',
      String(options.workers),
      'leave it out for one a core',
    );
  }
  const study = await openNamedStudy(options);
  if (options.status) await printStatus(study);
  else if (options['dry-run']) await previewSweep(study, options.workers);
  else process.exitCode = await runSweep(study, options.workers);
});
