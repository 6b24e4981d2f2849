/** Stage: scores the ideas. */
import { runIfMain } from './commands/runIfMain.ts';
import { defineStudyCommand } from './commands/studyCommand.ts';
import { STUDY_OPTIONS } from './commands/studyOptions.ts';
import { formatQuantity } from './page/wording.ts';

export const command = defineStudyCommand({
  script: 'pipeline/judge.ts',
  purpose:
    'Scores every idea that has no score by the judges of the study, and says how well they read its test images.',
  options: STUDY_OPTIONS,
  async run(_, study) {
    const { reportLeftOut } = await import('./commands/leftOut.ts');
    const { loadDataset } = await import('./models/studyDataset.ts');
    const { ensureJudgesCheck } = await import('./models/judgesCheck.ts');
    const { keepSearched, listUnsearched, readModelStates } = await import('./models/modelState.ts');
    const { scoreModels } = await import('./models/ideaScores.ts');
    const { withPanel } = await import('./judging/frozenPanel.ts');
    const { printCheck } = await import('./report/describeCheck.ts');
    const data = await loadDataset(study);
    const states = await readModelStates(study, data);
    const searched = keepSearched(states);
    const scored = await withPanel(study, async (panel) => {
      printCheck(await ensureJudgesCheck(study, data, panel), study.config.dataset);
      return scoreModels(study, data, searched, panel);
    });
    console.log(`judge: the ideas of ${formatQuantity(scored, 'model')} scored`);
    return reportLeftOut(listUnsearched(states));
  },
});

await runIfMain(import.meta, command);
