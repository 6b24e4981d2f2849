/** Stage: writes the report from what is finished, and says what is missing. */
import { openNamedStudy, parseCommand, runCommand, STUDY_OPTIONS } from './steps/command.ts';
import { ensureDataset } from './steps/dataset.ts';
import { publish } from './steps/publish.ts';

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
