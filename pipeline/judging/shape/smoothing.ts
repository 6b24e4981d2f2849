/**
 * Smoothing by binomial kernels: what averages independent noise out before shapes are looked for.
 *
 * Sums and halvings alone, so that every machine rounds alike.
 */
import { PIXELS, SIDE } from '../../math/images.ts';

/**
 * A copy of an image [784], averaged `passes` times with (1, 2, 1) / 4 along both axes: nearly a Gaussian of variance
 * passes / 2 pixels squared. The outermost pixels are taken to go on outside, so that a flat image stays what it is.
 */
export function smooth(image: Float32Array, passes: number): Float32Array {
  const smoothed = Float32Array.from(image);
  const line = new Float32Array(PIXELS);
  for (let pass = 0; pass < passes; pass++) {
    average(smoothed, line, 1);
    average(line, smoothed, SIDE);
  }
  return smoothed;
}

/** One average along an axis: step 1 along x, step 28 along y. */
function average(from: Float32Array, to: Float32Array, step: number): void {
  const across = step === 1 ? SIDE : 1;
  const last = SIDE - 1;
  for (let line = 0; line < SIDE; line++) {
    const start = line * across;
    for (let k = 0; k < SIDE; k++) {
      const at = start + k * step;
      const before = k > 0 ? from[at - step]! : from[at]!;
      const after = k < last ? from[at + step]! : from[at]!;
      to[at] = (before + 2 * from[at]! + after) / 4;
    }
  }
}
