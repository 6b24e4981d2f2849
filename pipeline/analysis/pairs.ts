/** Side models beside the models of the grid that differ from them in one setting alone. */
import { mean } from '../math/rows.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { AxisName } from '../study/axes.ts';
import { listGridModels, nameSettings, type ReadModel, readAtEnd } from './readModels.ts';
import type { StudyTable, TableModel } from './studyTable.ts';

/** A side model at its end, and its like in the grid. */
export interface Pair {
  readonly side: ReadModel;
  readonly grid: ReadModel;
}

/** The finished side models of `isWanted`, each beside the model of the grid with its seed and all its settings but `axis`. */
export function listPairs(
  table: StudyTable,
  axis: AxisName,
  isWanted: (model: TableModel) => boolean,
): Pair[] {
  const keyOf = ({ settings, seed }: TableModel) => `${nameSettings(settings, [axis])} ${seed}`;
  const grid = new Map(listGridModels(table).map((model) => [keyOf(model), model]));
  return table.models
    .filter((model) => !model.parts.includes('grid') && model.checkpoints.length > 0 && isWanted(model))
    .flatMap((side): Pair[] => {
      const found = grid.get(keyOf(side));
      return found === undefined ? [] : [{ side: readAtEnd(side), grid: readAtEnd(found) }];
    });
}

/** A value a seed: the mean over its items. Seeds with fewer items than another are left out. */
export function averageBySeed<Item>(
  items: readonly Item[],
  seedOf: (item: Item) => number,
  measure: (item: Item) => number | null,
): { seeds: number[]; values: number[] } {
  const bySeed = [...groupBy(items, (item) => String(seedOf(item))).values()].map((own) => ({
    seed: seedOf(own[0]!),
    values: own.map(measure).filter((value) => value !== null),
  }));
  const most = Math.max(0, ...bySeed.map(({ values }) => values.length));
  const complete = bySeed
    .filter(({ values }) => values.length === most && most > 0)
    .sort((a, b) => a.seed - b.seed);
  return { seeds: complete.map(({ seed }) => seed), values: complete.map(({ values }) => mean(values)) };
}
