/** Which of many images is nearest to an idea, by comparing them all. */
import { PIXELS } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';

/** The largest byte: ink in full. */
const INK = 255;

/** The nearest image: its row, and its squared Euclidean distance with pixels in [0, 1]. */
export interface NearestImage {
  readonly row: number;
  readonly squaredDistance: number;
}

/**
 * For each of `ideas`, binary images x [784], the first of the nearest rows t of `images` [n, 784], bytes, n at least 1: with
 * the least sum_p (x_p - t_p / 255)^2.
 *
 * Of binary ideas 255^2 times that is sum_p t_p^2 + 255 sum_{p: x_p = 1} (255 - 2 t_p), a whole number: equal distances are
 * found equal, and an idea costs one addition for each pixel that an image inks.
 */
export function findNearest(ideas: readonly Float32Array[], images: Uint8Array): NearestImage[] {
  const inked = interleave(ideas);
  const full = ideas.map((idea) => INK * INK * idea.reduce((count, value) => count + value, 0));
  const rows = ideas.map(() => 0);
  const least = ideas.map(() => Number.POSITIVE_INFINITY);
  const shared = new Int32Array(ideas.length);
  for (let row = 0; row < images.length / PIXELS; row++) {
    const squares = sumPixels(rowOf(images, row, PIXELS), inked, shared);
    for (let k = 0; k < ideas.length; k++) {
      const distance = squares + full[k]! - 2 * INK * shared[k]!;
      if (distance >= least[k]!) continue;
      least[k] = distance;
      rows[k] = row;
    }
  }
  return rows.map((row, k) => ({ row, squaredDistance: least[k]! / (INK * INK) }));
}

/** Binary images [784] side by side, pixel by pixel: [784, m]. */
function interleave(ideas: readonly Float32Array[]): Uint8Array {
  const inked = new Uint8Array(PIXELS * ideas.length);
  ideas.forEach((idea, k) => {
    for (let pixel = 0; pixel < PIXELS; pixel++) inked[pixel * ideas.length + k] = idea[pixel]!;
  });
  return inked;
}

/** The sum of an image's squared bytes; `shared` [m] becomes the sums of its bytes where each column of `inked` [784, m] is 1. */
function sumPixels(image: Uint8Array, inked: Uint8Array, shared: Int32Array): number {
  const ideas = shared.length;
  shared.fill(0);
  let squares = 0;
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const value = image[pixel]!;
    // Four of five pixels of a digit have no ink.
    if (value === 0) continue;
    squares += value * value;
    const from = pixel * ideas;
    for (let k = 0; k < ideas; k++) shared[k]! += value * inked[from + k]!;
  }
  return squares;
}
