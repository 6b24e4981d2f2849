/** Black and white: what is ink and what is ground. */

import { INK_THRESHOLD } from '../math/components.ts';

/** 1 where the image is at least one half, else 0. */
export function binarise(image: Float32Array): Float32Array {
  return image.map((value) => (value >= INK_THRESHOLD ? 1 : 0));
}
