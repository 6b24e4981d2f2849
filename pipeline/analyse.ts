/** Stage: writes models.csv and ideas.csv from what is finished. */
import { openNamedStudy, parseCommand, runCommand, STUDY_OPTIONS } from './commands/command.ts';
import { loadDataset } from './models/studyDataset.ts';
import { formatQuantity } from './page/wording.ts';
import { gatherResults } from './report/gatherResults.ts';
import { writeTables } from './report/publish.ts';

await runCommand(async () => {
  const study = await openNamedStudy(
    parseCommand(
      'analyse',
      'Writes models.csv and ideas.csv from the models that are finished.',
      STUDY_OPTIONS,
    ),
  );
  const results = await gatherResults(study, await loadDataset(study));
  await writeTables(study, results);
  console.log(
    `analyse: ${formatQuantity(results.models.length, 'model')} and ${results.ideas.length} ideas in ${study.folder.root}`,
  );
});
