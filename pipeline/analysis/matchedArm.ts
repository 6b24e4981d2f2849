/** The arm `matched`: models are read where their smoothed validation loss first reaches a level that all reach. */
import { mean } from '../math/rows.ts';
import { type FoundModels, readAt, refuse } from './readModels.ts';
import type { TableModel } from './studyTable.ts';

/**
 * Reads each model at the first checkpoint whose smoothed validation loss is at most L. L is the largest, over models, of
 * the least smoothed loss of a model, so that every model reaches it. Smoothed: the mean of a checkpoint and its two
 * neighbours, of one at an end.
 */
export function readMatched(models: readonly TableModel[]): FoundModels {
  if (models.length === 0) return refuse('no model of the grid is finished');
  if (models.every(({ checkpoints }) => checkpoints.length < 2)) {
    return refuse('models have one checkpoint each; it needs schedule.checkpoints: log');
  }
  const smoothed = models.map(smoothLosses);
  if (smoothed.some((losses) => losses === null)) {
    return refuse('there is no validation loss; it needs dataset.validation');
  }
  const level = Math.max(...smoothed.map((losses) => Math.min(...losses!)));
  const found = models.map((model, at) => {
    const first = smoothed[at]!.findIndex((loss) => loss <= level);
    return readAt(model, model.checkpoints[first]!);
  });
  return {
    models: found,
    refused: null,
    notes: [`read at a validation loss of ${level.toPrecision(3)} nats`],
  };
}

function smoothLosses({ checkpoints }: TableModel): number[] | null {
  const losses = checkpoints.flatMap(({ validationLoss }) =>
    validationLoss === null ? [] : [validationLoss],
  );
  if (losses.length < checkpoints.length) return null;
  return losses.map((_, at) => mean(losses.slice(Math.max(0, at - 1), at + 2)));
}
