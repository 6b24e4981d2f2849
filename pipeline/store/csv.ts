/**
 * Tables as CSV (RFC 4180 with line feeds): the same rows always give the same bytes. Reading is in csvFile.ts.
 */
import { stringify } from 'csv-stringify/sync';

/** Significant digits of a written number: as many as a float32 can hold. */
const SIGNIFICANT_DIGITS = 7;

/** What a field can hold; null is an empty one. */
export type Field = string | number | boolean | null;

/** A column by its header, and its field in each row. */
export type Column<Row> = readonly [header: string, value: (row: Row) => Field];

/** The rows below a header, in the order given. Fractions have {@link SIGNIFICANT_DIGITS} significant digits. */
export function encodeCsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const header = columns.map(([name]) => name);
  const body = rows.map((row) => columns.map(([, value]) => writeField(value(row))));
  return stringify([header, ...body], { record_delimiter: '\n' });
}

/** Rows that are written at a time. */
const ROWS_AT_ONCE = 1000;

/** The text of {@link encodeCsv} in parts, for tables that are too long for one text. */
export function* encodeCsvParts<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): Generator<string> {
  yield encodeCsv([], columns);
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const body = rows
      .slice(from, from + ROWS_AT_ONCE)
      .map((row) => columns.map(([, value]) => writeField(value(row))));
    yield stringify(body, { record_delimiter: '\n' });
  }
}

function writeField(field: Field): string {
  if (field === null) return '';
  if (typeof field !== 'number' || Number.isInteger(field)) return String(field);
  return String(Number(field.toPrecision(SIGNIFICANT_DIGITS)));
}
