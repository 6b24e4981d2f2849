/**
 * Where things stand in every figure of a report: rows are hidden sizes, columns batch sizes. What else a study varies
 * repeats the figures, once for every combination of it (a facet).
 */
import type { Facet } from '../page/section.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { isGivenStudy, listStudyCells, listStudyModels } from '../study/givenModels.ts';
import { type Cell, listFacets, type Model, nameCell } from '../study/grid.ts';
import type { CellSummary, IdeaRow, ModelRow } from '../study/tables.ts';
import { keepShown } from './sampleModels.ts';
import type { StudyResults } from './studyResults.ts';

/** One model that the report shows, with what is there of it. */
export interface Place {
  readonly model: Model;
  readonly row: ModelRow | null;
  /** First restart of each digit, ascending. */
  readonly ideas: readonly IdeaRow[];
  /** Why the model is missing; null where it is there. */
  readonly reason: string | null;
}

/** One square of the grid: a cell with its models, or of a study of very many with those that are shown. */
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
  const found = indexResults(results);
  if (isGivenStudy(results.config)) {
    const layout = layOut(results, found, listStudyCells(results.config));
    return [{ title: '', items: { results, layout } }];
  }
  const facets = listFacets(results.config);
  const titles = new Map(
    facets.flatMap(({ title, cells }) => cells.map(({ name }) => [name, title] as const)),
  );
  const titleOf = ({ name }: Cell) => titles.get(name)!;
  const models = groupBy(results.models, ({ model }) => titleOf(model.cell));
  const ideas = groupBy(results.ideas, ({ model }) => titleOf(model.cell));
  const summaries = groupBy(results.cells, ({ cell }) => titleOf(cell));
  return facets.map(({ title, cells }) => {
    const own = {
      ...results,
      models: models.get(title) ?? [],
      ideas: ideas.get(title) ?? [],
      cells: (summaries.get(title) ?? []).map((row) => ({ ...row, cell: callByPlace(row.cell) })),
    };
    return { title, items: { results: own, layout: layOut(own, found, cells) } };
  });
}

/** A cell whose title has its place alone: what else there is to it stands above the facet. */
function callByPlace(cell: Cell): Cell {
  return { ...cell, title: nameCell(cell.settings).title };
}

/** What there is of models by their names, and the models that have a place by the names of their cells. */
interface Found {
  readonly models: ReadonlyMap<string, readonly Model[]>;
  readonly rows: ReadonlyMap<string, ModelRow>;
  readonly ideas: ReadonlyMap<string, readonly IdeaRow[]>;
  readonly missing: ReadonlyMap<string, string>;
}

function indexResults({ config, models, ideas, missing, sample }: StudyResults): Found {
  const placed = keepShown(
    listStudyModels(config).map((model) => ({ model })),
    sample,
  ).map(({ model }) => model);
  return {
    models: groupBy(placed, ({ cell }) => cell.name),
    rows: new Map(models.map((row) => [row.model.name, row])),
    ideas: groupBy(keepShown(ideas, sample), ({ model }) => model.name),
    missing: new Map(missing.map(({ model, reason }) => [model, reason])),
  };
}

function layOut({ config, cells: summaries }: StudyResults, found: Found, cells: readonly Cell[]): Layout {
  const isGiven = isGivenStudy(config);
  const summaryOf = new Map(summaries.map((summary) => [summary.cell.name, summary]));
  const squares = cells.map((cell) => ({
    cell: isGiven ? cell : callByPlace(cell),
    summary: summaryOf.get(cell.name) ?? null,
    places: (found.models.get(cell.name) ?? []).map((model) => place(found, model)),
  }));
  return {
    hidden: [...new Set(cells.map(({ settings }) => settings.hidden))],
    batch: [...new Set(cells.map(({ settings }) => settings.batch))],
    squares,
  };
}

function place({ rows, ideas, missing }: Found, model: Model): Place {
  const row = rows.get(model.name) ?? null;
  const reason = missing.get(model.name) ?? (row === null ? 'not finished' : null);
  return { model, row, ideas: firstRestarts(ideas.get(model.name) ?? []), reason };
}

/** Of the ideas of a model, the first restart of each digit, ascending. */
export function firstRestarts(ideas: readonly IdeaRow[]): IdeaRow[] {
  const first = new Map<number, IdeaRow>();
  for (const idea of ideas) {
    const held = first.get(idea.digit);
    if (held === undefined || idea.restart < held.restart) first.set(idea.digit, idea);
  }
  return [...first.values()].sort((a, b) => a.digit - b.digit);
}
