/** The first weights of the pixels that take part in a training, taken out of all of them and put back. */
import { PIXELS } from '../../math/images.ts';

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
