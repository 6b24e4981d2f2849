/**
 * Which pixels the images of a batch ink. A pixel that is 0 in all of them adds nothing to any product with the batch, and
 * the gradient of its weights is 0 exactly, so a training step may leave it out: of MNIST's 784 pixels 717 are ever inked,
 * about 610 in a batch of 1,000 images, 510 in one of 100, and 390 in one of 10.
 */
import { PIXELS } from '../math/images.ts';
import { raise } from '../math/powers.ts';
import { countUpdates } from './batches.ts';

/** Bits of one word of a mask. */
const BITS = 32;
/** Words of a mask of all pixels. */
const WORDS = Math.ceil(PIXELS / BITS);

/** The pixels that each of several batches is multiplied over. */
export interface BatchPixels {
  /** Pixels of a batch: the most that any of the batches inks. */
  readonly width: number;
  /** [updates, width], ascending in each row: all that the batch inks, filled up with others. */
  readonly pixels: Int32Array;
}

/** The images [n, 784] that ink each pixel [784]. */
export function countInked(images: Uint8Array): Int32Array {
  const counts = new Int32Array(PIXELS);
  for (let from = 0; from < images.length; from += PIXELS) {
    for (let pixel = 0; pixel < PIXELS; pixel++) if (images[from + pixel] !== 0) counts[pixel]!++;
  }
  return counts;
}

/**
 * The number of pixels that a batch of `batch` of `images` images, drawn at random, is expected to ink, from the images that
 * ink each: sum of 1 - (1 - share)^batch.
 */
export function expectWidth(counts: Int32Array, images: number, batch: number): number {
  return counts.reduce((sum, count) => sum + 1 - raise(1 - count / images, batch), 0);
}

/** Where the training images have ink. */
export class InkedPixels {
  /** [n, WORDS]: bit i % 32 of word i / 32 is set where pixel i of the image is not 0. */
  readonly #masks: Uint32Array;
  /** [784]: the images that ink each pixel. */
  readonly #counts = new Int32Array(PIXELS);
  readonly #images: number;

  /** `images` [n, 784] as bytes. */
  constructor(images: Uint8Array) {
    this.#images = images.length / PIXELS;
    this.#masks = new Uint32Array(this.#images * WORDS);
    for (let row = 0; row < this.#images; row++) {
      for (let pixel = 0; pixel < PIXELS; pixel++) {
        if (images[row * PIXELS + pixel] === 0) continue;
        this.#masks[row * WORDS + (pixel >>> 5)]! |= 1 << (pixel & 31);
        this.#counts[pixel]!++;
      }
    }
  }

  /** The number of pixels that a batch of `batch` images drawn at random is expected to ink: sum of 1 - (1 - share)^batch. */
  expectedWidth(batch: number): number {
    return expectWidth(this.#counts, this.#images, batch);
  }

  /** The pixels of `batches`, indices of images [updates, batch]. */
  ofBatches(batches: Int32Array, batch: number): BatchPixels {
    const updates = countUpdates(batches, batch);
    const masks = new Uint32Array(updates * WORDS);
    let width = 0;
    for (let update = 0; update < updates; update++) {
      const mask = masks.subarray(update * WORDS, (update + 1) * WORDS);
      for (let k = update * batch; k < (update + 1) * batch; k++)
        addMask(mask, this.#masks, batches[k]! * WORDS);
      width = Math.max(width, countBits(mask));
    }
    const pixels = new Int32Array(updates * width);
    for (let update = 0; update < updates; update++) {
      const mask = masks.subarray(update * WORDS, (update + 1) * WORDS);
      fillUp(mask, width);
      listBits(mask, pixels.subarray(update * width, (update + 1) * width));
    }
    return { width, pixels };
  }
}

/** Sets the bits of `mask` that are set in the mask that is in `masks` from `from` on. */
function addMask(mask: Uint32Array, masks: Uint32Array, from: number): void {
  for (let word = 0; word < WORDS; word++) mask[word] = mask[word]! | masks[from + word]!;
}

/** The bits that are set. */
function countBits(mask: Uint32Array): number {
  let count = 0;
  for (let word of mask) for (; word !== 0; word &= word - 1) count++;
  return count;
}

/** Sets the first bits that are not, until `count` are. */
function fillUp(mask: Uint32Array, count: number): void {
  let missing = count - countBits(mask);
  for (let pixel = 0; missing > 0; pixel++) {
    const bit = 1 << (pixel & 31);
    if ((mask[pixel >>> 5]! & bit) !== 0) continue;
    mask[pixel >>> 5]! |= bit;
    missing--;
  }
}

/** Writes the places of the bits that are set, ascending, to `places`. */
function listBits(mask: Uint32Array, places: Int32Array): void {
  let at = 0;
  mask.forEach((word, k) => {
    for (let rest = word; rest !== 0; rest &= rest - 1)
      places[at++] = k * BITS + 31 - Math.clz32(rest & -rest);
  });
}
