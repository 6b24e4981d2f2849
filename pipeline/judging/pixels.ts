/** What is done to pixels before judges read an image: cut to black and white, flipped, shuffled, blended. */
import type { LabelledImages } from '../engine/engine.ts';
import { INK_THRESHOLD } from '../math/components.ts';
import { bytesToUnit, PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { drawPermutation, drawUniform, type Stream } from '../math/streams.ts';

/** Image `row` of `data` as float32 [784] in [0, 1]. */
export function unitImage(data: LabelledImages, row: number): Float32Array {
  return bytesToUnit(rowOf(data.images, row, PIXELS));
}

/** 1 where the value is at least one half, else 0. */
export function binarise(images: Float32Array): Float32Array {
  return images.map((value) => (value >= INK_THRESHOLD ? 1 : 0));
}

/** (1 - share) a + share b, pixel by pixel. */
export function blend(a: Float32Array, b: Float32Array, share: number): Float32Array {
  return a.map((value, at) => (1 - share) * value + share * b[at]!);
}

/** A copy of images [n, 784] in [0, 1] in which each pixel is replaced by 1 - value with probability `rate`. */
export function flipPixels(images: Float32Array, rate: number, stream: Stream): Float32Array {
  return images.map((value) => (drawUniform(stream) < rate ? 1 - value : value));
}

/** The same values in a random order: the same ink, no shape. */
export function shufflePixels(image: Float32Array, stream: Stream): Float32Array {
  return Float32Array.from(drawPermutation(stream, PIXELS), (from) => image[from]!);
}
