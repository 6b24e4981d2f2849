/**
 * A decoder's picture may be printed with a fault: each pixel is flipped with probability f, independently. What an image
 * says of pictures is then softer, the more so the larger f.
 */
import { PIXELS } from '../../math/images.ts';
import { logSumExp } from '../../math/rows.ts';

/** Fault rates, equally likely; those that a judge of little tolerance sees through, then those of much. */
export const FAULT_RATES: readonly number[] = [0.01, 0.05, 0.1, 0.16, 0.22, 0.28, 0.34, 0.4];

/** Pixels whose likelihoods are multiplied before a logarithm is taken: 0.01^98 is far above the smallest number. */
const BLOCK = 98;

/** Signals [n, 784] of images [n, 784] in [0, 1] through a fault: (1 - 2 f)(2 x - 1). */
export function signalsThrough(fault: number, images: Float32Array): Float32Array {
  return images.map((value) => (1 - 2 * fault) * (2 * value - 1));
}

/**
 * log p(x | t, f) = sum_i log((1 + (1 - 2 f)(2 x_i - 1) t_i) / 2) for each fault rate f, in nats: of an image x [784] in
 * [0, 1], a grey pixel being ink with probability x_i, and the signed ink t [784] in [-1, 1].
 */
export function weighFaults(image: Float32Array, signedInk: Float32Array): Float64Array {
  const agreements = new Float64Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) agreements[i] = (2 * image[i]! - 1) * signedInk[i]!;
  return Float64Array.from(FAULT_RATES, (fault) => logLikelihood(agreements, (1 - 2 * fault) / 2));
}

/** sum_i log(1 / 2 + weight * agreements[i]). */
function logLikelihood(agreements: Float64Array, weight: number): number {
  let sum = 0;
  for (let start = 0; start < PIXELS; start += BLOCK) {
    let product = 1;
    for (let i = start; i < start + BLOCK; i++) product *= 0.5 + weight * agreements[i]!;
    sum += Math.log(product);
  }
  return sum;
}

/** Ink fractions of the integral's midpoint rule. */
const FRACTIONS = 100;

/**
 * log p(x | noise): log mean_q prod_i (q x_i + (1 - q)(1 - x_i)) of an image [784] in [0, 1] for ink fractions q = 0.005,
 * 0.015, ..., 0.995, in nats: independent pixels of any ink fraction.
 */
export function noiseLikelihood(image: Float32Array): number {
  const signals = Float64Array.from(image, (value) => 2 * value - 1);
  // q x + (1 - q)(1 - x) = 1 / 2 + (q - 1 / 2)(2 x - 1)
  const logs = Float64Array.from({ length: FRACTIONS }, (_, k) =>
    logLikelihood(signals, (k + 0.5) / FRACTIONS - 0.5),
  );
  return logSumExp(logs) - Math.log(FRACTIONS);
}
