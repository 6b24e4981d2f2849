/**
 * The check of the judges: how well a panel reads a study's own test images. Judges know the digits of MNIST, white on
 * black and upright. Of models that learnt other images they say nothing, however sure their scores look.
 *
 * Where a panel fails, the usual causes are tried: labels that stand for other digits, and images that were changed, which
 * is undone.
 */
import type { LabelledImages } from '../engine/engine.ts';
import { DIGITS, PIXELS, SIDE, stackImages } from '../math/images.ts';
import { argmax, mean } from '../math/rows.ts';
import { drawPermutation, openStream } from '../math/streams.ts';
import type { ImageChange, JudgesCheck } from '../study/records.ts';
import { ANSWERS, answersTo, pickIntended } from './answers.ts';
import type { Panel } from './panel.ts';
import { unitImage } from './pixels.ts';

/**
 * Least share of real digits that a reader must name rightly for its answers to count: a person who rates ideas
 * (rating/raterChecks.ts), and a panel, of which nothing else can be asked than of people. It was set for people before any
 * panel was held against it.
 */
export const LEAST_DIGITS_RIGHT = 0.8;

/** Most test images of a digit that the panel is shown. */
const MOST_A_DIGIT = 50;

/** The test images of a check, by row: up to 50 of each label, ascending (stream `judging/check` of seed 0). */
export function chooseCheckImages(labels: Uint8Array): number[] {
  const order = drawPermutation(openStream(0, 'judging/check'), labels.length);
  return DIGITS.flatMap((digit) =>
    Array.from(order.filter((row) => labels[row] === digit)).slice(0, MOST_A_DIGIT),
  );
}

/** Has `panel` read test images of a study; where it fails, tries what may be the cause, up to the first that is. */
export async function checkJudges(
  panel: Pick<Panel, 'probabilities'>,
  test: LabelledImages,
): Promise<JudgesCheck> {
  const rows = chooseCheckImages(test.labels);
  const labels = rows.map((row) => test.labels[row]!);
  const images = stackImages(rows.map((row) => unitImage(test, row)));
  const probabilities = await panel.probabilities(images);
  const measured = measureReading(probabilities, labels);
  if (isReader(measured)) return { ...measured, relabelled: null, undone: [] };
  const relabelled = relabel(probabilities, labels);
  const undone = isReader(relabelled) ? [] : await undoChanges(panel, images, labels);
  return { ...measured, relabelled, undone };
}

/** Whether so large a share of digits read rightly makes the reader's answers count. */
function isReader({ right }: { readonly right: number }): boolean {
  return right >= LEAST_DIGITS_RIGHT;
}

/** Whether the scores of a study's ideas say something about them: also where that was not checked yet (null). */
export function doScoresHold(check: JudgesCheck | null): boolean {
  return check === null || isReader(check);
}

/** Why a panel cannot read a study's test images, as far as trying could tell. */
export type ReadingCause =
  | { readonly kind: 'changed'; readonly change: ImageChange; readonly right: number }
  | { readonly kind: 'relabelled'; readonly digits: readonly number[]; readonly right: number }
  | { readonly kind: 'unknown' };

/** The likely cause of a failed check. */
export function findCause({ relabelled, undone }: JudgesCheck): ReadingCause {
  if (relabelled !== null && isReader(relabelled)) return { kind: 'relabelled', ...relabelled };
  const found = undone.find(isReader);
  return found === undefined ? { kind: 'unknown' } : { kind: 'changed', ...found };
}

/** Of probabilities [n, 11] of images with these labels: what is read rightly, of all and of each digit. */
function measureReading(
  probabilities: Float64Array,
  labels: readonly number[],
): Pick<JudgesCheck, 'images' | 'right' | 'recognisability' | 'digits'> {
  const given = pickIntended(probabilities, labels);
  const isRight = labels.map((label, row) => Number(argmax(answersTo(row, probabilities)) === label));
  const over = (rows: readonly number[]) => ({
    images: rows.length,
    right: mean(rows.map((row) => isRight[row]!)),
    recognisability: mean(rows.map((row) => given[row]!)),
  });
  const all = labels.map((_, row) => row);
  const digits = DIGITS.map((digit) => ({ digit, ...over(all.filter((row) => labels[row] === digit)) }));
  return { ...over(all), digits: digits.filter(({ images }) => images > 0) };
}

/**
 * The digit that each label may stand for, one to one, and the share of the images that are read rightly then. Greedy: the
 * pair of a label and a digit with the most images goes first, of equals the smaller label and digit, until all are
 * paired. That is the best pairing wherever one label's images are read as one digit, which is what is looked for.
 */
function relabel(
  probabilities: Float64Array,
  labels: readonly number[],
): { digits: number[]; right: number } {
  const counts = DIGITS.map(() => new Int32Array(ANSWERS));
  labels.forEach((label, row) => {
    counts[label]![argmax(answersTo(row, probabilities))]! += 1;
  });
  const pairs = DIGITS.flatMap((label) =>
    DIGITS.map((digit) => ({ label, digit, images: counts[label]![digit]! })),
  ).sort((a, b) => b.images - a.images || a.label - b.label || a.digit - b.digit);
  const digits = new Map<number, number>();
  const taken = new Set<number>();
  let right = 0;
  for (const { label, digit, images } of pairs) {
    if (digits.has(label) || taken.has(digit)) continue;
    digits.set(label, digit);
    taken.add(digit);
    right += images;
  }
  return { digits: DIGITS.map((label) => digits.get(label)!), right: right / labels.length };
}

/** Undoes one change after the other until the panel can read the images [n, 784]; the shares read rightly. */
async function undoChanges(
  panel: Pick<Panel, 'probabilities'>,
  images: Float32Array,
  labels: readonly number[],
): Promise<JudgesCheck['undone']> {
  const undone: JudgesCheck['undone'] = [];
  for (const [change, undo] of Object.entries(UNDO) as [ImageChange, Undo][]) {
    const probabilities = await panel.probabilities(undoAll(images, undo));
    undone.push({ change, right: measureReading(probabilities, labels).right });
    if (isReader(undone.at(-1)!)) break;
  }
  return undone;
}

/** How a change is undone: from which pixel each pixel (x, y) is taken, and whether black is made white. */
interface Undo {
  readonly from: (x: number, y: number) => readonly [x: number, y: number];
  readonly isInverted?: boolean;
}

const LAST = SIDE - 1;

/** By change, in the order in which they are tried: the likely ones first. */
const UNDO: Readonly<Record<ImageChange, Undo>> = {
  transposed: { from: (x, y) => [y, x] },
  inverted: { from: (x, y) => [x, y], isInverted: true },
  'transposed-and-inverted': { from: (x, y) => [y, x], isInverted: true },
  mirrored: { from: (x, y) => [LAST - x, y] },
  'upside-down': { from: (x, y) => [x, LAST - y] },
  'half-turned': { from: (x, y) => [LAST - x, LAST - y] },
  // Of an image that was turned to the left, the upper edge was the right one.
  'turned-left': { from: (x, y) => [y, LAST - x] },
  'turned-right': { from: (x, y) => [LAST - y, x] },
};

function undoAll(images: Float32Array, { from, isInverted = false }: Undo): Float32Array {
  const sources = Array.from({ length: PIXELS }, (_, at) => {
    const [x, y] = from(at % SIDE, Math.floor(at / SIDE));
    return y * SIDE + x;
  });
  return images.map((_, at) => {
    const value = images[at - (at % PIXELS) + sources[at % PIXELS]!]!;
    return isInverted ? 1 - value : value;
  });
}
