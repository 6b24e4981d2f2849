/** Claims about experiments: a value a model, and seeds as blocks, or models where there is one seed. */
import { averageBySeed } from '../pairs.ts';
import { formatQuantity } from '../words.ts';

interface OfModel {
  readonly seed: number;
}

/** Values by block. */
export interface ExperimentBlocks {
  readonly values: number[];
  /** `10 seeds`; `9 models of one seed`. */
  readonly n: string;
  readonly blocks: { readonly seed: number; readonly value: number }[];
  readonly notes: string[];
}

/**
 * A value a seed, the mean over its models; where there is one seed a value a model, and a note that it says nothing of other
 * seeds. Models whose value is null are left out of both.
 */
export function blockExperiment<Row extends OfModel>(
  rows: readonly Row[],
  measure: (row: Row) => number | null,
): ExperimentBlocks {
  const valued = rows.flatMap((row) => {
    const value = measure(row);
    return value === null ? [] : [{ seed: row.seed, value }];
  });
  if (new Set(valued.map(({ seed }) => seed)).size > 1) {
    const { seeds, values } = averageBySeed(
      valued,
      ({ seed }) => seed,
      ({ value }) => value,
    );
    const blocks = values.map((value, at) => ({ seed: seeds[at]!, value }));
    return { values, n: formatQuantity(values.length, 'seed'), blocks, notes: [] };
  }
  return {
    values: valued.map(({ value }) => value),
    n: `${formatQuantity(valued.length, 'model')} of one seed`,
    blocks: [],
    notes: valued.length > 0 ? ['one seed: it says nothing of other seeds'] : [],
  };
}
