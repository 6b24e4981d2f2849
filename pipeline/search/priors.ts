/**
 * Priors on an image that an ascent can be given: total variation (Rudin, Osher and Fatemi, "Nonlinear total variation
 * based noise removal algorithms", Physica D 60, 1992) and the sum of squares.
 */
import { PIXELS, SIDE } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';

/** How strongly each is subtracted from the energy. */
export interface Priors {
  readonly totalVariation: number;
  readonly l2: number;
}

/** Smooths the root at 0, where it has no derivative. */
const SMOOTHING = 1e-3;

/**
 * Subtracts the gradient of what images [n, 784] lose from `gradients` [n, 784], in place. An image loses
 * totalVariation * sum over pixels of sqrt(dx^2 + dy^2 + 1e-3) + l2 * sum x^2, with dx and dy the differences to the right
 * and lower neighbours, 0 at the edge.
 */
export function subtractPriors(
  images: Float32Array,
  { totalVariation, l2 }: Priors,
  gradients: Float32Array,
): void {
  if (l2 !== 0) for (let at = 0; at < images.length; at++) gradients[at]! -= 2 * l2 * images[at]!;
  if (totalVariation === 0) return;
  for (let row = 0; row < images.length / PIXELS; row++) {
    const image = rowOf(images, row, PIXELS);
    const gradient = rowOf(gradients, row, PIXELS);
    for (let at = 0; at < PIXELS; at++) {
      const [dx, dy] = differences(image, at);
      const weight = totalVariation / Math.sqrt(dx * dx + dy * dy + SMOOTHING);
      gradient[at]! += weight * (dx + dy);
      if (dx !== 0) gradient[at + 1]! -= weight * dx;
      if (dy !== 0) gradient[at + SIDE]! -= weight * dy;
    }
  }
}

/** Differences to the right and to the lower neighbour. */
function differences(image: Float32Array, at: number): readonly [dx: number, dy: number] {
  const dx = at % SIDE === SIDE - 1 ? 0 : image[at + 1]! - image[at]!;
  const dy = at >= PIXELS - SIDE ? 0 : image[at + SIDE]! - image[at]!;
  return [dx, dy];
}
