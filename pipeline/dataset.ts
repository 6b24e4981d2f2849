/** Stage: prepares the study's images. */
import { openNamedStudy, parseCommand, runCommand, STUDY_OPTIONS } from './commands/command.ts';
import { ensureDataset } from './models/studyDataset.ts';

await runCommand(async () => {
  const study = await openNamedStudy(
    parseCommand('dataset', "Prepares the study's images as IDX files, with their SHA-256.", STUDY_OPTIONS),
  );
  const { data, isNew } = await ensureDataset(study);
  const { train, validation, test } = data.record.counts;
  const state = isNew ? 'prepared' : 'already there';
  console.log(
    `dataset ${state}: ${train} training, ${validation} validation, ${test} test images in ${study.folder.dataset}`,
  );
});
