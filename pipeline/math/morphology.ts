/**
 * Greyscale dilation and erosion by a cross of five pixels: strokes grow or shrink by about a pixel on each side.
 *
 * Serra, "Image Analysis and Mathematical Morphology", 1982.
 */
import { PIXELS, SIDE } from './images.ts';

/** Each pixel of an image [784] becomes the largest of itself and its four neighbours; outside counts as 0. */
export function dilate(image: Float32Array): Float32Array {
  return overCross(image, Math.max);
}

/** Each pixel of an image [784] becomes the smallest of itself and its four neighbours; outside counts as 0. */
export function erode(image: Float32Array): Float32Array {
  return overCross(image, Math.min);
}

function overCross(image: Float32Array, combine: (a: number, b: number) => number): Float32Array {
  const result = new Float32Array(PIXELS);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const at = y * SIDE + x;
      const up = y > 0 ? image[at - SIDE]! : 0;
      const down = y < SIDE - 1 ? image[at + SIDE]! : 0;
      const left = x > 0 ? image[at - 1]! : 0;
      const right = x < SIDE - 1 ? image[at + 1]! : 0;
      result[at] = combine(combine(combine(up, down), combine(left, right)), image[at]!);
    }
  }
  return result;
}
