/** Stage: prepares the study's images. */
import { runIfMain } from './commands/runIfMain.ts';
import { defineStudyCommand, FRESH_OPTION } from './commands/studyCommand.ts';
import { STUDY_OPTIONS } from './commands/studyOptions.ts';
import { listDatasetNotes } from './page/wording.ts';

export const command = defineStudyCommand({
  script: 'pipeline/dataset.ts',
  purpose: "Prepares the study's images as IDX files, with their SHA-256.",
  options: { ...STUDY_OPTIONS, ...FRESH_OPTION },
  async run(_, study) {
    const { ensureDataset } = await import('./models/studyDataset.ts');
    const { findClassGaps } = await import('./models/classGaps.ts');
    const { countSharedImages } = await import('./models/sharedImages.ts');
    const { data, isNew, fault } = await ensureDataset(study);
    if (fault !== null) console.log(`dataset prepared again: ${fault}`);
    const { train, validation, test } = data.record.counts;
    const state = isNew ? 'prepared' : 'already there';
    console.log(
      `dataset ${state}: ${train} training, ${validation} validation, ${test} test images in ${study.folder.dataset}`,
    );
    const notes = listDatasetNotes(data.record, findClassGaps(study, data), countSharedImages(data));
    for (const note of notes) console.log(note);
  },
});

await runIfMain(import.meta, command);
