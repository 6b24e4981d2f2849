/**
 * Where things stand in every figure of a report: rows are hidden sizes, columns batch sizes. What else a study varies
 * repeats the figures, once for every combination of it (a facet).
 */
import type { Facet } from '../page/section.ts';
import { isGivenStudy, listStudyCells, listStudyModels } from '../study/givenModels.ts';
import { type Cell, listFacets, type Model, nameCell } from '../study/grid.ts';
import type { CellSummary, IdeaRow, ModelRow } from '../study/tables.ts';
import type { StudyResults } from './studyResults.ts';

/** One model of the grid with what is there of it. */
export interface Place {
  readonly model: Model;
  readonly row: ModelRow | null;
  /** First restart of each digit, ascending. */
  readonly ideas: readonly IdeaRow[];
  /** Why the model is missing; null where it is there. */
  readonly reason: string | null;
}

/** One square of the grid: a cell with its models. */
export interface Square {
  readonly cell: Cell;
  /** Null where no seed is finished. */
  readonly summary: CellSummary | null;
  readonly places: readonly Place[];
}

/** The grid of a facet as figures lay it out. */
export interface Layout {
  readonly hidden: readonly number[];
  readonly batch: readonly number[];
  readonly seeds: readonly number[];
  /** Row by row: hidden sizes, then batch sizes, ascending. */
  readonly squares: readonly Square[];
}

/** A facet's part of the results, and how figures lay it out. */
export interface LaidOut {
  readonly results: StudyResults;
  readonly layout: Layout;
}

/** Lays a study's results out, facet by facet; what is not there has a place all the same. */
export function layOutFacets(results: StudyResults): Facet<LaidOut>[] {
  if (isGivenStudy(results.config)) {
    return [{ title: '', items: { results, layout: layOut(results, listStudyCells(results.config)) } }];
  }
  return listFacets(results.config).map(({ title, cells }) => {
    const names = new Set(cells.map(({ name }) => name));
    const own = restrictResults(results, (cell) => names.has(cell.name));
    return { title, items: { results: own, layout: layOut(own, cells) } };
  });
}

/** The results of some cells alone, as far as figures show them. */
function restrictResults(results: StudyResults, has: (cell: Cell) => boolean): StudyResults {
  return {
    ...results,
    models: results.models.filter(({ model }) => has(model.cell)),
    ideas: results.ideas.filter(({ model }) => has(model.cell)),
    cells: results.cells
      .filter(({ cell }) => has(cell))
      .map((row) => ({ ...row, cell: callByPlace(row.cell) })),
  };
}

/** A cell whose title has its place alone: what else there is to it stands above the facet. */
function callByPlace(cell: Cell): Cell {
  return { ...cell, title: nameCell(cell.settings).title };
}

function layOut(results: StudyResults, cells: readonly Cell[]): Layout {
  const names = new Set(cells.map(({ name }) => name));
  const isGiven = isGivenStudy(results.config);
  const places = listStudyModels(results.config)
    .filter(({ cell }) => names.has(cell.name))
    .map((model) => place(results, model));
  const distinct = (of: (model: Model) => number) => [...new Set(places.map(({ model }) => of(model)))];
  return {
    hidden: distinct(({ settings }) => settings.hidden),
    batch: distinct(({ settings }) => settings.batch),
    seeds: distinct(({ seed }) => seed).sort((a, b) => a - b),
    squares: cells.map((cell) => ({
      cell: isGiven ? cell : callByPlace(cell),
      summary: results.cells.find((summary) => summary.cell.name === cell.name) ?? null,
      places: places.filter(({ model }) => model.cell.name === cell.name),
    })),
  };
}

function place(results: StudyResults, model: Model): Place {
  const row = results.models.find((one) => one.model.name === model.name) ?? null;
  const missing = results.missing.find((entry) => entry.model === model.name);
  const reason = missing?.reason ?? (row === null ? 'not finished' : null);
  return { model, row, ideas: firstRestarts(results.ideas, model.name), reason };
}

function firstRestarts(ideas: readonly IdeaRow[], model: string): IdeaRow[] {
  const first = new Map<number, IdeaRow>();
  for (const idea of ideas) {
    if (idea.model.name !== model) continue;
    const held = first.get(idea.digit);
    if (held === undefined || idea.restart < held.restart) first.set(idea.digit, idea);
  }
  return [...first.values()].sort((a, b) => a.digit - b.digit);
}
