/** Stage: all stages over the grid. Computes what is missing or whose inputs changed, then reports. */
import { availableParallelism } from 'node:os';
import { assertWhole, defineCommand } from './commands/command.ts';
import { runIfMain } from './commands/runIfMain.ts';
import { FRESH_OPTION, withNamedStudy } from './commands/studyCommand.ts';
import { openNamedStudy, SELECT_OPTION, STUDY_OPTIONS } from './commands/studyOptions.ts';

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
  'dry-run': {
    type: 'boolean',
    default: false,
    describe: 'Print what would run and how long it would take',
  },
  status: { type: 'boolean', default: false, describe: 'Print what is done and what is not' },
} as const;

export const command = defineCommand({
  script: 'pipeline/sweep.ts',
  purpose: 'Trains the grid, finds and scores the ideas, and writes the report.',
  options: OPTIONS,
  async run({ workers, 'dry-run': isDryRun, status, only: given, ...named }) {
    assertWhole('--workers', workers, 1, 'leave it out for one a core');
    const { previewSweep, printStatus, runSweep } = await import('./sweep/runSweep.ts');
    const { splitWords } = await import('./sweep/selection.ts');
    const only = splitWords(given);
    if (!status && !isDryRun)
      return withNamedStudy('sweep', named, (study) => runSweep(study, workers, only));
    const study = await openNamedStudy(named);
    await (status ? printStatus(study, only) : previewSweep(study, workers, { isFresh: named.fresh, only }));
    return 0;
  },
});

await runIfMain(import.meta, command);
