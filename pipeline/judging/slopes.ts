/** From slopes to the promise of flipping pixels: a guess to the first order. */
import { CLASSES, PIXELS } from '../math/images.ts';

/** The strongest rival of `digit` among ten log evidences: the largest other one, the smaller digit on a tie. */
export function findRival(evidence: Float64Array, digit: number): number {
  let rival = digit === 0 ? 1 : 0;
  for (let other = 0; other < CLASSES; other++) {
    if (other !== digit && evidence[other]! > evidence[rival]!) rival = other;
  }
  return rival;
}

/**
 * The promise [784] of flipping each pixel of a binary image for its digit: (1 - 2 x)(2 g_digit - g_rival), the gain
 * to the first order of the digit's evidence plus its lead over the rival.
 */
export function promiseOfFlips(
  image: Float32Array,
  own: ArrayLike<number>,
  rival: ArrayLike<number>,
): Float64Array {
  return Float64Array.from({ length: PIXELS }, (_, i) => (1 - 2 * image[i]!) * (2 * own[i]! - rival[i]!));
}
