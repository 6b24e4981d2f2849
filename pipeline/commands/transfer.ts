/** Stage: lets every trained model read every other's ideas, and reports. */

import { findTransfer, measureTransfer } from '../experiments/transfer/transfer.ts';
import { keepSearched, readModelStates } from '../models/modelState.ts';
import { loadDataset } from '../models/studyDataset.ts';
import { formatQuantity } from '../page/wording.ts';
import { UserError } from '../study/errors.ts';
import { openNamedStudy, parseCommand, runCommand, STUDY_OPTIONS } from './command.ts';

await runCommand(async () => {
  const purpose = "Measures which models read which other models' ideas as the digits they were made for.";
  const study = await openNamedStudy(parseCommand('transfer', purpose, STUDY_OPTIONS));
  const data = await loadDataset(study);
  const searched = keepSearched(await readModelStates(study, data));
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
  const { publish } = await import('../report/publish.ts');
  await publish(study, data);
});
