/**
 * Contours: in which directions the edges of an image face, zone by zone.
 *
 * Histograms of oriented gradients after Dalal and Triggs, CVPR 2005; each gradient is split between the two nearest of
 * eight directions as in Liu, Nakashima, Sako and Fujisawa, "Handwritten digit recognition: benchmarking of
 * state-of-the-art techniques", Pattern Recognition 36(10), 2003, which takes no trigonometric function.
 */
import { SIDE } from '../../math/images.ts';
import type { Zones } from './zones.ts';

/** Directions of a gradient: 0 to the right, then every 45 degrees, 2 downwards. */
export const DIRECTIONS = 8;

const SQRT_2 = Math.sqrt(2);

/**
 * Sums [zones, 8] of the lengths of gradients by direction. A gradient (u, v) with |u| >= |v| is |u| - |v| along x and
 * sqrt(2) |v| along the diagonal between; of its length, `floor`, what noise alone would make, is taken off first.
 */
export function sumContours(image: Float32Array, floor: number, zones: Zones): Float64Array {
  const sums = new Float64Array(zones.length);
  for (let y = 1; y < SIDE - 1; y++) {
    for (let x = 1; x < SIDE - 1; x++) {
      const at = y * SIDE + x;
      const u = (image[at + 1]! - image[at - 1]!) / 2;
      const v = (image[at + SIDE]! - image[at - SIDE]!) / 2;
      const length = Math.sqrt(u * u + v * v);
      if (length <= floor) continue;
      const left = 1 - floor / length;
      const [across, down] = [Math.abs(u), Math.abs(v)];
      zones.add(at, left * Math.abs(across - down), axisOf(u, v), sums);
      zones.add(at, left * SQRT_2 * Math.min(across, down), diagonalOf(u, v), sums);
    }
  }
  return sums;
}

/** The direction along an axis that is nearest to (u, v). */
function axisOf(u: number, v: number): number {
  if (Math.abs(u) >= Math.abs(v)) return u > 0 ? 0 : 4;
  return v > 0 ? 2 : 6;
}

/** The direction along a diagonal that is nearest to (u, v). */
function diagonalOf(u: number, v: number): number {
  if (u > 0) return v > 0 ? 1 : 7;
  return v > 0 ? 3 : 5;
}
