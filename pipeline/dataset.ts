/** Stage: prepares the study's images. */
import { defineCommand } from './commands/command.ts';
import { runIfMain } from './commands/runIfMain.ts';
import { openNamedStudy, STUDY_OPTIONS } from './commands/studyOptions.ts';
import { listDatasetNotes } from './page/wording.ts';

export const command = defineCommand({
  script: 'pipeline/dataset.ts',
  purpose: "Prepares the study's images as IDX files, with their SHA-256.",
  options: STUDY_OPTIONS,
  async run(options) {
    const { ensureDataset } = await import('./models/studyDataset.ts');
    const { findClassGaps } = await import('./models/classGaps.ts');
    const study = await openNamedStudy(options);
    const { data, isNew } = await ensureDataset(study);
    const { train, validation, test } = data.record.counts;
    const state = isNew ? 'prepared' : 'already there';
    console.log(
      `dataset ${state}: ${train} training, ${validation} validation, ${test} test images in ${study.folder.dataset}`,
    );
    for (const note of listDatasetNotes(data.record, findClassGaps(study, data))) console.log(note);
  },
});

await runIfMain(import.meta, command);
