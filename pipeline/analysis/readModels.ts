/** Models as an arm reads them: each at one of its checkpoints. */

import { groupBy } from '../statistics/groupBy.ts';
import type { ModelValue } from '../statistics/seedSlopes.ts';
import { AXIS_NAMES, type AxisName, type Settings } from '../study/axes.ts';
import type { Checkpoint, StudyTable, TableModel } from './studyTable.ts';

/** A model at the checkpoint at which it is read. */
export interface ReadModel {
  readonly hidden: number;
  readonly batch: number;
  readonly seed: number;
  readonly model: TableModel;
  readonly checkpoint: Checkpoint;
}

/** What a way of reading finds. */
export interface FoundModels {
  readonly models: readonly ReadModel[];
  /** In one line why there are none; null where there are. */
  readonly refused: string | null;
  /** What is worth knowing of them. */
  readonly notes: readonly string[];
}

/** Nothing to read, and why. */
export function refuse(refused: string): FoundModels {
  return { models: [], refused, notes: [] };
}

/** A model at one of its checkpoints. */
export function readAt(model: TableModel, checkpoint: Checkpoint): ReadModel {
  const { hidden, batch } = model.settings;
  return { hidden, batch, seed: model.seed, model, checkpoint };
}

/** A model at the end of its training. */
export function readAtEnd(model: TableModel): ReadModel {
  return readAt(model, model.checkpoints.at(-1)!);
}

/** The models of the grid that have a checkpoint. */
export function listGridModels({ models }: Pick<StudyTable, 'models'>): TableModel[] {
  return models.filter(({ parts, checkpoints }) => parts.includes('grid') && checkpoints.length > 0);
}

/** Names settings but for some axes: the same text for equal settings, in whatever order they were put together. */
export function nameSettings(settings: Settings, leftOut: readonly AxisName[] = []): string {
  return JSON.stringify(AXIS_NAMES.filter((axis) => !leftOut.includes(axis)).map((axis) => settings[axis]));
}

/** Names a hidden size, a batch size and a seed. */
function placeOf({ hidden, batch, seed }: Pick<ReadModel, 'hidden' | 'batch' | 'seed'>): string {
  return `hidden ${hidden}, batch ${batch}, seed ${seed}`;
}

/**
 * One value a hidden size, batch size and seed, as {@link ModelValue} wants it: over what else the grid varies, the mean. A
 * place that lacks a model which another has, or a model without a value, is left out.
 */
export function averageByPlace(
  models: readonly ReadModel[],
  measure: (model: ReadModel) => number | null,
): ModelValue[] {
  const places = [...groupBy(models, placeOf).values()];
  const most = Math.max(0, ...places.map(({ length }) => length));
  return places.flatMap((own) => {
    const values = own.map(measure).filter((value) => value !== null);
    const { hidden, batch, seed } = own[0]!;
    const y = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.length < most ? [] : [{ hidden, batch, seed, y }];
  });
}
