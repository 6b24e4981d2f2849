/**
 * CSV files that people hand in: read leniently, so that one bad line costs no more than itself.
 *
 * Names of columns are compared without case, spaces, underscores and hyphens. What spreadsheets make of a table is fine:
 * other encodings (tableText.ts), a byte-order mark, a first line `sep=;`, semicolons or tabs, other columns and another
 * order, empty lines and empty columns at the end. Fields have one form: Unicode's NFC, and single spaces.
 */
import { parse } from 'csv-parse/sync';
import { expected } from '../study/errors.ts';
import { readBytes } from './files.ts';
import { decodeTableText, mendTwiceEncoded } from './tableText.ts';
import type { DecimalMark } from './writtenNumbers.ts';

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
  /** Whose line it is: its first wanted field, where there is one. */
  readonly whose?: string | undefined;
}

/** Where a problem is: the file, and its line where it is on one. */
export function nameLine({ file, line }: Pick<Problem, 'file' | 'line'>): string {
  return line === null ? file : `${file}:${line}`;
}

/** A file's rows with the wanted columns, and the lines that are none. */
export interface Table {
  readonly rows: readonly TableRow[];
  readonly problems: readonly Problem[];
  /** What had to be guessed in reading the file, each as one line. */
  readonly remarks: readonly string[];
  readonly decimalMark: DecimalMark;
}

interface Line {
  readonly line: number;
  /** Null where the line is not CSV. */
  readonly values: readonly string[] | null;
}

/**
 * Reads the columns `wanted` of a CSV file, and `optional` ones, which are empty where the file lacks them; others are
 * passed over. Throws a UserError where there is no such file, it is of another kind, or its header lacks a wanted column
 * or has it twice.
 */
export async function readTable(
  path: string,
  wanted: readonly string[],
  optional: readonly string[] = [],
): Promise<Table> {
  const { text, isWindows1252 } = decodeTableText(await readBytes(path), path);
  const { delimiter, lines } = splitLines(text, wanted);
  const [header, ...body] = lines;
  const names = dropEmptyEnd(header?.values ?? []).map(normaliseName);
  const places = placeColumns(path, wanted, header, names);
  const columns = [
    ...wanted.map((name, i) => [name, places[i]!] as const),
    ...optional.map((name) => [name, names.indexOf(normaliseName(name))] as const),
  ];
  const rows: TableRow[] = [];
  const problems: Problem[] = [];
  const least = Math.max(...places) + 1;
  for (const { line, values } of body) {
    const fault = findFault(values, least, names.length);
    if (fault !== null) problems.push({ file: path, line, what: fault, whose: values?.[places[0]!] });
    else if (!repeatsHeader(values!, names)) {
      rows.push({ line, fields: Object.fromEntries(columns.map(([name, at]) => [name, values![at] ?? ''])) });
    }
  }
  return {
    rows,
    problems,
    remarks: describeLetters(path, rows, isWindows1252),
    decimalMark: delimiter === ';' ? ',' : '.',
  };
}

/** Whether a line is the header again, as in files that were put together. */
function repeatsHeader(values: readonly string[], names: readonly string[]): boolean {
  return names.every((name, at) => normaliseName(values[at] ?? '') === name);
}

/** Where each wanted column is. */
function placeColumns(
  path: string,
  wanted: readonly string[],
  header: Line | undefined,
  names: readonly string[],
): number[] {
  const places = wanted.map((name) => names.indexOf(normaliseName(name)));
  const isOnce = wanted.every((name, i) => names.lastIndexOf(normaliseName(name)) === places[i]);
  if (!places.includes(-1) && isOnce) return places;
  const got = header?.values ? `'${header.values.join(',').slice(0, 100)}'` : 'none';
  const once = isOnce ? '' : ' once each';
  throw expected(path, `a header with the columns ${wanted.join(', ')}${once}`, got, 'give another file');
}

/**
 * Why a line is no row of `count` fields. Empty ones beyond do not matter; nor do the last that are not wanted, the first
 * `least` being there, for spreadsheets leave empty ones out.
 */
