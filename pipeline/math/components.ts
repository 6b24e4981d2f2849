/**
 * Connected regions of ink: how many pieces a drawing falls into.
 *
 * Labelling by flood fill, as in Rosenfeld and Pfaltz (1966), with eight-connected ink.
 */
import { PIXELS, SIDE } from './images.ts';

/** Pixels of at least one half count as ink. */
export const INK_THRESHOLD = 0.5;

/** Number of eight-connected regions of ink in an image [784] in [0, 1]; 0 for a blank image. */
export function countComponents(image: Float32Array): number {
  const isSeen = new Uint8Array(PIXELS);
  let components = 0;
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    if (isSeen[pixel] || image[pixel]! < INK_THRESHOLD) continue;
    components++;
    markRegion(image, pixel, isSeen);
  }
  return components;
}

function markRegion(image: Float32Array, start: number, isSeen: Uint8Array): void {
  const pending = [start];
  isSeen[start] = 1;
  for (let pixel = pending.pop(); pixel !== undefined; pixel = pending.pop()) {
    for (const neighbour of neighbours(pixel)) {
      if (isSeen[neighbour] || image[neighbour]! < INK_THRESHOLD) continue;
      isSeen[neighbour] = 1;
      pending.push(neighbour);
    }
  }
}

function neighbours(pixel: number): number[] {
  const x = pixel % SIDE;
  const y = (pixel - x) / SIDE;
  const found: number[] = [];
  for (let ny = Math.max(0, y - 1); ny <= Math.min(SIDE - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(SIDE - 1, x + 1); nx++) {
      if (nx !== x || ny !== y) found.push(ny * SIDE + nx);
    }
  }
  return found;
}
