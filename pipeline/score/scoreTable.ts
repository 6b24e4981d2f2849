/** The table of scores: a row an image, what the panel says of it, and P(intended) by each family and judge. */
import { ANSWERS, answersTo, NOT_A_DIGIT } from '../judging/answers.ts';
import { CLASSES, DIGITS } from '../math/images.ts';
import { argmax } from '../math/rows.ts';
import { type Column, encodeCsv } from '../store/csv.ts';

/** Probabilities [n, 11] by the reader's name: of the panel, its families and its judges. */
export interface PanelAnswers {
  readonly panel: Float64Array;
  readonly families: Readonly<Record<string, Float64Array>>;
  readonly judges: Readonly<Record<string, Float64Array>>;
}

/** What the rows of a table are made from. */
export interface ScoredImages {
  readonly names: readonly string[];
  /** The digit that each image is meant to be, or null. */
  readonly digits: readonly (number | null)[];
  readonly answers: PanelAnswers;
  readonly version: string;
}

interface Row {
  readonly at: number;
  readonly intended: number | null;
  /** The digit that is scored: the intended one, or the most likely. */
  readonly digit: number;
  readonly top: number;
}

/**
 * The table as CSV. Recognisability, and P of a family or a judge, is P(intended); where nothing is intended, P of the digit
 * that the panel finds most likely, which is `top`.
 */
export function scoresCsv({ names, digits, answers, version }: ScoredImages): string {
  const rows = names.map((_, at): Row => {
    const top = argmax(answersTo(at, answers.panel).subarray(0, CLASSES));
    const intended = digits[at]!;
    return { at, intended, digit: intended ?? top, top };
  });
  const readers = (kind: string, of: Readonly<Record<string, Float64Array>>) =>
    Object.entries(of).map(
      ([name, table]): Column<Row> => [`${kind}_${name}`, ({ at, digit }) => table[at * ANSWERS + digit]!],
    );
  return encodeCsv(rows, [
    ['image', ({ at }) => names[at]!],
    ['intended', ({ intended }) => intended],
    ['recognisability', ({ at, digit }) => answers.panel[at * ANSWERS + digit]!],
    ['top', ({ top }) => top],
    ...DIGITS.map((digit): Column<Row> => [`p${digit}`, ({ at }) => answers.panel[at * ANSWERS + digit]!]),
    ['not_digit', ({ at }) => answers.panel[at * ANSWERS + NOT_A_DIGIT]!],
    ...readers('family', answers.families),
    ...readers('judge', answers.judges),
    ['score_version', () => version],
  ]);
}
