/** The arm `tuned`: for each hidden and batch size the learning rate with the least final validation loss, read at the end. */
import { mean } from '../math/rows.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { type FoundModels, nameSettings, readAtEnd, refuse } from './readModels.ts';
import type { StudyTable, TableModel } from './studyTable.ts';

/**
 * Of the models that differ in their learning rate alone, those of the rate whose final validation loss, a mean over the
 * seeds that every rate has, is least; of equals the lower rate. A cell with fewer rates than are to be tried is left out.
 */
export function readTuned({ models, config }: StudyTable): FoundModels {
  const tried = models.filter(
    ({ parts, checkpoints }) => checkpoints.length > 0 && (parts.includes('grid') || parts.includes('tuned')),
  );
  if (tried.some(({ checkpoints }) => checkpoints.at(-1)!.validationLoss === null)) {
    return refuse('there is no validation loss; it needs dataset.validation');
  }
  const wanted = 1 + config.arms.rates.filter((rate) => rate !== 1).length;
  const cells = groupBy(tried, ({ settings }) => nameSettings(settings, ['learningRate']));
  const chosen = [...cells.values()].map((own) => chooseRate(own, wanted)).filter((own) => own.length > 0);
  return {
    models: chosen.flat().map(readAtEnd),
    refused: null,
    notes: chosen.map(([first]) => {
      const { hidden, batch, learningRate } = first!.settings;
      return `hidden ${hidden}, batch ${batch}: learning rate ${learningRate}`;
    }),
  };
}

function chooseRate(models: readonly TableModel[], wanted: number): TableModel[] {
  const rates = [...groupBy(models, ({ settings }) => String(settings.learningRate)).values()].sort(
    ([a], [b]) => a!.settings.learningRate - b!.settings.learningRate,
  );
  const [first = []] = rates;
  const shared = first
    .map(({ seed }) => seed)
    .filter((seed) => rates.every((own) => own.some((model) => model.seed === seed)));
  if (rates.length < wanted || shared.length === 0) return [];
  const lossOf = (own: readonly TableModel[]) =>
    mean(
      own
        .filter(({ seed }) => shared.includes(seed))
        .map(({ checkpoints }) => checkpoints.at(-1)!.validationLoss!),
    );
  return rates.reduce((best, own) => (lossOf(own) < lossOf(best) ? own : best));
}
