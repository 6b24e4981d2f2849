/** Pixel-flip noise: the noise that judges are tuned to read through. */
import { drawUniform, type Stream } from '../math/streams.ts';

/** A copy of images [n, 784] in [0, 1] in which each pixel is replaced by 1 - value with probability `rate`. */
export function flipPixels(images: Float32Array, rate: number, stream: Stream): Float32Array {
  return images.map((value) => (drawUniform(stream) < rate ? 1 - value : value));
}
