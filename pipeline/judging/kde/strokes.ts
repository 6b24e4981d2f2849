/**
 * Thin strokes: a reader that compares pixel with pixel takes a digit of thinner strokes than usual for a poor copy of
 * every other, and knows it better once its strokes are wider.
 */

import { PIXELS } from '../../math/images.ts';
import { dilate } from '../../math/morphology.ts';
import { blend } from '../lessons/augment.ts';

/** Half a pixel on each side of a stroke. */
const WIDENING = 0.5;

/** Rows of images [n, 784] whose mean value is below `usualInk`, ascending. */
export function findThinRows(images: Float32Array, usualInk: number): number[] {
  return Array.from({ length: images.length / PIXELS }, (_, row) => row).filter(
    (row) => meanInk(images.subarray(row * PIXELS, (row + 1) * PIXELS)) < usualInk,
  );
}

/** The images `rows` of [n, 784] with strokes half a pixel wider on each side: half of each and half of its dilation. */
export function widenStrokes(images: Float32Array, rows: readonly number[]): Float32Array {
  const widened = new Float32Array(rows.length * PIXELS);
  rows.forEach((row, at) => {
    const image = images.subarray(row * PIXELS, (row + 1) * PIXELS);
    widened.set(blend(image, dilate(image), WIDENING), at * PIXELS);
  });
  return widened;
}

/** Mean of pixel values, at least one, in their own unit. */
export function meanInk(values: Float32Array | Uint8Array): number {
  let sum = 0;
  // A plain loop: over all references this is 42 million values.
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  return sum / values.length;
}
