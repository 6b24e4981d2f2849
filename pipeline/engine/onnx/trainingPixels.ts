/**
 * The pixels that training reads. One that is 0 in every training image adds nothing to any product, and the gradient of its
 * weights is 0 exactly, so that training never moves them: 67 of MNIST's 784 pixels are such. They stay out of the graph
 * altogether, unless something else moves their weights (a weight decay) or inks them (input noise).
 */
import { PIXELS } from '../../math/images.ts';
import type { TrainingTask } from '../engine.ts';
import { countInked } from '../inkedPixels.ts';

/** The pixels that `task` reads, ascending, from the images that ink each [784]; at least one. */
export function listTrainingPixels(
  { optimizer, hasInputNoise = false }: TrainingTask,
  counts: Int32Array,
): Int32Array {
  if (hasInputNoise || optimizer.weightDecay > 0) return Int32Array.from(counts.keys());
  return listInked(counts);
}

/** The pixels that any image inks; the first where none does, since a graph cannot be of no pixels. */
function listInked(counts: Int32Array): Int32Array {
  const inked = Int32Array.from(counts.keys()).filter((pixel) => counts[pixel]! > 0);
  return inked.length > 0 ? inked : Int32Array.of(0);
}

/**
 * `compute` of the images, once for as long as they are there: a process trains many models on the same, and going through
 * MNIST takes a quarter of a second.
 */
function remember<Value>(compute: (images: Uint8Array) => Value): (images: Uint8Array) => Value {
  const known = new WeakMap<Uint8Array, { readonly value: Value }>();
  return (images) => {
    const found = known.get(images) ?? { value: compute(images) };
    known.set(images, found);
    return found.value;
  };
}

/** {@link countInked}, once for the same images. */
export const countInkedOnce = remember(countInked);

const takeInkedOnce = remember((images) => takeColumns(images, listInked(countInkedOnce(images))));

/** The images [n, 784] with the columns `pixels` of {@link listTrainingPixels} alone, as [n, pixels]. */
export function takePixels(images: Uint8Array, pixels: Int32Array): Uint8Array {
  return pixels.length === PIXELS ? images : takeInkedOnce(images);
}

/** The columns `pixels` of images [n, 784], as [n, pixels]. */
function takeColumns(images: Uint8Array, pixels: Int32Array): Uint8Array {
  const taken = new Uint8Array((images.length / PIXELS) * pixels.length);
  for (let from = 0, to = 0; from < images.length; from += PIXELS) {
    for (let k = 0; k < pixels.length; k++) taken[to++] = images[from + pixels[k]!]!;
  }
  return taken;
}

/** The rows `pixels` of first weights [784, hidden], as [pixels, hidden]. */
export function takeRows(weights: Float32Array, pixels: Int32Array): Float32Array {
  const hidden = weights.length / PIXELS;
  const rows = new Float32Array(pixels.length * hidden);
  pixels.forEach((pixel, k) => {
    rows.set(weights.subarray(pixel * hidden, (pixel + 1) * hidden), k * hidden);
  });
  return rows;
}

/** First weights [784, hidden] as `start`, but with `rows` [pixels, hidden] in the rows `pixels`. */
export function putRows(start: Float32Array, pixels: Int32Array, rows: Float32Array): Float32Array {
  const hidden = start.length / PIXELS;
  const weights = start.slice();
  pixels.forEach((pixel, k) => {
    weights.set(rows.subarray(k * hidden, (k + 1) * hidden), pixel * hidden);
  });
  return weights;
}
