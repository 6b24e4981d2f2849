/** Noise: flipped pixels, which judges are tuned to read through, and shuffled ones, which leave nothing to read. */
import { PIXELS } from '../math/images.ts';
import { drawPermutation, drawUniform, type Stream } from '../math/streams.ts';

/** A copy of images [n, 784] in [0, 1] in which each pixel is replaced by 1 - value with probability `rate`. */
export function flipPixels(images: Float32Array, rate: number, stream: Stream): Float32Array {
  return images.map((value) => (drawUniform(stream) < rate ? 1 - value : value));
}

/** The same values in a random order: the same ink, no shape. */
export function shufflePixels(image: Float32Array, stream: Stream): Float32Array {
  return Float32Array.from(drawPermutation(stream, PIXELS), (from) => image[from]!);
}
