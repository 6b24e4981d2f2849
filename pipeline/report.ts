/** Stage: writes the report from what is finished, and says what is missing. */
import { runIfMain } from './commands/runIfMain.ts';
import { defineStudyCommand } from './commands/studyCommand.ts';
import { STUDY_OPTIONS } from './commands/studyOptions.ts';

export const command = defineStudyCommand({
  script: 'pipeline/report.ts',
  purpose: 'Writes tables and report from what is finished, and says what is missing.',
  options: STUDY_OPTIONS,
  async run(_, study) {
    const { loadDataset } = await import('./models/studyDataset.ts');
    const { publish } = await import('./report/publish.ts');
    await publish(study, await loadDataset(study));
    return 0;
  },
});

await runIfMain(import.meta, command);
