/**
 * The border: pixels that no training image inks.
 *
 * A network's first-layer weights at these pixels never move from their initial values, so what an idea shows there is
 * initialisation noise. Scores are given with and without it.
 */
import { PIXELS } from '../math/images.ts';

/** Mask [784]: true where the pixel is 0 in every one of the training images [n, 784]; all true for no images. */
export function findBorder(trainImages: Uint8Array): boolean[] {
  const isBorder = new Array<boolean>(PIXELS).fill(true);
  for (let i = 0; i < trainImages.length; i++) {
    if (trainImages[i] !== 0) isBorder[i % PIXELS] = false;
  }
  return isBorder;
}

/** A copy of an image [784] with every pixel of the mask set to 0. */
export function maskBorder(image: Float32Array, mask: readonly boolean[]): Float32Array {
  return image.map((value, pixel) => (mask[pixel] ? 0 : value));
}
