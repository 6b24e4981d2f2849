/** The grid: which models a study trains, and what each is called. */
import type { StudyConfig } from './config.ts';

/** One model of the grid: a hidden size, a batch size and the seed of the replicate. */
export interface Cell {
  /** `h784-b1000-s0`: names the model's folder and its rows. */
  readonly name: string;
  readonly hidden: number;
  readonly batch: number;
  /** How much training the cell gets; `epochs` is the article's: the same number of epochs for all. */
  readonly arm: 'epochs';
  readonly seed: number;
}

/** The hidden and batch size of the article's only model. */
export const ARTICLE_CELL = { hidden: 784, batch: 1000 } as const;

/** Whether this is the cell that the article shows. */
export function isArticleCell(cell: { readonly hidden: number; readonly batch: number }): boolean {
  return cell.hidden === ARTICLE_CELL.hidden && cell.batch === ARTICLE_CELL.batch;
}

/** Every model of the grid, ordered by hidden size, batch size, then seed, all ascending. */
export function expandGrid(grid: StudyConfig['grid']): Cell[] {
  const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);
  return ascending(grid.hidden).flatMap((hidden) =>
    ascending(grid.batch).flatMap((batch) =>
      ascending(grid.seeds).map((seed) => ({
        name: `h${hidden}-b${batch}-s${seed}`,
        hidden,
        batch,
        arm: 'epochs' as const,
        seed,
      })),
    ),
  );
}
