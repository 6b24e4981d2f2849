/** Stage: trains the models of the grid, one after the other, in this process. */
import {
  ONLY_OPTION,
  openNamedStudy,
  parseCommand,
  runCommand,
  STUDY_OPTIONS,
  selectModels,
} from './commands/command.ts';
import { loadDataset } from './models/studyDataset.ts';
import { computeTraining, findTraining } from './models/trainedModel.ts';
import { formatQuantity } from './page/wording.ts';

await runCommand(async () => {
  const options = parseCommand('train', 'Trains the models that are missing or whose inputs changed.', {
    ...STUDY_OPTIONS,
    ...ONLY_OPTION,
  });
  const study = await openNamedStudy(options);
  const data = await loadDataset(study);
  let trained = 0;
  const models = selectModels(study, options.only);
  for (const model of models) {
    const { stale } = await findTraining(study, model, data.identity);
    if (stale === null) continue;
    await computeTraining(study, model, data, ({ epoch, trainLoss, testAccuracy }) =>
      console.log(
        `${model.name}: epoch ${epoch}: loss ${trainLoss.toPrecision(3)}, accuracy ${testAccuracy}`,
      ),
    );
    trained++;
  }
  console.log(`train: ${formatQuantity(trained, 'model')} trained, ${models.length - trained} there before`);
});
