/** The figures of `make bench` as a table for a terminal. */

/** One figure of a benchmark. Times are over the rounds of one run. */
export interface BenchRow {
  readonly name: string;
  /** The median of the rounds, or the figure itself where it was counted. */
  readonly value: number;
  /** The smallest of the rounds. */
  readonly best?: number;
  /** The first and the third quartile of the rounds. */
  readonly quartiles?: readonly [number, number];
  readonly unit: string;
  /** This row's best over the bests of other rows, all of the same run. */
  readonly ratios?: readonly Ratio[];
  /** How it was made, where there is a choice. */
  readonly remark?: string;
}

/** A quotient of two figures of one run. */
export interface Ratio {
  readonly to: string;
  readonly value: number;
}

/** The names of the fields of {@link describeRow}. */
export const HEADER = ['figure', 'median', 'best', 'quartiles', 'unit', 'ratios and remarks'] as const;

/** The figures as lines of aligned columns: text to the left, numbers to the right. */
export function renderBenchTable(rows: readonly BenchRow[]): string {
  const fields = [HEADER, ...rows.map(describeRow)];
  const widths = HEADER.map((_, c) => Math.max(...fields.map((row) => row[c]!.length)));
  const isNumber = [false, true, true, true, false, false];
  const align = (field: string, c: number) =>
    isNumber[c] ? field.padStart(widths[c]!) : field.padEnd(widths[c]!);
  return fields.map((row) => `${row.map(align).join('  ').trimEnd()}\n`).join('');
}

/** A figure's fields. */
export function describeRow(row: BenchRow): readonly string[] {
  const best = row.best === undefined ? '' : formatFigure(row.best);
  const ratios = row.ratios?.map(({ to, value }) => `${formatFigure(value)} x ${to}`) ?? [];
  const remarks = [...ratios, ...(row.remark === undefined ? [] : [row.remark])].join(', ');
  const quartiles = row.quartiles?.map(formatFigure).join(' to ') ?? '';
  return [row.name, formatFigure(row.value), best, quartiles, row.unit, remarks];
}

/** A number to three significant digits; whole numbers and those of 100 or more to the unit, in groups of three. */
export function formatFigure(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB');
  return value.toPrecision(3);
}
