/** Rung 4: where attacks on judges start, binary images, and which digits they are to be taken for. */
import type { LabelledImages } from '../engine/engine.ts';
import { imagesOfDigit } from '../judging/judgingData.ts';
import { binarise } from '../judging/pixels.ts';
import { INK_THRESHOLD } from '../math/components.ts';
import { nearestHamming, packImages } from '../math/hamming.ts';
import { bytesToUnit, CLASSES, DIGITS, PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { structuralSimilarity } from '../math/ssim.ts';
import { drawBelow, type Stream } from '../math/streams.ts';
import { chooseDigits, type MeantImage, type MeantImages, stackMeant } from './rungImages.ts';

/** What starts are drawn from: test digits for them, training images to hold them against. */
export interface StartTask {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  readonly count: number;
  readonly seed: number;
}

/** Real digits, each to be taken for another, drawn from `stream`. */
export function startFromDigits(task: StartTask, stream: Stream): MeantImages {
  const { images, digits: real } = drawRealDigits(task, task.count);
  const digits = real.map((digit) => (digit + 1 + drawBelow(stream, CLASSES - 1)) % CLASSES);
  return { images, digits };
}

/** Every pixel ink or not by the toss of a coin, drawn from `stream`; each digit in turn. */
export function startFromNoise({ count }: StartTask, stream: Stream): MeantImages {
  const images = Float32Array.from({ length: count * PIXELS }, () => drawBelow(stream, 2));
  return { images, digits: Array.from({ length: count }, (_, at) => at % CLASSES) };
}

/** Times as many digits as are wanted that are looked at: not every one is far from some other digit. */
const SPARE = 3;

/** Training images of a digit that an image is held against by SSIM, and how much more alike the own ones must be. */
const ALIKE_OF = 200;
const MORE_ALIKE = 0.05;

/**
 * Real digits that `flips` flips leave what they are, by two measures. Each is to be taken for the nearest other digit t
 * with h(t) - h(own) > 2 `flips`, where h(d) is the least number of pixels, Hamming's distance, by which the image differs
 * from a training image of d, all black and white. By the triangle inequality a training image of the own digit then
 * stays nearer than every one of t, wherever the flips are made. That is how a judge by densities measures too; so the
 * greatest structural similarity (SSIM) to 200 training images of the own digit, which is no such measure, must also
 * exceed that to 200 of t by 0.05. SSIM is no metric: that it stays so after the flips is likely, not certain.
 *
 * Throws a RangeError where too few digits are so far from any other.
 */
export async function startFarFromDigit(task: StartTask, flips: number): Promise<MeantImages> {
  const { images, digits: own } = drawRealDigits(task, SPARE * task.count);
  const nearest = measureNearest(task.train, images);
  const far: MeantImage[] = [];
  for (const [row, digit] of own.entries()) {
    if (far.length === task.count) break;
    const image = rowOf(images, row, PIXELS);
    const target = findNearestFar(rowOf(nearest, row, CLASSES), digit, 2 * flips);
    if (target === null || !isMoreAlike(task.train, image, digit, target)) continue;
    far.push({ image, digit: target });
  }
  if (far.length < task.count) {
    throw new RangeError(
      `startFarFromDigit: expected ${task.count} digits far from another, got ${far.length}`,
    );
  }
  return stackMeant(far);
}

/** Whether an image is clearly more alike to training images of `own` than to those of `other`, by SSIM. */
function isMoreAlike(train: LabelledImages, image: Float32Array, own: number, other: number): boolean {
  return measureLikeness(train, image, own) - measureLikeness(train, image, other) >= MORE_ALIKE;
}

/** The greatest structural similarity of a binary image [784] to the first 200 training images of a digit, binarised. */
export function measureLikeness(train: LabelledImages, image: Float32Array, digit: number): number {
  const references = binarise(bytesToUnit(imagesOfDigit(train, digit).subarray(0, ALIKE_OF * PIXELS)));
  let most = -1;
  for (let row = 0; row * PIXELS < references.length; row++) {
    most = Math.max(most, structuralSimilarity(image, rowOf(references, row, PIXELS)));
  }
  return most;
}

/** The digit whose distance is the least of those that exceed that of `own` by more than `margin`; null where none does. */
export function findNearestFar(nearest: Float64Array, own: number, margin: number): number | null {
  const far = DIGITS.filter((digit) => nearest[digit]! - nearest[own]! > margin);
  return far.reduce<number | null>(
    (best, digit) => (best === null || nearest[digit]! < nearest[best]! ? digit : best),
    null,
  );
}

/** Hamming distances [n, 10] from binary images [n, 784] to the nearest binarised training image of each digit. */
export function measureNearest(train: LabelledImages, images: Float32Array): Float64Array {
  const packed = packImages(images, INK_THRESHOLD);
  const nearest = new Float64Array((images.length / PIXELS) * CLASSES);
  for (const digit of DIGITS) {
    const references = packImages(imagesOfDigit(train, digit), 255 * INK_THRESHOLD);
    for (let row = 0; row * PIXELS < images.length; row++) {
      nearest[row * CLASSES + digit] = nearestHamming(packed, row, references);
    }
  }
  return nearest;
}

/** Test digits, black and white, with their labels; others than those of the rungs of real digits. */
function drawRealDigits({ test, seed }: StartTask, count: number): MeantImages {
  const chosen = chooseDigits({ digits: test, count, seed: seed + 1 });
  return stackMeant(chosen.map(({ image, digit }) => ({ image: binarise(image), digit })));
}
