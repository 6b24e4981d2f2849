/** Stage: trains the models of the study, one after the other, in this process. */
import { runIfMain } from './commands/runIfMain.ts';
import { defineStudyCommand } from './commands/studyCommand.ts';
import { ONLY_OPTION, STUDY_OPTIONS, selectModels } from './commands/studyOptions.ts';
import { formatPercent, formatQuantity } from './page/wording.ts';
import { UserError } from './study/errors.ts';
import { isGivenModel, isGivenStudy } from './study/givenModels.ts';

export const command = defineStudyCommand({
  script: 'pipeline/train.ts',
  purpose: 'Trains the models that are missing or whose inputs or code changed.',
  options: { ...STUDY_OPTIONS, ...ONLY_OPTION },
  async run(options, study) {
    const { listAllModels } = await import('./models/study.ts');
    const { loadDataset } = await import('./models/studyDataset.ts');
    const { readModelState } = await import('./models/modelState.ts');
    const { findOutdatedStep } = await import('./models/outdatedModel.ts');
    const { obtainModel } = await import('./models/modelOrigin.ts');
    const { assertPanelIntact } = await import('./judging/frozenPanel.ts');
    const { NOT_COMPUTED } = await import('./store/results.ts');
    await assertPanelIntact(study.config);
    const data = await loadDataset(study);
    let trained = 0;
    let failed = 0;
    const models = selectModels({ models: listAllModels(study) }, options.only);
    for (const model of models) {
      const state = await readModelState(study, model, data);
      const outdated = await findOutdatedStep(study, state, data);
      const reason = state.missing === 'train' ? state.reason : outdated?.step === 'train' && outdated.reason;
      if (!reason) continue;
      if (reason !== NOT_COMPUTED) {
        console.log(`${model.name}: ${isGivenModel(model) ? 'to be taken in' : 'train again'}: ${reason}`);
      }
      try {
        await obtainModel(study, model, data, ({ epoch, trainLoss, testAccuracy }) =>
          console.log(
            `${model.name}: epoch ${epoch}: loss ${trainLoss.toPrecision(3)}, accuracy ${formatPercent(testAccuracy)}`,
          ),
        );
        trained++;
      } catch (error) {
        // A file that cannot be read is no reason to leave the others.
        if (!isGivenModel(model) || !(error instanceof UserError)) throw error;
        console.error(`${model.name}: ${error.message}`);
        failed++;
      }
    }
    const done = isGivenStudy(study.config) ? 'taken in' : 'trained';
    console.log(
      `train: ${formatQuantity(trained, 'model')} ${done}, ${models.length - trained - failed} there before${failed > 0 ? `, ${failed} failed` : ''}`,
    );
    return failed > 0 ? 2 : 0;
  },
});

await runIfMain(import.meta, command);
