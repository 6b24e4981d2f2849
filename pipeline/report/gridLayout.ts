/** Where things stand: rows are hidden sizes, columns batch sizes, in every figure of a report. */

import { type Cell, expandGrid } from '../study/grid.ts';
import type { CellSummary, IdeaRow, ModelRow, StudyResults } from '../study/tables.ts';

/** One model of the grid with what is there of it. */
export interface Place {
  readonly cell: Cell;
  readonly model: ModelRow | null;
  /** First restart of each digit, ascending. */
  readonly ideas: readonly IdeaRow[];
  /** Why the model is missing; null where it is there. */
  readonly reason: string | null;
}

/** One square of the grid: a hidden and a batch size over all seeds. */
export interface Square {
  readonly hidden: number;
  readonly batch: number;
  /** Null where no seed is finished. */
  readonly summary: CellSummary | null;
  readonly places: readonly Place[];
}

/** The grid of a study as figures lay it out. */
export interface Layout {
  readonly hidden: readonly number[];
  readonly batch: readonly number[];
  readonly seeds: readonly number[];
  /** Row by row: hidden sizes, then batch sizes, ascending. */
  readonly squares: readonly Square[];
}

/** Lays a study's results out on its grid; what is not there has a place all the same. */
export function layOut(results: StudyResults): Layout {
  const places = expandGrid(results.config.grid).map((cell) => place(results, cell));
  const axis = (of: (cell: Cell) => number) => [...new Set(places.map(({ cell }) => of(cell)))];
  const hidden = axis((cell) => cell.hidden);
  const batch = axis((cell) => cell.batch);
  const squares = hidden.flatMap((h) =>
    batch.map((b) => ({
      hidden: h,
      batch: b,
      summary: results.cells.find((summary) => summary.hidden === h && summary.batch === b) ?? null,
      places: places.filter(({ cell }) => cell.hidden === h && cell.batch === b),
    })),
  );
  return { hidden, batch, seeds: axis((cell) => cell.seed).sort((a, b) => a - b), squares };
}

function place(results: StudyResults, cell: Cell): Place {
  const model = results.models.find((row) => row.cell.name === cell.name) ?? null;
  const missing = results.missing.find((entry) => entry.cell === cell.name);
  const reason = missing?.reason ?? (model === null ? 'not finished' : null);
  return { cell, model, ideas: firstRestarts(results.ideas, cell.name), reason };
}

function firstRestarts(ideas: readonly IdeaRow[], cell: string): IdeaRow[] {
  const first = new Map<number, IdeaRow>();
  for (const idea of ideas) {
    if (idea.cell.name !== cell) continue;
    const held = first.get(idea.digit);
    if (held === undefined || idea.restart < held.restart) first.set(idea.digit, idea);
  }
  return [...first.values()].sort((a, b) => a.digit - b.digit);
}
