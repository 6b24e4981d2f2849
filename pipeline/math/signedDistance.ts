/**
 * How far every pixel is from the edge of the ink.
 *
 * Two sweeps over the image with the distances of a step to a neighbour, 1 and sqrt(2): the chamfer distance of Borgefors
 * ("Distance transformations in digital images", 1986), at most 8% too long.
 */
import { INK_THRESHOLD } from './components.ts';
import { PIXELS, SIDE } from './images.ts';

/** Farther than any two pixels are apart. */
const FAR = 2 * SIDE;

/**
 * Signed distance [784] of each pixel of an image [784] in [0, 1] to the edge between ink and ground, in pixels: below 0
 * in the ink, above 0 outside, 1/2 on the two sides of an edge. 56 everywhere for a blank image, and -56 for a full one.
 */
export function signedDistance(image: Float32Array): Float32Array {
  const toInk = distanceTo(image, (value) => value >= INK_THRESHOLD);
  const toGround = distanceTo(image, (value) => value < INK_THRESHOLD);
  return toInk.map((distance, at) =>
    distance > 0 ? Math.min(FAR, distance - 0.5) : Math.max(-FAR, 0.5 - toGround[at]!),
  );
}

/** Distance [784] to the nearest pixel that is `wanted`, 0 on those themselves. */
function distanceTo(image: Float32Array, isWanted: (value: number) => boolean): Float32Array {
  const distance = new Float32Array(PIXELS);
  for (let at = 0; at < PIXELS; at++) distance[at] = isWanted(image[at]!) ? 0 : FAR + 0.5;
  for (let at = 0; at < PIXELS; at++) relax(distance, at, -1);
  for (let at = PIXELS - 1; at >= 0; at--) relax(distance, at, 1);
  return distance;
}

/** Shortens the distance of a pixel by way of the neighbours that a sweep has passed: before it (-1), or behind it (1). */
function relax(distance: Float32Array, at: number, side: -1 | 1): void {
  const x = at % SIDE;
  const hasRow = side < 0 ? at >= SIDE : at < PIXELS - SIDE;
  const row = at + side * SIDE;
  let least = distance[at]!;
  if (x + side >= 0 && x + side < SIDE) least = Math.min(least, distance[at + side]! + 1);
  if (hasRow) {
    least = Math.min(least, distance[row]! + 1);
    if (x > 0) least = Math.min(least, distance[row - 1]! + Math.SQRT2);
    if (x < SIDE - 1) least = Math.min(least, distance[row + 1]! + Math.SQRT2);
  }
  distance[at] = least;
}
