/**
 * How a judge that explains an image tells noise from structure: what its best explanation leaves over is independent from
 * pixel to pixel where the image is a digit in noise, and hangs together where it is something else.
 *
 * The idea of checking a fitted model by what it leaves over: Gelman, Meng and Stern, "Posterior predictive assessment of
 * model fitness via realized discrepancies", Statistica Sinica 6, 1996.
 */
import { PIXELS, SIDE } from '../math/images.ts';

/** No pixel counts as surer than this, so that grey edges of strokes and small faults of an explanation weigh little. */
const LEAST_DOUBT = 0.1;

/** Pairs of side-by-side pixels. */
const PAIRS = 2 * SIDE * (SIDE - 1);

/**
 * How much the residuals of an image x [784] in [0, 1] hang together under the explanation p [784], probabilities of ink:
 * the mean over pairs of side-by-side pixels of r_i r_j, with r_i = (x_i - p_i) / sqrt(p_i (1 - p_i)) and p_i kept within
 * [0.1, 0.9]. About 0 for independent noise, however much of it.
 */
export function residualCoherence(image: ArrayLike<number>, explanation: ArrayLike<number>): number {
  const residuals = Float64Array.from({ length: PIXELS }, (_, i) => {
    const p = Math.min(1 - LEAST_DOUBT, Math.max(LEAST_DOUBT, explanation[i]!));
    return (image[i]! - p) / Math.sqrt(p * (1 - p));
  });
  let sum = 0;
  for (let i = 0; i < PIXELS; i++) {
    if (i % SIDE < SIDE - 1) sum += residuals[i]! * residuals[i + 1]!;
    if (i + SIDE < PIXELS) sum += residuals[i]! * residuals[i + SIDE]!;
  }
  return sum / PAIRS;
}
