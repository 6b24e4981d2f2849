/**
 * What is expected on the second ladder, for the panel and for each judge alone. Written down and sealed (seal.json) before
 * the judges that it tests were frozen, and never changed after.
 */
import { CORRUPTIONS, DAMAGES, EMPTY, NUDGES, type SecondKindName, STRUCTURED } from './kinds.ts';

/** How the ladder is run and what is read; sealed with the expectations. */
export const CONDITIONS: readonly string[] = [
  'It is run once on a frozen panel, whole and with seed 0; the same panel gives the same again. What fails then has failed: no limit is changed, no kind is dropped or drawn anew, and no judge is changed because of it, unless another ladder of other kinds takes the place of this one.',
  'What is read is the primary score: the masked reading, at the tolerance “little”, “not a digit” allowed. Of images that show a digit it is P of that digit, of ideas P of the intended digit; of images that show none it is P of the likeliest digit.',
  'Ideas are ten each of ordinary models trained for this ladder, of 32 to 512 hidden units, five epochs on the training images.',
];

/** What a rule measures of the scores of its kinds. */
export type SecondMeasure =
  /** The lowest and the highest of the kinds' means. */
  | 'lowest mean'
  | 'highest mean'
  /** The mean of the kinds' means. */
  | 'mean of means'
  /** The highest of the kinds' means less the lowest. */
  | 'range of means'
  /** The most by which a mean rises from one kind to the next. */
  | 'largest rise'
  /** The mean over images of the absolute difference between the second kind and the first, image by image. */
  | 'mean absolute change';

/** A number that is at least, or at most, so much. */
export interface Bound {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** An expectation. */
export interface SecondRule {
  readonly statement: string;
  readonly measure: SecondMeasure;
  readonly kinds: readonly SecondKindName[];
  readonly panel: Bound;
  /** For each judge alone; null where nothing is expected of them. */
  readonly judges: Bound | null;
}

const REAL = 0.93;
const READABLE = 0.8;
const SHIFTED = 0.85;
const SAME = 0.02;
/** The most that structured images without a digit, and those without structure, may score; a judge twice as much. */
const STRUCTURE = 0.1;
const NOTHING = 0.02;
/** The most by which a score may change on average where an image hardly does; a judge's by twice as much. */
const SMOOTH = 0.03;
/** Rises between amounts of damage that count as none. */
const SLACK = 0.02;

/** Every expectation of the second ladder. */
export const SECOND_RULES: readonly SecondRule[] = [
  atLeast('Real digits, grey and black and white', ['real, grey', 'real, black and white'], REAL),
  {
    statement: `Digits as they are and shifted by 1, 2 and 3 pixels: within ${SAME} of each other.`,
    measure: 'range of means',
    kinds: ['real, grey', 'shifted by 1', 'shifted by 2', 'shifted by 3'],
    panel: { atMost: SAME },
    judges: null,
  },
  atLeast('Digits shifted by 4 pixels', ['shifted by 4'], SHIFTED),
  ...CORRUPTIONS.map((kind) => atLeast(`MNIST-C, ${kind}`, [kind], READABLE)),
  atLeast('Digits in typefaces', ['typefaces'], READABLE),
  atLeast('Digits of another collection', ['optdigits'], READABLE),
  ...Object.entries(DAMAGES).map(
    ([damage, amounts]): SecondRule => ({
      statement: `More and more damage, ${damage}: the mean rises by at most ${SLACK} from one amount to the next.`,
      measure: 'largest rise',
      kinds: ['real, grey', ...amounts.map((amount) => `${damage}, ${amount}` as SecondKindName)],
      panel: { atMost: SLACK },
      judges: { atMost: 2 * SLACK },
    }),
  ),
  {
    statement: `All kinds of structured images without a digit: their mean is at most ${STRUCTURE}, a judge's at most ${2 * STRUCTURE}.`,
    measure: 'mean of means',
    kinds: STRUCTURED,
    panel: { atMost: STRUCTURE },
    judges: { atMost: 2 * STRUCTURE },
  },
  ...STRUCTURED.map((kind) => atMost(capitalise(kind), [kind], STRUCTURE)),
  ...EMPTY.map((kind) => atMost(capitalise(kind), [kind], NOTHING)),
  ...NUDGES.flatMap((nudge) => [
    smooth(`Digits, ${nudge}`, ['real, grey', `digits ${nudge}`]),
    smooth(`Ideas, ${nudge}`, ['ideas', `ideas ${nudge}`]),
  ]),
];

function atLeast(what: string, kinds: readonly SecondKindName[], least: number): SecondRule {
  const bound = { atLeast: least };
  const mean = kinds.length === 1 ? 'the mean' : 'the lowest mean';
  return {
    statement: `${what}: ${mean} is at least ${least}.`,
    measure: 'lowest mean',
    kinds,
    panel: bound,
    judges: bound,
  };
}

function atMost(what: string, kinds: readonly SecondKindName[], most: number): SecondRule {
  return {
    statement: `${what}: the mean of the best digit is at most ${most}, a judge's at most ${2 * most}.`,
    measure: 'highest mean',
    kinds,
    panel: { atMost: most },
    judges: { atMost: 2 * most },
  };
}

function smooth(what: string, kinds: readonly SecondKindName[]): SecondRule {
  return {
    statement: `${what}: the score changes by at most ${SMOOTH} on average, a judge's by at most ${2 * SMOOTH}.`,
    measure: 'mean absolute change',
    kinds,
    panel: { atMost: SMOOTH },
    judges: { atMost: 2 * SMOOTH },
  };
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
