/** Stage: writes the report from what is finished, and says what is missing. */
import { openNamedStudy, parseCommand, runCommand, STUDY_OPTIONS } from './commands/command.ts';
import { ensureDataset } from './models/studyDataset.ts';
import { publish } from './report/publish.ts';

await runCommand(async () => {
  const study = await openNamedStudy(
    parseCommand(
      'report',
      'Writes tables and report from what is finished, and says what is missing.',
      STUDY_OPTIONS,
    ),
  );
  const { data } = await ensureDataset(study);
  await publish(study, data);
});
