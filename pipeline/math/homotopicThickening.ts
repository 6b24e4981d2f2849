/**
 * Homotopic thickening: strokes grow, but no loop fills up and no two pieces meet.
 *
 * Pixels of the ground are turned into ink layer by layer where that changes nothing about what is connected to what: at
 * simple points, which for eight-connected ink and four-connected ground are those whose connectivity number is 1. Yokoi,
 * Toriwaki and Fukumura, "An analysis of topological properties of digitized binary pictures using local features",
 * Computer Graphics and Image Processing 4, 1975; Serra, "Image Analysis and Mathematical Morphology", 1982.
 */
import { INK_THRESHOLD } from './components.ts';
import { PIXELS, SIDE } from './images.ts';

/** The image with a border of ground, so that every pixel has eight neighbours. */
const WIDTH = SIDE + 2;

/** The eight neighbours in their order around a pixel, from the right one on. */
const AROUND = [1, 1 - WIDTH, -WIDTH, -1 - WIDTH, -1, WIDTH - 1, WIDTH, WIDTH + 1] as const;

/** The four sides from which a layer grows, one after the other, so that none is favoured: from above, below, left, right. */
const SIDES = [-WIDTH, WIDTH, -1, 1] as const;

/**
 * An image [784] of zeros and ones: the ink of `image` [784], pixels of at least one half, grown by `layers` pixels, a whole
 * number of at least 0, on each side. It has as many pieces of ink and as many loops as before.
 */
export function thickenHomotopically(image: Float32Array, layers: number): Float32Array {
  const isInk = new Uint8Array(WIDTH * WIDTH);
  for (let pixel = 0; pixel < PIXELS; pixel++) isInk[placeOf(pixel)] = Number(image[pixel]! >= INK_THRESHOLD);
  for (let layer = 0; layer < layers; layer++) {
    const was = isInk.slice();
    for (const side of SIDES) growFrom(side, was, isInk);
  }
  return Float32Array.from({ length: PIXELS }, (_, pixel) => isInk[placeOf(pixel)]!);
}

function placeOf(pixel: number): number {
  return (Math.floor(pixel / SIDE) + 1) * WIDTH + (pixel % SIDE) + 1;
}

/** Turns into ink what is ground, a simple point, and has on this side a pixel that was ink before the layer. */
function growFrom(side: number, was: Uint8Array, isInk: Uint8Array): void {
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const at = placeOf(pixel);
    if (isInk[at] === 0 && was[at + side] === 1 && connectivityNumber(isInk, at) === 1) isInk[at] = 1;
  }
}

/**
 * Yokoi's number for the four-connected ground around a pixel: the sum over its four sides k of g_k - g_k g_(k+1) g_(k+2),
 * g being 1 for ground; the pieces of ground that would fall apart if the pixel became ink.
 */
function connectivityNumber(isInk: Uint8Array, at: number): number {
  const ground = (k: number) => 1 - isInk[at + AROUND[k % 8]!]!;
  let number = 0;
  for (let k = 0; k < 8; k += 2) number += ground(k) - ground(k) * ground(k + 1) * ground(k + 2);
  return number;
}
