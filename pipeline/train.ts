/** Stage: trains the models of the grid, one after the other, in this process. */
import {
  CELL_OPTION,
  openNamedStudy,
  parseCommand,
  runCommand,
  STUDY_OPTIONS,
  selectCells,
} from './commands/command.ts';
import { loadDataset } from './models/studyDataset.ts';
import { findTraining, trainCell } from './models/trainedModel.ts';
import { formatQuantity } from './page/wording.ts';

await runCommand(async () => {
  const options = parseCommand('train', 'Trains the models that are missing or whose inputs changed.', {
    ...STUDY_OPTIONS,
    ...CELL_OPTION,
  });
  const study = await openNamedStudy(options);
  const data = await loadDataset(study);
  let trained = 0;
  const cells = selectCells(study, options.cell);
  for (const cell of cells) {
    const { stale } = await findTraining(study, cell, data.identity);
    if (stale === null) continue;
    await trainCell(study, cell, data, ({ epoch, trainLoss, testAccuracy }) =>
      console.log(`${cell.name}: epoch ${epoch}: loss ${trainLoss.toPrecision(3)}, accuracy ${testAccuracy}`),
    );
    trained++;
  }
  console.log(`train: ${formatQuantity(trained, 'model')} trained, ${cells.length - trained} there before`);
});
