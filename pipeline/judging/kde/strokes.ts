/**
 * Thin strokes: a judge that compares pixel with pixel takes a digit of thinner strokes than usual for a poor copy of
 * every other, and knows it better once its strokes are wider.
 */

import { PIXELS } from '../../math/images.ts';
import { dilate } from '../../math/morphology.ts';
import { mean, rowOf } from '../../math/rows.ts';
import { blend } from '../pixels.ts';

/** Half a pixel on each side of a stroke. */
const WIDENING = 0.5;

/** Rows of images [n, 784] whose mean value is below `usualInk`, ascending. */
export function findThinRows(images: Float32Array, usualInk: number): number[] {
  return Array.from({ length: images.length / PIXELS }, (_, row) => row).filter(
    (row) => mean(rowOf(images, row, PIXELS)) < usualInk,
  );
}

/** The images `rows` of [n, 784] with strokes half a pixel wider on each side: half of each and half of its dilation. */
export function widenStrokes(images: Float32Array, rows: readonly number[]): Float32Array {
  const widened = new Float32Array(rows.length * PIXELS);
  rows.forEach((row, at) => {
    const image = rowOf(images, row, PIXELS);
    widened.set(blend(image, dilate(image), WIDENING), at * PIXELS);
  });
  return widened;
}
