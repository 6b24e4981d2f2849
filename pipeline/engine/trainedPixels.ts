/**
 * Which pixels take part in a training. A pixel that is 0 in every training image adds nothing to any product, and the
 * gradients of its first weights are 0, so that no optimizer moves them: of MNIST's 784 pixels 67 are like that. A weight
 * decay moves all weights, and input noise inks all pixels.
 */
import { PIXELS } from '../math/images.ts';
import type { TrainingTask } from './engine.ts';

/** The pixels that take part, ascending; at least one. `counts` [784] of the training images ink each pixel. */
export function listTrainedPixels(
  { optimizer, hasInputNoise = false }: Pick<TrainingTask, 'optimizer' | 'hasInputNoise'>,
  counts: Int32Array,
): Int32Array {
  const takesAll = hasInputNoise || optimizer.weightDecay > 0;
  const pixels = Int32Array.from(counts.keys()).filter((pixel) => takesAll || counts[pixel]! > 0);
  return pixels.length > 0 ? pixels : Int32Array.of(0);
}

/** The columns `pixels` of images [n, 784], as [n, pixels]; the images themselves where that is all of them. */
export function pickPixels(images: Uint8Array, pixels: Int32Array): Uint8Array {
  if (pixels.length === PIXELS) return images;
  const picked = new Uint8Array((images.length / PIXELS) * pixels.length);
  for (let from = 0, to = 0; from < images.length; from += PIXELS) {
    for (let k = 0; k < pixels.length; k++) picked[to++] = images[from + pixels[k]!]!;
  }
  return picked;
}
