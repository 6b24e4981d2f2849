/**
 * CSV files that people hand in: read leniently, so that one bad line costs no more than itself.
 *
 * Names of columns are compared without case, spaces, underscores and hyphens; a byte-order mark, blank lines, and the
 * semicolons of some spreadsheets are fine.
 */
import { parse } from 'csv-parse/sync';
import { expected } from '../study/errors.ts';
import { readBytes } from './files.ts';

/** A row by column, and its line, the header's being 1. */
export interface TableRow {
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** What is wrong with a line, or a file. */
export interface Problem {
  readonly file: string;
  /** Null where it is the file as a whole. */
  readonly line: number | null;
  readonly what: string;
}

/** Where a problem is: the file, and its line where it is on one. */
export function nameLine({ file, line }: Pick<Problem, 'file' | 'line'>): string {
  return line === null ? file : `${file}:${line}`;
}

/** A file's rows with the wanted columns, and the lines that are none. */
export interface Table {
  readonly rows: readonly TableRow[];
  readonly problems: readonly Problem[];
}

interface Line {
  readonly line: number;
  /** Null where the line is not CSV. */
  readonly values: readonly string[] | null;
}

/**
 * Reads the columns `wanted` of a CSV file; others are passed over. Throws a UserError where there is no such file,
 * or its header lacks a column.
 */
export async function readTable(path: string, wanted: readonly string[]): Promise<Table> {
  const [header, ...lines] = splitLines(new TextDecoder().decode(await readBytes(path)));
  const names = (header?.values ?? []).map(normaliseName);
  const places = wanted.map((name) => names.indexOf(normaliseName(name)));
  if (places.includes(-1)) {
    const got = header?.values ? `'${header.values.join(',').slice(0, 100)}'` : 'none';
    throw expected(path, `a header with the columns ${wanted.join(', ')}`, got, 'give another file');
  }
  const rows: TableRow[] = [];
  const problems: Problem[] = [];
  for (const { line, values } of lines) {
    if (values?.length === names.length) {
      rows.push({ line, fields: Object.fromEntries(wanted.map((name, i) => [name, values[places[i]!]!])) });
    } else {
      const got = values === null ? 'quotes that do not match on this line' : String(values.length);
      problems.push({ file: path, line, what: `expected ${names.length} fields, got ${got}` });
    }
  }
  return { rows, problems };
}

function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/**
 * The lines one by one, never the text at once: between two stray quotes, csv-parse would take many good rows for one
 * field. No column that is read here holds a line break.
 */
function splitLines(text: string): Line[] {
  const delimiter = /^[^\r\n,]*;/.test(text) ? ';' : ',';
  return text.split(/\r\n|\n|\r/).flatMap((line, at) => {
    if (line.trim() === '') return [];
    const values = parseLine(line, delimiter);
    return values?.length === 0 ? [] : [{ line: at + 1, values }];
  });
}

/** The fields of one line; null where its quotes do not match, none where it is empty but for a byte-order mark. */
function parseLine(line: string, delimiter: string): string[] | null {
  try {
    const options = { bom: true, delimiter, relax_column_count: true, trim: true } as const;
    const records: string[][] = parse(line, { ...options, skip_empty_lines: true });
    return records[0] ?? [];
  } catch {
    return null;
  }
}
