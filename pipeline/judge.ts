/** Stage: scores the ideas. */
import { openNamedStudy, parseCommand, runCommand, STUDY_OPTIONS } from './steps/command.ts';
import { loadDataset } from './steps/dataset.ts';
import { withPanel } from './steps/panel.ts';
import { scoreCells } from './steps/scoreCells.ts';
import { formatQuantity } from './view/wording.ts';

await runCommand(async () => {
  const study = await openNamedStudy(
    parseCommand('judge', 'Scores every idea that has no score by the judges of the study.', STUDY_OPTIONS),
  );
  const data = await loadDataset(study);
  const scored = await withPanel(study, (panel) => scoreCells(study, data, panel));
  console.log(`judge: the ideas of ${formatQuantity(scored, 'model')} scored`);
});
