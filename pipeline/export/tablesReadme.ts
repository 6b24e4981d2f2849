/** The README beside exported tables: what each column is, in which unit, and between which values it lies. */
import { parse } from 'csv-parse/sync';
import { escapeMarkdown, renderMarkdownTable } from '../page/table.ts';
import { describeColumn, ROWS } from './columns.ts';

/** A table of a study as its CSV text. */
export interface ExportedTable {
  readonly name: string;
  readonly text: string;
}

const HEADER = ['column', 'what it is', 'unit', 'can be', 'here', 'empty'];

/** The first line of the README of a study's tables. */
export function titleTablesReadme(study: string): string {
  return `# Tables of the study ${escapeMarkdown(study)}`;
}

/** The README of a study's tables. */
export function renderTablesReadme(study: string, tables: readonly ExportedTable[]): string {
  return `${titleTablesReadme(study)}

Comma-separated, UTF-8, a header line, no quotes but where a field needs them. \`true\` and \`false\` are truth values; an empty
field is a value that there is not. Numbers have as many digits as their precision. Where a row has \`model\`, tables join on it.

    import pandas as pd
    ideas = pd.read_csv("ideas.csv")
    ideas.groupby(["hidden", "batch"]).recognisability.mean().unstack()

Columns of logits and energies are without a unit; “here” is the least and the largest value in this table, or how many
different words it has.
${tables.map(renderTable).join('')}`;
}

function renderTable({ name, text }: ExportedTable): string {
  const [header = [], ...rows] = parse(text) as string[][];
  const of = ROWS[name] === undefined ? '' : `: a row is ${ROWS[name]}`;
  const columns = header.map((column, at) =>
    describe(
      name,
      column,
      rows.map((row) => row[at]!),
    ),
  );
  return `
## ${escapeMarkdown(name)}.csv

${rows.length} ${rows.length === 1 ? 'row' : 'rows'}${of}.

${renderMarkdownTable([HEADER, ...columns])}
`;
}

function describe(table: string, column: string, fields: readonly string[]): string[] {
  const found = describeColumn(table, column);
  const told = fields.filter((field) => field !== '');
  const texts = [column, found?.what ?? '–', found?.unit ?? '', found?.range ?? ''];
  return [...texts, describeFields(told), String(fields.length - told.length)].map(escapeMarkdown);
}

/** `0.12 to 0.97`; `3 words`, or the word where there is one. */
function describeFields(fields: readonly string[]): string {
  if (fields.length === 0) return '–';
  const different = [...new Set(fields)];
  if (different.length === 1) return different[0]!;
  const numbers = different.map(Number);
  if (numbers.some(Number.isNaN)) return `${different.length} words`;
  const by = (pick: 1 | -1) => different.reduce((a, b) => (pick * (Number(b) - Number(a)) > 0 ? b : a));
  return `${by(-1)} to ${by(1)}`;
}
