/** Ratings as files: the key of a rating page, the CSV that the page exports, and what an import makes of it. */
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { type Problem, readTable } from '../store/csvFile.ts';
import { exists } from '../store/files.ts';
import { assertVouched } from '../store/vouchedFile.ts';
import { describeIssue } from '../study/issues.ts';
import { IMAGE_KINDS, type KeyRow, RATING_COLUMNS, type Rating, SURENESSES } from './ratingRecords.ts';

/** Columns of key.csv, in order. */
export const KEY_COLUMNS = ['image', 'kind', 'model', 'digit', 'restart', 'sha256'] as const;

/** Rows that are what they should be, and what is wrong with the others. */
export interface Checked<Row> {
  readonly rows: readonly { readonly line: number; readonly row: Row }[];
  readonly problems: readonly Problem[];
}

const digit = z
  .string()
  .regex(/^[0-9]$/, 'a digit')
  .transform(Number);

const rating = z.object({
  rater: z.string().regex(/./, 'a name'),
  image: z.string().regex(/./, 'the name of an image'),
  answer: z
    .string()
    .toLowerCase()
    .regex(/^([0-9]|none)$/, 'a digit or none')
    .transform((text) => (text === 'none' ? null : Number(text))),
  sureness: z
    .string()
    .refine((text) => text !== '' && SURENESSES.some((value) => value === Number(text)), {
      error: `one of ${SURENESSES.join(', ')}`,
    })
    .transform(Number),
  milliseconds: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'a number of milliseconds')
    .transform(Number),
  // Spreadsheets write times in their own way.
  timestamp: z.string().refine((text) => !Number.isNaN(Date.parse(text)), { error: 'a date and time' }),
});

const keyRow = z.object({
  image: z.string().regex(/./, 'the name of an image'),
  kind: z.enum(IMAGE_KINDS),
  model: z.string(),
  digit: digit.or(z.literal('').transform(() => null)),
  restart: z
    .string()
    .regex(/^\d*$/, 'a whole number')
    .transform((text) => (text === '' ? null : Number(text))),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
});

/** Reads a CSV of ratings. Throws a UserError where the file is missing or its header is not of such a file. */
export function readRatings(path: string): Promise<Checked<Rating>> {
  return readChecked(path, RATING_COLUMNS, rating);
}

/** Reads key.csv; null where there is none. Throws a UserError where it is not as it was written. */
export async function readKey(path: string): Promise<Checked<KeyRow> | null> {
  await assertVouched(path, 'restore it, for it says what every answer means');
  return (await exists(path)) ? readChecked(path, KEY_COLUMNS, keyRow) : null;
}

/** Reads the wanted columns of a CSV file and checks every row by `schema`. Throws as {@link readTable} does. */
export async function readChecked<Row>(
  path: string,
  columns: readonly string[],
  schema: z.ZodType<Row>,
): Promise<Checked<Row>> {
  const table = await readTable(path, columns);
  const problems: Problem[] = [...table.problems];
  const rows: { line: number; row: Row }[] = [];
  for (const { line, fields } of table.rows) {
    const parsed = schema.safeParse(fields, { reportInput: true });
    if (parsed.success) rows.push({ line, row: parsed.data });
    else problems.push({ file: path, line, what: parsed.error.issues.map(describeIssue).join('; ') });
  }
  return { rows, problems };
}

/**
 * Ratings with what their images are, where that is known, as CSV: the columns of the export, which can be imported again,
 * come first.
 */
export function ratingsCsv(ratings: readonly (Rating & { readonly key?: KeyRow })[]): string {
  const rows = ratings.map(({ key, answer, ...rest }) => ({
    ...rest,
    answer: answer ?? 'none',
    kind: key?.kind,
    model: key?.model,
    digit: key?.digit,
    restart: key?.restart,
  }));
  return stringify(rows, { header: true, columns: [...RATING_COLUMNS, 'kind', 'model', 'digit', 'restart'] });
}

/** key.csv. */
export function keyCsv(rows: readonly KeyRow[]): string {
  return stringify([...rows], { header: true, columns: [...KEY_COLUMNS] });
}
