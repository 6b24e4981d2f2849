/**
 * Whether what an explanation leaves over is structure or noise: flipped pixels know nothing of their neighbours, and a
 * stroke that is missing or too many does.
 */
import { PIXELS, SIDE } from '../../math/images.ts';

/** Pairs of neighbours, beside and above each other. */
const PAIRS = 2 * SIDE * (SIDE - 1);

/**
 * Mean of r_i r_j over pairs of neighbouring pixels, with the residuals r_i = (x_i - p_i) / sqrt(p_i (1 - p_i)) of an image x
 * [784] in [0, 1] and p_i = (1 + (1 - 2 f) t_i) / 2, the signed ink t [784] printed with the fault f in (0, 1/2). About 0 for
 * independent noise.
 */
export function measureCoherence(image: Float32Array, signedInk: Float32Array, fault: number): number {
  const residuals = new Float64Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) {
    const p = (1 + (1 - 2 * fault) * signedInk[i]!) / 2;
    residuals[i] = (image[i]! - p) / Math.sqrt(p * (1 - p));
  }
  let sum = 0;
  for (let i = 0; i < PIXELS; i++) {
    if (i % SIDE < SIDE - 1) sum += residuals[i]! * residuals[i + 1]!;
    if (i + SIDE < PIXELS) sum += residuals[i]! * residuals[i + SIDE]!;
  }
  return sum / PAIRS;
}
