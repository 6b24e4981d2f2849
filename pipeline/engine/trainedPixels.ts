/**
 * Which pixels take part in a training. A pixel that is 0 in every training image adds nothing to any product, and the
 * gradients of its first weights are 0, so that no optimizer moves them: of MNIST's 784 pixels 67 are like that. A weight
 * decay moves all weights, and input noise inks all pixels.
 */
import { PIXELS } from '../math/images.ts';
import type { TrainingTask } from './engine.ts';

/** The pixels that take part, ascending; at least one. */
export function listTrainedPixels({
  data,
  optimizer,
  hasInputNoise = false,
}: Pick<TrainingTask, 'data' | 'optimizer' | 'hasInputNoise'>): Int32Array {
  const all = Int32Array.from({ length: PIXELS }, (_, pixel) => pixel);
  if (hasInputNoise || optimizer.weightDecay !== 0) return all;
  const blank = new Set(listBlankPixels(data.images));
  const inked = all.filter((pixel) => !blank.has(pixel));
  return inked.length === 0 ? all.subarray(0, 1) : inked;
}

/** The pixels that are 0 in all images [n, 784]. */
function listBlankPixels(images: Uint8Array): Int32Array {
  const blank = Int32Array.from({ length: PIXELS }, (_, pixel) => pixel);
  let count = PIXELS;
  for (let row = 0; row < images.length; row += PIXELS) {
    let left = 0;
    for (let k = 0; k < count; k++) if (images[row + blank[k]!] === 0) blank[left++] = blank[k]!;
    count = left;
  }
  return blank.subarray(0, count);
}

/** The bytes of `pixels` of images [n, 784]: [n, pixels]. */
export function pickPixels(images: Uint8Array, pixels: Int32Array): Uint8Array {
  const count = pixels.length;
  if (count === PIXELS) return images;
  const rows = images.length / PIXELS;
  const picked = new Uint8Array(rows * count);
  for (let row = 0; row < rows; row++) {
    const image = images.subarray(row * PIXELS, (row + 1) * PIXELS);
    copyPixels(image, pixels, picked.subarray(row * count, (row + 1) * count));
  }
  return picked;
}

function copyPixels(image: Uint8Array, pixels: Int32Array, to: Uint8Array): void {
  for (let k = 0; k < pixels.length; k++) to[k] = image[pixels[k]!]!;
}
