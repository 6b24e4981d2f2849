/** The digits that images are meant to be: a CSV with the columns image and digit. */
import { CLASSES } from '../math/images.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { nameLine, readTable, type TableRow, tidy } from '../store/csvFile.ts';
import { readDecimal } from '../store/writtenNumbers.ts';
import { expected, UserError } from '../study/errors.ts';
import { describeValue } from '../study/issues.ts';

/** What a file of labels says of images. */
export interface Labels {
  /** The digit that each image is meant to be; null where nothing is said of it. */
  readonly digits: readonly (number | null)[];
  /** What whoever reads the scores should know, each as one line. */
  readonly remarks: readonly string[];
}

/**
 * The digits of the images `names` by the CSV at `path`, which may leave out the ending of a file's name, and leave a digit
 * empty. Throws a UserError for a line that is not right, two digits of one image, or where no line is of these images.
 */
export async function readLabels(path: string, names: readonly string[]): Promise<Labels> {
  const { rows, problems, remarks } = await readTable(path, ['image', 'digit']);
  const [problem] = problems;
  if (problem !== undefined) throw new UserError(`${nameLine(problem)}: ${problem.what}; mend the line`);
  const placeOf = findPlaces(names);
  const digits: (number | null)[] = names.map(() => null);
  const strangers: string[] = [];
  for (const row of rows) {
    const digit = readDigit(path, row);
    const place = placeOf.get(row.fields.image!);
    if (place === undefined) strangers.push(row.fields.image!);
    else if (digit !== null) digits[place] = agree(path, row, digits[place]!, digit);
  }
  if (strangers.length === rows.length) {
    const got = rows.length === 0 ? 'none' : describeValue(strangers[0]);
    throw expected(path, `names of the images, such as '${names[0]}'`, got, 'check both files');
  }
  return { digits, remarks: [...remarks, ...describeGaps(path, digits, strangers)] };
}

/** Where each image is, by its name, and, where only one has it, by that in the form of a table's fields, also without its ending. */
function findPlaces(names: readonly string[]): ReadonlyMap<string, number> {
  const short = groupBy(
    // As the fields of a table are, which some systems write in another form than the names of files.
    names.flatMap((name, at) => {
      const tidied = tidy(name);
      return [...new Set([tidied, tidied.replace(/\.[^./]+$/, '')])].map((called) => ({ called, at }));
    }),
    ({ called }) => called,
  );
  const unique = [...short].flatMap(([called, images]) =>
    images.length === 1 ? [[called, images[0]!.at] as const] : [],
  );
  return new Map([...unique, ...names.map((name, at) => [name, at] as const)]);
}

function readDigit(path: string, { line, fields }: TableRow): number | null {
  const text = fields.digit!;
  if (text === '') return null;
  const digit = readDecimal(text);
  if (digit !== null && Number.isInteger(digit) && digit >= 0 && digit < CLASSES) return digit;
  throw expected(`${path}:${line}`, 'a digit, 0 to 9, or nothing', describeValue(text), 'mend the line');
}

function agree(path: string, { line, fields }: TableRow, before: number | null, digit: number): number {
  if (before === null || before === digit) return digit;
  const what = `one digit for ${describeValue(fields.image)}`;
  throw expected(`${path}:${line}`, what, `${before} and ${digit}`, 'take one of the lines out');
}

function describeGaps(
  path: string,
  digits: readonly (number | null)[],
  strangers: readonly string[],
): string[] {
  const unlabelled = digits.filter((digit) => digit === null).length;
  return [
    ...(strangers.length === 0
      ? []
      : [
          `${path}: names no image here in ${strangers.length} of its lines, such as ${describeValue(strangers[0])}`,
        ]),
    ...(unlabelled === 0
      ? []
      : [`${path}: says nothing of ${unlabelled} of ${digits.length} images: their best digit is scored`]),
  ];
}