function findFault(values: readonly string[] | null, least: number, count: number): string | null {
  const got = values === null ? 'quotes that do not match on this line' : String(values.length);
  const fits = values !== null && values.length >= least && dropEmptyEnd(values).length <= count;
  return fits ? null : `expected ${count} fields, got ${got}`;
}

function dropEmptyEnd(values: readonly string[]): readonly string[] {
  return values.slice(0, values.findLastIndex((value) => value !== '') + 1);
}

/** What a reader should know of letters that were guessed, or are lost, each as one line. */
function describeLetters(path: string, rows: readonly TableRow[], isWindows1252: boolean): string[] {
  const fields = rows.flatMap((row) => Object.values(row.fields));
  const foreign = listWords(fields.filter((field) => /[^ -~]/.test(field)));
  const lost = listWords(fields.filter((field) => field.includes('\ufffd')));
  const found = foreign === '' ? 'no name has other letters than a to z' : `gives ${foreign}`;
  const guess = `not UTF-8; read as Windows-1252, which ${found}; where that is wrong, save the table as "CSV UTF-8"`;
  const loss = `letters of ${lost} were lost before, so that two names may have become one; take the first file again`;
  return [...(isWindows1252 ? [`${path}: ${guess}`] : []), ...(lost === '' ? [] : [`${path}: ${loss}`])];
}

const MOST_WORDS = 20;

/** Each word once, in quotes, and not too many of them. */
function listWords(words: readonly string[]): string {
  const distinct = [...new Set(words)];
  const shown = distinct.slice(0, MOST_WORDS).map((word) => `'${word}'`);
  return [...shown, ...(distinct.length > MOST_WORDS ? ['...'] : [])].join(', ');
}

function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/**
 * The lines one by one, never the text at once: between two stray quotes, csv-parse would take many good rows for one
 * field. No column that is read here holds a line break.
 */
function splitLines(text: string, wanted: readonly string[]): { delimiter: string; lines: Line[] } {
  const texts = text.split(/\r\n|\n|\r/).map((line) => line.replace(/^\ufeff/, ''));
  const first = texts.findIndex((line) => line.trim() !== '');
  const named = /^"?sep=(.)"?[,;\s]*$/i.exec(texts[first] ?? '')?.[1];
  const all = texts
    .map((line, at) => ({ line: at + 1, text: line }))
    .slice(named === undefined ? 0 : first + 1);
  const header = all.find((line) => line.text.trim() !== '')?.text ?? '';
  const delimiter = chooseDelimiter(header, wanted, named);
  const lines = all.map((line) => ({ line: line.line, values: parseLine(line.text, delimiter) }));
  return {
    delimiter,
    lines: lines.filter(({ values }) => values === null || values.some((value) => value !== '')),
  };
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** That under which the header has all wanted columns, `named` before the others; else that which parts it most. */
function chooseDelimiter(header: string, wanted: readonly string[], named: string | undefined): string {
  const candidates = named === undefined ? DELIMITERS : [named, ...DELIMITERS];
  const split = (delimiter: string) => parseLine(header, delimiter) ?? [];
  const hasAll = (delimiter: string) => {
    const names = split(delimiter).map(normaliseName);
    return wanted.every((name) => names.includes(normaliseName(name)));
  };
  const most = candidates.reduce((best, next) => (split(next).length > split(best).length ? next : best));
  return candidates.find(hasAll) ?? most;
}

/** The fields of one line; null where its quotes do not match, none where it is empty. */
function parseLine(line: string, delimiter: string): string[] | null {
  try {
    // Trimming would take tabs away that part fields.
    const options = { delimiter, relax_column_count: true, trim: delimiter !== '\t' } as const;
    const records: string[][] = parse(line, { ...options, skip_empty_lines: true });
    return (records[0] ?? []).map(tidy);
  } catch {
    return null;
  }
}

/** A field in the one form in which it is compared: its letters not encoded twice, in NFC, and single spaces. */
export function tidy(field: string): string {
  return mendTwiceEncoded(field).normalize('NFC').replace(/\s+/g, ' ').trim();
}
