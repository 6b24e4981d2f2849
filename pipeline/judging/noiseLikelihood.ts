/**
 * "Not a digit" for generative judges: how likely is the image as noise of some ink fraction, all fractions from 0 to
 * 1 being equally likely beforehand?
 *
 * The same density that a judge puts around digits, put around noise images instead, so that the two are comparable
 * and nothing has to be learnt from examples of non-digits. A blank and a full image are such noise too.
 */
import { PIXELS } from '../math/images.ts';
import { square } from '../math/powers.ts';

/** What the two likelihoods of n images say about "not a digit". */
export interface NoiseEvidence {
  readonly none: Float64Array;
  readonly noisiness: Float64Array;
}

/**
 * Evidence for noise rather than digits, from log p(x | noise) <= 0 and log sum_d p(x | d) of each image:
 * s = sign(l) sqrt(|l|) of their difference l, and the noisiness u = -log p(x | noise) / 784, in nats per pixel.
 *
 * Pixels are not as independent as either explanation takes them to be, so that l overstates what is known, the more
 * the larger it is; the root keeps it in bounds. Chosen on held-out training images, by cross-entropy.
 */
export function weighNoise(noise: readonly number[], digits: readonly number[]): NoiseEvidence {
  return {
    none: Float64Array.from(noise, (log, row) => signedRoot(log - digits[row]!)),
    noisiness: Float64Array.from(noise, (log) => -log / PIXELS),
  };
}

function signedRoot(value: number): number {
  return Math.sign(value) * Math.sqrt(Math.abs(value));
}

/**
 * log p(x | noise) = log (k! (n - k)! / (n + 1)!), the integral over q in [0, 1] of q^k (1 - q)^(n - k), for an image
 * [784] of k pixels 1 and n - k pixels 0; in nats.
 */
export function binaryNoiseLikelihood(image: Float32Array): number {
  let ink = 0;
  for (const value of image) if (value === 1) ink++;
  return LOG_FACTORIALS[ink]! + LOG_FACTORIALS[PIXELS - ink]! - LOG_FACTORIALS[PIXELS + 1]!;
}

/** log n! for n = 0 ... 785. */
const LOG_FACTORIALS = makeLogFactorials();

function makeLogFactorials(): Float64Array {
  const logs = new Float64Array(PIXELS + 2);
  for (let n = 1; n < logs.length; n++) logs[n] = logs[n - 1]! + Math.log(n);
  return logs;
}

/** Ink fractions of the integral's midpoint rule. */
const FRACTIONS = 50;

/**
 * log p(x | noise) of an image [784] in [0, 1] under a Gaussian kernel of width sigma around noise images r with
 * r_i = 1 with probability q, else 0, in nats above the kernel's peak:
 * log mean_q prod_i ((1 - q) exp(-x_i^2 / (2 sigma^2)) + q exp(-(1 - x_i)^2 / (2 sigma^2))), q = 0.01, ..., 0.99.
 */
export function kernelNoiseLikelihood(image: Float32Array, sigma: number): number {
  const scale = 1 / (2 * square(sigma));
  const pixels = [...countValues(image)].map(([value, count]) => ({
    count,
    toGround: Math.exp(-square(value) * scale),
    toInk: Math.exp(-square(1 - value) * scale),
  }));
  const logs = Float64Array.from({ length: FRACTIONS }, (_, k) => {
    const q = (k + 0.5) / FRACTIONS;
    return pixels.reduce(
      (sum, { count, toGround, toInk }) => sum + count * Math.log((1 - q) * toGround + q * toInk),
      0,
    );
  });
  const largest = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = logs.reduce((sum, log) => sum + Math.exp(log - largest), 0);
  return largest + Math.log(total / FRACTIONS);
}

/** Values of an image and how often each occurs, ascending: images have few, black and white ones two. */
function countValues(image: Float32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of image.slice().sort()) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
