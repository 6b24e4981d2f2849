/** What an experiment adds to a report: a section of the page, its finding and table in Markdown, and CSV files. */
import type { ExperimentTable } from '../analysis/experimentTable.ts';
import type { Markup } from '../page/html.ts';
import type { Facet } from '../page/section.ts';
import type { TextTable } from '../page/table.ts';
import type { Column } from '../store/csv.ts';
import type { TableName } from '../store/studyFolder.ts';
import type { Cell, Model } from '../study/grid.ts';

/** A CSV file whose rows are of models: what identifies the model is put before the columns. */
export interface ModelTable<Fields = unknown> {
  readonly rows: readonly { readonly model: Model; readonly fields: Fields }[];
  readonly columns: readonly Column<Fields>[];
}

/** The part of one experiment. */
export interface ReportPart {
  /** Anchor and title of its section. */
  readonly id: string;
  readonly title: string;
  /** What was found, in a sentence or a few. */
  readonly finding: string;
  readonly table: TextTable | null;
  /** Whether its figures are laid out by hidden and batch size; no where it is not there. */
  readonly isOfGrid?: boolean;
  /** The section, its figures once for each facet. */
  readonly render: (facets: readonly Facet<readonly Cell[]>[]) => Markup;
  /** What it found of one model, for that model's card; null where nothing. Not there where it has no more to say of one. */
  readonly ofModel?: (model: Model) => Markup | null;
  /** Its CSV files by name; none where there are none. */
  readonly csv: Readonly<Partial<Record<TableName, ModelTable>>>;
  /** What it adds to models.csv: a number or nothing by column and model. */
  readonly modelValues: Readonly<Record<string, ReadonlyMap<string, number | null>>>;
  /** Whether it tells what judges say. */
  readonly isJudged: boolean;
  /** The rows on which claims are tested; not there where no claim rests on it. */
  readonly evidence?: Partial<ExperimentTable>;
  /** Whether its section shows files beside the report. */
  readonly showsFiles: boolean;
}

/** A CSV file of rows that are of models. */
export function defineTable<Fields>(table: ModelTable<Fields>): ModelTable {
  return table as unknown as ModelTable;
}

/** What a facet's cells have of `items`, each of one cell; facets that have none are left out. */
export function splitByFacet<Item extends { readonly cell: Cell }>(
  facets: readonly Facet<readonly Cell[]>[],
  items: readonly Item[],
): Facet<readonly Item[]>[] {
  return facets
    .map(({ title, items: cells }) => {
      const names = new Set(cells.map(({ name }) => name));
      return { title, items: items.filter(({ cell }) => names.has(cell.name)) };
    })
    .filter(({ items: own }) => own.length > 0);
}
