/**
 * What is said of how well the judges read a study's own test images, on the console and in a report; and where they
 * hardly do, why that may be and what to do.
 */
import { doScoresHold, findCause, LEAST_DIGITS_RIGHT, type ReadingCause } from '../judging/judgesCheck.ts';
import { formatPercent, formatQuantity, formatScore, joinWords } from '../page/wording.ts';
import type { ImageChange, JudgesCheck } from '../study/records.ts';
import { findExtremes } from './findings.ts';

/** What of a dataset's config decides how its images are turned before anyone sees them. */
export interface DatasetKeys {
  readonly source: string;
  readonly transpose?: boolean | undefined;
  readonly invert?: boolean | undefined;
}

/** What a report says of the check, wherever there is one. */
export function describeCheck(check: JudgesCheck | null): string {
  if (check === null) return 'The judges were not tried on the test images of this study yet.';
  return (
    `The judges read ${nameReading(check)}: the most likely of their eleven answers is the label. ` +
    `They give the label a mean P of ${formatScore(check.recognisability)}.${describeDigits(check)}`
  );
}

function describeDigits({ digits }: JudgesCheck): string {
  const extremes = findExtremes(digits, ({ right }) => right);
  if (extremes === null || extremes.low.right === extremes.high.right) return '';
  const [low, high] = [extremes.low, extremes.high].map(
    ({ digit, right }) => `${formatPercent(right)} (of label ${digit})`,
  );
  return ` By label, between ${low} and ${high} are read rightly.`;
}

/** `96.80% of 500 test images of this study rightly`: what judges read, as the end of a sentence. */
export function nameReading({ right, images }: JudgesCheck): string {
  return `${formatPercent(right)} of ${formatQuantity(images, 'test image')} of this study rightly`;
}

/** Prints one line on the check, and where scores do not hold a second one that warns of them, on standard error. */
export function printCheck(check: JudgesCheck | null, dataset: DatasetKeys): void {
  if (check === null) {
    console.log('judges: not tried on the test images of this study yet; the stage judge does it');
    return;
  }
  console.log(`judges: they read ${nameReading(check)}`);
  const warning = warnOfCheck(check, dataset);
  if (warning !== null) console.error(warning);
}

/** The one line that warns of scores that do not hold; null where they do. */
export function warnOfCheck(check: JudgesCheck, dataset: DatasetKeys): string | null {
  if (doScoresHold(check)) return null;
  const { cause, proof, remedy } = explain(check, dataset);
  return (
    `judges: expected to read at least ${LEAST} of ${formatQuantity(check.images, 'test image')} of this study rightly, ` +
    `got ${formatPercent(check.right)}, so that their scores say nothing about its ideas and the report withholds them; ` +
    `likely cause: ${cause} (${proof}); ${remedy}`
  );
}

/** What a report says first where scores do not hold: that, the likely cause, and what to do; null where they do. */
export function describeFailedCheck(check: JudgesCheck | null, dataset: DatasetKeys): string | null {
  if (check === null || doScoresHold(check)) return null;
  return `The judges read only ${nameReading(check)}. ${describeCause(check, dataset)}`;
}

/** What follows from so little that is read rightly, the likely cause, and what to do. */
export function describeCause(check: JudgesCheck, dataset: DatasetKeys): string {
  const { cause, proof, remedy } = explain(check, dataset);
  return (
    `A reader’s answers count from ${LEAST} on, so the judges’ scores say nothing about these ideas and are withheld here. ` +
    `The likely cause: ${cause}; ${proof}. What to do: ${remedy}.`
  );
}

/** What stands in the place of scores that are withheld. */
export const WITHHELD = 'Scores are withheld: the judges cannot read the images of this study.';

/** What is said of scores that stand beside people's answers, and so are not withheld. */
export const MEANINGLESS =
  'What is said here of the panel and of its judges means nothing: they cannot read the images of this study.';

const LEAST = `${100 * LEAST_DIGITS_RIGHT}%`;

/** A likely cause: what it is, what speaks for it, and what to do, each as a part of a sentence. */
interface Explanation {
  readonly cause: string;
  readonly proof: string;
  readonly remedy: string;
}

function explain(check: JudgesCheck, dataset: DatasetKeys): Explanation {
  const found = findCause(check);
  if (found.kind === 'changed') return explainChange(found, dataset);
  if (found.kind === 'relabelled') return explainLabels(found, check);
  const tried = formatQuantity(check.undone.length, 'change');
  return {
    cause: 'other classes than digits, or digits in another style',
    proof: `neither other meanings of the labels nor any of ${tried} that were undone make them readable`,
    remedy: 'use digits as MNIST has them, or go by accuracy and by the images alone',
  };
}

/** How a change is told: what the images are, and how that was undone. */
const CHANGES: Readonly<Record<ImageChange, readonly [cause: string, undone: string]>> = {
  transposed: ['are transposed, stored column by column as those of EMNIST are', 'rows and columns swapped'],
  inverted: ['are inverted, dark on white', 'black and white swapped'],
  'transposed-and-inverted': [
    'are transposed, stored column by column, and dark on white',
    'rows and columns swapped, and black and white',
  ],
  mirrored: ['are mirrored left to right', 'left and right swapped'],
  'upside-down': ['are mirrored top to bottom', 'top and bottom swapped'],
  'half-turned': ['stand on their heads', 'the images turned by half a turn'],
  'turned-left': ['are turned to the left by a quarter', 'the images turned back'],
  'turned-right': ['are turned to the right by a quarter', 'the images turned back'],
};

const MIRROR = 'mirror them before the study reads them';
const TURN = 'turn them before the study reads them';

/** What mends a change that no key of a dataset undoes. */
const OTHER_REMEDIES: Partial<Readonly<Record<ImageChange, string>>> = {
  mirrored: MIRROR,
  'upside-down': MIRROR,
  'half-turned': TURN,
  'turned-left': TURN,
  'turned-right': TURN,
};

function explainChange(
  { change, right }: Extract<ReadingCause, { kind: 'changed' }>,
  dataset: DatasetKeys,
): Explanation {
  const [cause, undone] = CHANGES[change];
  return {
    cause: `the images ${cause}`,
    proof: `with ${undone}, ${formatPercent(right)} are read rightly`,
    remedy:
      OTHER_REMEDIES[change] ??
      `set ${joinWords(listKeys(change, dataset))} and begin the study again (make sweep FRESH=1)`,
  };
}

/** The keys that undo a change, with the values that they do not have yet. */
function listKeys(change: ImageChange, { transpose = false, invert = false }: DatasetKeys): string[] {
  return [
    ...(change.includes('transposed') ? [`dataset.transpose: ${!transpose}`] : []),
    ...(change.includes('inverted') ? [`dataset.invert: ${!invert}`] : []),
  ];
}

function explainLabels(
  { digits, right }: Extract<ReadingCause, { kind: 'relabelled' }>,
  check: JudgesCheck,
): Explanation {
  const others = check.digits
    .filter(({ digit: label }) => digits[label] !== label)
    .map(({ digit: label }) => `${label} for ${digits[label]}`);
  return {
    cause: 'labels stand for other digits',
    proof: `with label ${joinWords(others)}, ${formatPercent(right)} are read rightly`,
    remedy: 'give each image the label of the digit that it shows',
  };
}
