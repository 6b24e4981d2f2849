/**
 * The ways in which judges read one image, for what lies where digits have no ink says little about an idea.
 *
 * A network's first-layer weights never move at pixels that are 0 in every training image, and hardly move at those
 * that are seldom inked: what an idea shows there is mostly left over from its initial values, whose size depends on
 * the hidden size. `masked` sets the pixels that are never inked to 0; `framed` takes those that are seldom inked from
 * a real training image; `whole` leaves the image alone. Masked is the primary reading. That was decided, and written
 * here, before any grid was read with these judges.
 */
import type { LabelledImages } from '../engine/engine.ts';
import { PIXELS } from '../math/images.ts';
import { drawBelow, openStream } from '../math/streams.ts';
import type { ReadingName } from '../study/records.ts';
import { unitImage } from './pixels.ts';

/** The reading whose score is an idea's recognisability. */
export const PRIMARY_READING: ReadingName = 'masked';

/** Pixels inked in a smaller share of the training images than this are seldom inked. */
export const SELDOM = 0.01;

/** Where training images have ink. */
export interface InkedPlaces {
  /** Mask [784]: true where no image has ink; all true for no images. */
  readonly never: readonly boolean[];
  /** Mask [784]: true where fewer than 1% of the images have ink, so that it holds `never` as well. */
  readonly seldom: readonly boolean[];
}

/** Where `images` [n, 784] have ink: any value but 0. */
export function findInkedPlaces(images: Uint8Array): InkedPlaces {
  const counts = new Float64Array(PIXELS);
  for (let i = 0; i < images.length; i++) {
    if (images[i] !== 0) counts[i % PIXELS]! += 1;
  }
  const limit = SELDOM * (images.length / PIXELS);
  return {
    never: Array.from(counts, (count) => count === 0),
    seldom: Array.from(counts, (count) => count === 0 || count < limit),
  };
}

/** A copy of an image [784] with the pixels of the mask taken from `frame` [784], or set to 0 without one. */
export function replacePixels(
  image: Float32Array,
  mask: readonly boolean[],
  frame: Float32Array | null = null,
): Float32Array {
  return image.map((value, pixel) => (mask[pixel] ? (frame?.[pixel] ?? 0) : value));
}

/**
 * The real image [784] that an idea's frame is taken from, drawn from all of `train` (at least one image) by the digit and
 * restart alone (stream `judging/frame/DIGIT/RESTART` of seed 0): the same for every model, and of any digit.
 */
export function drawFrame(train: LabelledImages, digit: number, restart: number): Float32Array {
  const stream = openStream(0, `judging/frame/${digit}/${restart}`);
  return unitImage(train, drawBelow(stream, train.labels.length));
}
