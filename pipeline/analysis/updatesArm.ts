/** The arm `updates`: every model is read after as many updates as those of one batch size make. */
import { type FoundModels, listGridModels, type ReadModel, readAt, readAtEnd, refuse } from './readModels.ts';
import type { Checkpoint, StudyTable, TableModel } from './studyTable.ts';

/** Where another batch size than the largest ends, models of other sizes are read at most so far away from there, in doublings. */
const FURTHEST_DOUBLINGS = 0.5;

/**
 * Reads the models of batch size `endOf` at their end, after n updates, and those of smaller batches after n updates. The
 * end of the largest batch is a checkpoint of all. Where another ends, the nearest checkpoint is taken, at most half of the
 * way to the next, and the range of updates is said.
 */
export function readAtUpdates({ models, config }: StudyTable, endOf: number): FoundModels {
  const own = listGridModels({ models }).filter(({ settings }) => settings.batch <= endOf);
  const ends = own.filter(({ settings }) => settings.batch === endOf).map(readAtEnd);
  if (ends.length === 0) return refuse(`no model of batch size ${endOf} is finished`);
  const updates = Math.min(...ends.map(({ checkpoint }) => checkpoint.updates));
  const isLargest = endOf === Math.max(...config.grid.batch);
  const within = isLargest ? 0 : FURTHEST_DOUBLINGS / config.schedule.perDoubling;
  const found = own.flatMap((model): ReadModel[] => {
    const nearest = findNearest(model, updates);
    return nearest !== null && doublingsBetween(nearest, updates) <= within ? [readAt(model, nearest)] : [];
  });
  if (found.every(({ batch }) => batch === endOf) && own.length > ends.length) {
    return refuse(
      'no other model has a checkpoint after as many updates; it needs schedule.checkpoints: log',
    );
  }
  return { models: found, refused: null, notes: [describeUpdates(found, updates)] };
}

function findNearest({ checkpoints }: TableModel, updates: number): Checkpoint | null {
  const made = checkpoints.filter((checkpoint) => checkpoint.updates > 0);
  return made.reduce<Checkpoint | null>(
    (best, one) =>
      best !== null && doublingsBetween(best, updates) <= doublingsBetween(one, updates) ? best : one,
    null,
  );
}

function doublingsBetween(checkpoint: Checkpoint, updates: number): number {
  return Math.abs(Math.log2(checkpoint.updates / updates));
}

function describeUpdates(models: readonly ReadModel[], updates: number): string {
  const made = models.map(({ checkpoint }) => checkpoint.updates);
  const [least, most] = [Math.min(...made), Math.max(...made)];
  return least === most
    ? `read after ${updates} updates`
    : `read at the checkpoints nearest to ${updates} updates, after ${least} to ${most}`;
}
