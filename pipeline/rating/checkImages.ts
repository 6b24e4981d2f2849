/**
 * What is shown among the ideas: real digits and noise, which tell who pays attention, and real digits at five levels of
 * noise, which tell how much of it each rater sees through.
 */
import type { LabelledImages } from '../engine/engine.ts';
import { chooseCheckImages } from '../judging/judgesCheck.ts';
import { binarise, flipPixels, shufflePixels, unitImage } from '../judging/pixels.ts';
import { CLASSES, DIGITS } from '../math/images.ts';
import { drawBelow, drawPermutation, openStream, type Stream } from '../math/streams.ts';
import type { KeyRow } from './ratingRecords.ts';

/** Real digits, and as many noise images, are a tenth of what is asked each, but at least 5. */
const CHECK_SHARE = 0.1;
const LEAST_CHECKS = 5;

/**
 * Probabilities with which each pixel of a real digit is flipped, where people go from reading all to reading none: blind
 * ratings by vision models lost digits at 20 to 25%. Clean digits are the level 0.
 */
export const FLIP_RATES = [0.1, 0.2, 0.25, 0.35, 0.45] as const;

/** Digits at each level: each of the ten once, so that levels differ in their noise alone. */
const AT_EACH_LEVEL = CLASSES;

/** An image without its name on the page. */
export interface Unnamed extends Omit<KeyRow, 'image' | 'sha256'> {
  /** [784] in [0, 1], as shown. */
  readonly pixels: Float32Array;
}

/** What a check has in the key; what only ideas have is not there. */
const CHECK = { model: '', restart: null, flipRate: null, reading: null, probability: null } as const;

/**
 * Checks for a page of `shown` images, and real digits in noise: all of different test images, those in noise of images
 * that the check of the judges does not read, as long as there are some. With few test images there are fewer digits in
 * noise, equally many at each level.
 */
export function drawChecks(test: LabelledImages, shown: readonly Float32Array[], seed: number): Unnamed[] {
  const count = Math.max(LEAST_CHECKS, Math.round(CHECK_SHARE * shown.length));
  const all = [...test.labels.keys()];
  const clean = takeTurns(all, test.labels, openStream(seed, 'rating/digits')).slice(0, count);
  const others = all.filter((row) => !clean.includes(row));
  const noisy = chooseNoisy(others, test.labels, openStream(seed, 'rating/flipped'));
  return [
    ...clean.map((row): Unnamed => ({ ...CHECK, ...pickDigit(test, row), kind: 'digit' })),
    ...flipDigits(test, noisy, openStream(seed, 'rating/flips')),
    ...shuffleImages(shown, count, openStream(seed, 'rating/noise')),
  ];
}

function pickDigit(test: LabelledImages, row: number): Pick<Unnamed, 'pixels' | 'digit'> {
  return { pixels: binarise(unitImage(test, row)), digit: test.labels[row]! };
}

/** The rows in a random order in which digits take turns, as long as all have images left. */
function takeTurns(rows: readonly number[], labels: Uint8Array, stream: Stream): number[] {
  const order = Array.from(drawPermutation(stream, rows.length), (at) => rows[at]!);
  const byDigit = DIGITS.map((digit) => order.filter((row) => labels[row] === digit));
  const rounds = Math.max(...byDigit.map((own) => own.length));
  const digits = drawPermutation(stream, DIGITS.length);
  return Array.from({ length: rounds }, (_, round) =>
    Array.from(digits, (digit) => byDigit[digit]![round]).filter((row) => row !== undefined),
  ).flat();
}

/** Rows to be shown in noise, a multiple of the levels: first those that the check of the judges does not read. */
function chooseNoisy(rows: readonly number[], labels: Uint8Array, stream: Stream): number[] {
  const read = new Set(chooseCheckImages(labels));
  const [unread, others] = [rows.filter((row) => !read.has(row)), rows.filter((row) => read.has(row))];
  const inTurn = [unread, others].flatMap((some) => takeTurns(some, labels, stream));
  const each = Math.min(AT_EACH_LEVEL, Math.floor(inTurn.length / FLIP_RATES.length));
  return inTurn.slice(0, each * FLIP_RATES.length);
}

/** The digits in `rows`, black and white, the same number of neighbours at each level. */
function flipDigits(test: LabelledImages, rows: readonly number[], stream: Stream): Unnamed[] {
  return rows.map((row, at) => {
    const flipRate = FLIP_RATES[Math.floor((at * FLIP_RATES.length) / rows.length)]!;
    const { pixels, digit } = pickDigit(test, row);
    return { ...CHECK, kind: 'flipped', digit, flipRate, pixels: flipPixels(pixels, flipRate, stream) };
  });
}

/** Images with their pixels shuffled: as much ink, and nothing to see. */
function shuffleImages(images: readonly Float32Array[], count: number, stream: Stream): Unnamed[] {
  return Array.from({ length: count }, () => {
    const pixels = shufflePixels(images[drawBelow(stream, images.length)]!, stream);
    return { ...CHECK, kind: 'noise', digit: null, pixels };
  });
}
