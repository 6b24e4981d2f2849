/** Stage: lets every trained model read every other's ideas, and reports. */
import { openNamedStudy, parseCommand, runCommand, STUDY_OPTIONS } from './steps/command.ts';
import { loadDataset } from './steps/dataset.ts';
import { findSearchedCells } from './steps/experiments/gather.ts';
import { findTransfer, measureTransfer } from './steps/experiments/transfer.ts';
import { UserError } from './study/errors.ts';
import { formatQuantity } from './view/wording.ts';

await runCommand(async () => {
  const purpose = "Measures which models read which other models' ideas as the digits they were made for.";
  const study = await openNamedStudy(parseCommand('transfer', purpose, STUDY_OPTIONS));
  const data = await loadDataset(study);
  const searched = await findSearchedCells(study, data);
  if (searched.length === 0) {
    throw new UserError(
      `${study.folder.root}: expected models that are trained and have ideas, found none; run make sweep first`,
    );
  }
  const { stale } = await findTransfer(study, searched);
  if (stale !== null) await measureTransfer(study, searched);
  console.log(
    `transfer: ${formatQuantity(searched.length, 'model')} ${stale === null ? 'read before' : 'read'}`,
  );
  const { publish } = await import('./steps/publish.ts');
  await publish(study, data);
});
