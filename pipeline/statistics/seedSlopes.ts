/** The slopes of a score over hidden size, batch size and their product, of each seed for itself. */
import { mean } from 'simple-statistics';
import { groupBy } from './groupBy.ts';
import { slopeWeights } from './slopeWeights.ts';

/** A number of one model. */
export interface ModelValue {
  readonly hidden: number;
  readonly batch: number;
  readonly seed: number;
  readonly y: number;
}

/** Slopes of the seeds that have every cell, in the order of `seeds`; null where the grid has no such slope. */
export interface SeedSlopes {
  readonly seeds: number[];
  /** Change of y a doubling of the hidden size, [seeds]. */
  readonly hidden: number[] | null;
  /** Change of y a doubling of the batch size, [seeds]. */
  readonly batch: number[] | null;
  /** Change of the batch size's slope a doubling of the hidden size, [seeds]. */
  readonly interaction: number[] | null;
  /** Seeds that lack a cell which another has. */
  readonly leftOut: number[];
}

/** Values of complete seeds, [seeds][cells], and the weights with which each slope is a sum over cells. */
export interface SlopeDesign {
  readonly seeds: number[];
  readonly leftOut: number[];
  readonly cells: readonly { readonly hidden: number; readonly batch: number }[];
  readonly values: readonly (readonly number[])[];
  readonly weights: Readonly<Record<'hidden' | 'batch' | 'interaction', number[] | null>>;
}

/**
 * For each seed the least-squares fit of y to 1, log2(hidden), log2(batch) and their product, both centred over the cells.
 * Seeds that lack a cell are left out. Throws a RangeError where a seed has two values of a cell.
 */
export function seedSlopes(rows: readonly ModelValue[]): SeedSlopes {
  const { seeds, leftOut, values, weights } = designSlopes(rows);
  const slopesOf = (weight: number[] | null) =>
    weight === null || seeds.length === 0 ? null : values.map((own) => weigh(own, weight));
  return {
    seeds,
    hidden: slopesOf(weights.hidden),
    batch: slopesOf(weights.batch),
    interaction: slopesOf(weights.interaction),
    leftOut,
  };
}

/** What {@link seedSlopes} weighs, and with which weights. */
export function designSlopes(rows: readonly ModelValue[]): SlopeDesign {
  const cells = [...groupBy(rows, nameCell).values()]
    .map(([first]) => ({ hidden: first!.hidden, batch: first!.batch }))
    .sort((a, b) => a.hidden - b.hidden || a.batch - b.batch);
  const bySeed = [...groupBy(rows, ({ seed }) => String(seed)).values()].sort(
    ([a], [b]) => a!.seed - b!.seed,
  );
  const complete = bySeed.filter((own) => isComplete(own, cells.length));
  return {
    seeds: complete.map(([first]) => first!.seed),
    leftOut: bySeed.filter((own) => !complete.includes(own)).map(([first]) => first!.seed),
    cells,
    values: complete.map((own) => {
      const byCell = new Map(own.map((row) => [nameCell(row), row.y]));
      return cells.map((cell) => byCell.get(nameCell(cell))!);
    }),
    weights: weighCells(cells),
  };
}

/** sum(weight * value). */
export function weigh(values: readonly number[], weights: readonly number[]): number {
  return values.reduce((sum, value, at) => sum + weights[at]! * value, 0);
}

function isComplete(rows: readonly ModelValue[], cells: number): boolean {
  if (new Set(rows.map(nameCell)).size < rows.length) {
    throw new RangeError(`seedSlopes: expected one value a cell, got several of seed ${rows[0]!.seed}`);
  }
  return rows.length === cells;
}

function weighCells(cells: SlopeDesign['cells']): SlopeDesign['weights'] {
  if (cells.length === 0) return { hidden: null, batch: null, interaction: null };
  const hidden = centre(cells.map((cell) => Math.log2(cell.hidden)));
  const batch = centre(cells.map((cell) => Math.log2(cell.batch)));
  const product = hidden.map((x, at) => x * batch[at]!);
  return {
    hidden: slopeWeights(hidden, [batch, product]),
    batch: slopeWeights(batch, [hidden, product]),
    interaction: slopeWeights(product, [hidden, batch]),
  };
}

function centre(values: readonly number[]): number[] {
  const middle = mean([...values]);
  return values.map((value) => value - middle);
}

function nameCell({ hidden, batch }: { readonly hidden: number; readonly batch: number }): string {
  return `${hidden}/${batch}`;
}
