/** Ratings as files: the key of a rating page, the CSV that the page exports, and what an import makes of it. */
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { DIGITS } from '../math/images.ts';
import { type Problem, readTable } from '../store/csvFile.ts';
import { exists } from '../store/files.ts';
import { assertVouched } from '../store/vouchedFile.ts';
import { type DecimalMark, readDecimal, readGrouped } from '../store/writtenNumbers.ts';
import { describeIssue } from '../study/issues.ts';
import { READING_NAMES } from '../study/records.ts';
import { IMAGE_KINDS, type KeyRow, RATING_COLUMNS, type Rating, SURENESSES } from './ratingRecords.ts';

/** Columns of key.csv, in order, and those that the keys of earlier pages do not have. */
const KEY_COLUMNS = ['image', 'kind', 'model', 'digit', 'restart', 'sha256'] as const;
const LATER_KEY_COLUMNS = ['flipped', 'reading', 'probability'] as const;

/** Rows that are what they should be, and what is wrong with the others. */
export interface Checked<Row> {
  readonly rows: readonly { readonly line: number; readonly row: Row }[];
  readonly problems: readonly Problem[];
  /** What had to be guessed in reading the file, each as one line. */
  readonly remarks: readonly string[];
}

/** A number as a program may have written it, that is one of `values`. */
const oneOf = (values: readonly number[], error: string) =>
  z
    .string()
    .refine((text) => values.includes(readDecimal(text) ?? Number.NaN), { error })
    .transform((text) => readDecimal(text)!);

/** A digit, also as `8.0`. */
export const digitField = oneOf(DIGITS, 'a digit');

/** What a rater says. Times are kept as they are written: which of two is later is asked only of those of the page. */
const rating = (decimalMark: DecimalMark) =>
  z.object({
    rater: z.string().regex(/./, 'a name'),
    image: z.string().regex(/./, 'the name of an image'),
    answer: z
      .string()
      .toLowerCase()
      .refine((text) => text === 'none' || digitField.safeParse(text).success, { error: 'a digit or none' })
      .transform((text) => (text === 'none' ? null : readDecimal(text)!)),
    sureness: z
      .string()
      .transform((text) => text.replace(/ ?%$/, ''))
      .pipe(oneOf(SURENESSES, `one of ${SURENESSES.join(', ')}`)),
    milliseconds: z
      .string()
      .refine((text) => (readGrouped(text, decimalMark) ?? -1) >= 0, { error: 'a number of milliseconds' })
      .transform((text) => readGrouped(text, decimalMark)!),
    timestamp: z.string(),
  });

/** A number that may be missing, and is one that `isFit`. */
const optionalNumber = (isFit: (value: number) => boolean, error: string) =>
  z
    .string()
    .refine((text) => text === '' || isFit(readDecimal(text) ?? Number.NaN), { error })
    .transform((text) => (text === '' ? null : readDecimal(text)));

const isShare = (value: number) => value >= 0 && value <= 1;

const keyRow = z
  .object({
    image: z.string().regex(/./, 'the name of an image'),
    kind: z.enum(IMAGE_KINDS),
    model: z.string(),
    digit: digitField.or(z.literal('').transform(() => null)),
    restart: optionalNumber(Number.isInteger, 'a whole number'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
    flipped: optionalNumber(isShare, 'a share'),
    reading: z.enum(READING_NAMES).or(z.literal('').transform(() => null)),
    probability: optionalNumber(isShare, 'a probability'),
  })
  .transform(
    ({ flipped, reading, ...row }): KeyRow => ({
      ...row,
      flipRate: flipped,
      // Earlier pages showed ideas whole, and their keys did not say so.
      reading: row.kind === 'idea' ? (reading ?? 'whole') : reading,
    }),
  );

/** Reads a CSV of ratings. Throws a UserError where the file is missing or its header is not of such a file. */
export function readRatings(path: string): Promise<Checked<Rating>> {
  return readChecked(path, RATING_COLUMNS, rating);
}

/** Reads key.csv; null where there is none. Throws a UserError where it is not as it was written. */
export async function readKey(path: string): Promise<Checked<KeyRow> | null> {
  await assertVouched(path, 'restore it, for it says what every answer means');
  return (await exists(path)) ? readChecked(path, KEY_COLUMNS, () => keyRow, LATER_KEY_COLUMNS) : null;
}

/**
 * Reads the wanted columns of a CSV file, that of whose a row is first, and those that it may lack, and checks every row by
 * the schema for its decimal mark. Throws as {@link readTable} does.
 */
export async function readChecked<Row>(
  path: string,
  columns: readonly string[],
  defineSchema: (decimalMark: DecimalMark) => z.ZodType<Row>,
  optional: readonly string[] = [],
): Promise<Checked<Row>> {
  const table = await readTable(path, columns, optional);
  const schema = defineSchema(table.decimalMark);
  const problems: Problem[] = [...table.problems];
  const rows: { line: number; row: Row }[] = [];
  for (const { line, fields } of table.rows) {
    const parsed = schema.safeParse(fields, { reportInput: true });
    if (parsed.success) rows.push({ line, row: parsed.data });
    else {
      const what = parsed.error.issues.map(describeIssue).join('; ');
      problems.push({ file: path, line, what, whose: fields[columns[0]!] });
    }
  }
  return { rows, problems, remarks: table.remarks };
}

/** What of a key a file of ratings says as well. */
const SHOWN_COLUMNS = ['kind', 'model', 'digit', 'restart', ...LATER_KEY_COLUMNS] as const;

/**
 * Ratings with what their images are, where that is known, as CSV: the columns of the export, which can be imported again,
 * come first.
 */
export function ratingsCsv(ratings: readonly (Rating & { readonly key?: KeyRow })[]): string {
  const rows = ratings.map(({ key, answer, ...rest }) => ({
    ...(key === undefined ? {} : toColumns(key)),
    ...rest,
    answer: answer ?? 'none',
  }));
  return stringify(rows, { header: true, columns: [...RATING_COLUMNS, ...SHOWN_COLUMNS] });
}

/** key.csv. */
export function keyCsv(rows: readonly KeyRow[]): string {
  return stringify(rows.map(toColumns), { header: true, columns: [...KEY_COLUMNS, ...LATER_KEY_COLUMNS] });
}

function toColumns({ flipRate, ...row }: KeyRow) {
  return { ...row, flipped: flipRate };
}
