/**
 * Cavities: where the ground of an image is enclosed by ink, and to which side it is open.
 *
 * Holes and bays after Favata and Srikantan, "A multiple feature/resolution approach to handprinted digit and character
 * recognition", International Journal of Imaging Systems and Technology 7(4), 1996; ink is a number here, not yes or no,
 * so that a small change of an image changes them little.
 */
import { PIXELS, SIDE } from '../../math/images.ts';
import type { Zones } from './zones.ts';

/** Kinds of cavity: a hole; then bays that are open to the left, to the right, upwards and downwards. */
export const CAVITIES = 5;

/**
 * Sums [zones, 5] of how far each pixel of an image of ink [784] in [0, 1] is ground in a cavity. With l, r, u, d the
 * most ink to its left, to its right, above and below: (1 - ink) l r u d in a hole, (1 - ink) (1 - l) r u d in a bay that
 * is open to the left, and so on.
 */
export function sumCavities(ink: Float32Array, zones: Zones): Float64Array {
  const left = mostInkBefore(ink, 1, false);
  const right = mostInkBefore(ink, 1, true);
  const up = mostInkBefore(ink, SIDE, false);
  const down = mostInkBefore(ink, SIDE, true);
  const sums = new Float64Array(zones.length);
  for (let at = 0; at < PIXELS; at++) {
    const ground = 1 - ink[at]!;
    const [l, r, u, d] = [left[at]!, right[at]!, up[at]!, down[at]!];
    const [across, along] = [l * r, u * d];
    if (ground === 0 || (across === 0 && along === 0)) continue;
    zones.add(at, ground * across * along, 0, sums);
    zones.add(at, ground * (1 - l) * r * along, 1, sums);
    zones.add(at, ground * l * (1 - r) * along, 2, sums);
    zones.add(at, ground * across * (1 - u) * d, 3, sums);
    zones.add(at, ground * across * u * (1 - d), 4, sums);
  }
  return sums;
}

/** For each pixel the largest value before it, or after it, along x (step 1) or y (step 28); 0 where there is none. */
function mostInkBefore(ink: Float32Array, step: number, isAfter: boolean): Float32Array {
  const most = new Float32Array(PIXELS);
  const across = step === 1 ? SIDE : 1;
  for (let line = 0; line < SIDE; line++) {
    let largest = 0;
    for (let k = 0; k < SIDE; k++) {
      const at = line * across + (isAfter ? SIDE - 1 - k : k) * step;
      most[at] = largest;
      largest = Math.max(largest, ink[at]!);
    }
  }
  return most;
}
