/** Stage: writes the report from what is finished, and says what is missing. */
import { defineCommand } from './commands/command.ts';
import { runIfMain } from './commands/runIfMain.ts';
import { openNamedStudy, STUDY_OPTIONS } from './commands/studyOptions.ts';

export const command = defineCommand({
  script: 'pipeline/report.ts',
  purpose: 'Writes tables and report from what is finished, and says what is missing.',
  options: STUDY_OPTIONS,
  async run(options) {
    const { loadDataset } = await import('./models/studyDataset.ts');
    const { publish } = await import('./report/publish.ts');
    const study = await openNamedStudy(options);
    await publish(study, await loadDataset(study));
  },
});

await runIfMain(import.meta, command);
