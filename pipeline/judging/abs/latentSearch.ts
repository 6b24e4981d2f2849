/**
 * The search that analysis by synthesis rests on: which latent vector explains an image best?
 *
 * Schott, Rauber, Bethge and Brendel, "Towards the first adversarially robust neural network model on MNIST", arXiv
 * 1805.09190, which climb from many random starts; here from an encoder's guess. Adam: Kingma and Ba, arXiv 1412.6980.
 */
import type { LoadedDecoder } from '../../engine/engine.ts';
import { square } from '../../math/powers.ts';

/** A fixed climb: `rate` at the first step, falling linearly to 0. */
export interface Climb {
  readonly steps: number;
  readonly rate: number;
}

/** Adam's decay rates: short, since there are few steps. */
const FIRST_DECAY = 0.8;
const SECOND_DECAY = 0.95;
const EPSILON = 1e-8;

/**
 * Latent vectors [n, latent] near a maximum of log p(s | z) - |z|^2 / 2 for signals s [n, 784], each by a fixed number of steps
 * of Adam from `starts` [n, latent]. What one row gets does not depend on the others.
 */
export async function climbLatents(
  decoder: LoadedDecoder,
  signals: Float32Array,
  starts: Float32Array,
  { steps, rate }: Climb,
): Promise<Float32Array> {
  const latents = starts.slice();
  const [first, second] = [new Float64Array(starts.length), new Float64Array(starts.length)];
  let [firstPast, secondPast] = [1, 1];
  for (let step = 0; step < steps; step++) {
    const gradients = await decoder.gradients(signals, latents);
    firstPast *= FIRST_DECAY;
    secondPast *= SECOND_DECAY;
    const move = (rate * (1 - step / steps)) / (1 - firstPast);
    for (let i = 0; i < latents.length; i++) {
      const gradient = gradients[i]! - latents[i]!;
      first[i] = FIRST_DECAY * first[i]! + (1 - FIRST_DECAY) * gradient;
      second[i] = SECOND_DECAY * second[i]! + (1 - SECOND_DECAY) * square(gradient);
      const size = Math.sqrt(second[i]! / (1 - secondPast)) + EPSILON;
      latents[i]! += (move * first[i]!) / size;
    }
  }
  return latents;
}
