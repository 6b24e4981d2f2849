/**
 * "Not a digit" for generative judges. One part of it needs no examples: how likely is the image as independent noise of
 * some ink fraction, all fractions from 0 to 1 being equally likely beforehand? A blank and a full image are such noise
 * too. What has structure and is no digit, each judge learns from examples.
 */
import { PIXELS } from '../math/images.ts';

/**
 * Evidence [n] for "not a digit" from log p(x | none) and log p(x | some digit) of each image: s = sign(l) sqrt(|l|) of
 * their difference l.
 *
 * Pixels are not as independent as either explanation takes them to be, so that l overstates what is known, the more
 * the larger it is; the root keeps it in bounds. Chosen on held-out training images, by cross-entropy.
 */
export function weighNone(none: number, digits: number): number {
  return signedRoot(none - digits);
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
  return countedNoiseLikelihood(ink, PIXELS);
}

/** The same of `count` pixels, at most 784, of which `ink` are 1. */
export function countedNoiseLikelihood(ink: number, count: number): number {
  return LOG_FACTORIALS[ink]! + LOG_FACTORIALS[count - ink]! - LOG_FACTORIALS[count + 1]!;
}

/** log n! for n = 0 ... 785. */
const LOG_FACTORIALS = makeLogFactorials();

function makeLogFactorials(): Float64Array {
  const logs = new Float64Array(PIXELS + 2);
  for (let n = 1; n < logs.length; n++) logs[n] = logs[n - 1]! + Math.log(n);
  return logs;
}
