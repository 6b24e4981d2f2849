/** The two ways in which a drawing becomes an image of 28 x 28 pixels. */
import { fitPicture } from '../math/fitPicture.ts';
import { PIXELS, SIDE } from '../math/images.ts';
import { square } from '../math/powers.ts';
import { FINENESS, PAD_SIDE } from './drawing.ts';

/** As it was drawn, or fitted as MNIST's digits were. */
export const REDUCTIONS = ['drawn', 'fitted'] as const;
export type Reduction = (typeof REDUCTIONS)[number];

/** The image [784] in [0, 1] of a drawing's ink [280, 280]. */
export function reduceDrawing(ink: Float64Array, reduction: Reduction): Float32Array {
  if (reduction === 'drawn') return averageSquares(ink);
  return fitPicture({ width: PAD_SIDE, height: PAD_SIDE, ink }) ?? new Float32Array(PIXELS);
}

/** Each pixel the mean of the 10 x 10 that it covers. */
function averageSquares(ink: Float64Array): Float32Array {
  const sums = new Float64Array(PIXELS);
  for (let y = 0; y < PAD_SIDE; y++) {
    const row = Math.floor(y / FINENESS) * SIDE;
    for (let x = 0; x < PAD_SIDE; x++) sums[row + Math.floor(x / FINENESS)]! += ink[y * PAD_SIDE + x]!;
  }
  return Float32Array.from(sums, (sum) => sum / square(FINENESS));
}
