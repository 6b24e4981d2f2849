/** Stage: scores the ideas. */
import { openNamedStudy, parseCommand, runCommand, STUDY_OPTIONS } from './commands/command.ts';
import { withPanel } from './judging/frozenPanel.ts';
import { scoreModels } from './models/ideaScores.ts';
import { keepSearched, readModelStates } from './models/modelState.ts';
import { loadDataset } from './models/studyDataset.ts';
import { formatQuantity } from './page/wording.ts';

await runCommand(async () => {
  const study = await openNamedStudy(
    parseCommand('judge', 'Scores every idea that has no score by the judges of the study.', STUDY_OPTIONS),
  );
  const data = await loadDataset(study);
  const searched = keepSearched(await readModelStates(study, data));
  const scored = await withPanel(study, (panel) => scoreModels(study, data, searched, panel));
  console.log(`judge: the ideas of ${formatQuantity(scored, 'model')} scored`);
});
