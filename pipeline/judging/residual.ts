/**
 * How a judge that explains an image tells noise from structure: what its best explanation leaves over is independent from
 * pixel to pixel where the image is a digit in noise, and hangs together where it is something else.
 *
 * The idea of checking a fitted model by what it leaves over: Gelman, Meng and Stern, "Posterior predictive assessment of
 * model fitness via realized discrepancies", Statistica Sinica 6, 1996.
 */
import { PIXELS, SIDE } from '../math/images.ts';
import { square } from '../math/powers.ts';

/**
 * The autocorrelation of the residual r = x - p of an image x [784] under the explanation p [784] between side-by-side
 * pixels: sum over four-neighbour pairs of r_i r_j, divided by 2 sum r_i^2; about 0 for independent noise, at most 1.
 * 0 where nothing is left over.
 */
export function residualCoherence(image: ArrayLike<number>, explanation: ArrayLike<number>): number {
  const residual = Float64Array.from({ length: PIXELS }, (_, at) => image[at]! - explanation[at]!);
  let [together, alone] = [0, 0];
  for (let at = 0; at < PIXELS; at++) {
    const own = residual[at]!;
    alone += square(own);
    if (at % SIDE < SIDE - 1) together += own * residual[at + 1]!;
    if (at < PIXELS - SIDE) together += own * residual[at + SIDE]!;
  }
  return alone === 0 ? 0 : together / (2 * alone);
}
