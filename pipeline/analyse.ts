/** Stage: writes models.csv and ideas.csv from what is finished. */
import { runIfMain } from './commands/runIfMain.ts';
import { defineStudyCommand } from './commands/studyCommand.ts';
import { STUDY_OPTIONS } from './commands/studyOptions.ts';
import { formatQuantity } from './page/wording.ts';

export const command = defineStudyCommand({
  script: 'pipeline/analyse.ts',
  purpose: 'Writes models.csv and ideas.csv from the models that are finished.',
  options: STUDY_OPTIONS,
  async run(_, study) {
    const { reportLeftOut } = await import('./commands/leftOut.ts');
    const { loadDataset } = await import('./models/studyDataset.ts');
    const { printCheck } = await import('./report/describeCheck.ts');
    const { gatherResults } = await import('./report/gatherResults.ts');
    const { withSideRows, writeTables } = await import('./report/publish.ts');
    const results = await gatherResults(study, await loadDataset(study));
    await writeTables(study, results);
    const { models, ideas } = withSideRows(results);
    printCheck(results.check, study.config.dataset);
    console.log(
      `analyse: ${formatQuantity(models.length, 'model')} and ${ideas.length} ideas in ${study.folder.root}`,
    );
    return reportLeftOut(results.missing);
  },
});

await runIfMain(import.meta, command);
