/**
 * A decoder's picture may be printed with a fault: each pixel is flipped with probability f, independently. What an image
 * says of pictures is then softer, the more so the larger f. The margin of what is seen may be no picture at all
 * (margin.ts).
 */
import { PIXELS } from '../../math/images.ts';
import { logSumExp } from '../../math/rows.ts';
import {
  describeMargins,
  inkWithin,
  likeliestMargin,
  type Margin,
  overMargins,
  PIXELS_OF_ZONE,
  ZONE_OF,
  ZONES,
} from '../margin.ts';

/** Fault rates, equally likely; those that a judge of little tolerance sees through, then those of much. */
export const FAULT_RATES: readonly number[] = [0.01, 0.05, 0.1, 0.16, 0.22, 0.28, 0.34, 0.4];

/** Pixels whose likelihoods are multiplied before a logarithm is taken: 0.01^98 is far above the smallest number. */
const BLOCK = 98;

/** Signals [n, 784] of images [n, 784] in [0, 1] through a fault: (1 - 2 f)(2 x - 1), and 0 in the last zone. */
export function signalsThrough(fault: number, images: Float32Array): Float32Array {
  return images.map((value, at) =>
    ZONE_OF[at % PIXELS] === ZONES - 1 ? 0 : (1 - 2 * fault) * (2 * value - 1),
  );
}

/**
 * log p(x | t, f) for each fault rate f, in nats: of an image x [784] in [0, 1], a grey pixel being ink with probability x_i,
 * and the signed ink t [784] in [-1, 1]. A pixel has (1 + (1 - 2 f)(2 x_i - 1) t_i) / 2, and `margins` are the image's.
 */
export function weighFaults(
  image: Float32Array,
  signedInk: Float32Array,
  margins: readonly Margin[],
): Float64Array {
  const agreements = agree(image, signedInk);
  return Float64Array.from(FAULT_RATES, (fault) => overMargins(weighZones(agreements, fault), margins));
}

/** Probabilities of ink [784] of a picture printed with a fault, and what the likeliest margin of the image has of ink. */
export function printPicture(
  image: Float32Array,
  signedInk: Float32Array,
  fault: number,
  margins: readonly Margin[],
): Float32Array {
  const margin = likeliestMargin(weighZones(agree(image, signedInk), fault), margins);
  return signedInk.map((ink, pixel) => inkWithin(margin, pixel, (1 + (1 - 2 * fault) * ink) / 2));
}

/** The margins of an image [784] in [0, 1]. */
export function readMargins(image: Float32Array): Margin[] {
  return describeMargins(
    (pixels) => noiseLikelihood(Float32Array.from(pixels, (pixel) => image[pixel]!)),
    (pixels) => pixels.reduce((sum, pixel) => sum + image[pixel]!, 0),
  );
}

/** (2 x_i - 1) t_i of the pixels of each zone. */
function agree(image: Float32Array, signedInk: Float32Array): Float64Array[] {
  return PIXELS_OF_ZONE.map((pixels) => {
    const agreements = new Float64Array(pixels.length);
    for (let at = 0; at < pixels.length; at++) {
      const pixel = pixels[at]!;
      agreements[at] = (2 * image[pixel]! - 1) * signedInk[pixel]!;
    }
    return agreements;
  });
}

function weighZones(agreements: readonly Float64Array[], fault: number): number[] {
  return agreements.map((zone) => logLikelihood(zone, (1 - 2 * fault) / 2));
}

/** sum_i log(1 / 2 + weight * agreements[i]). */
function logLikelihood(agreements: Float64Array, weight: number): number {
  let sum = 0;
  for (let start = 0; start < agreements.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, agreements.length);
    let product = 1;
    for (let i = start; i < end; i++) product *= 0.5 + weight * agreements[i]!;
    sum += Math.log(product);
  }
  return sum;
}

/** Ink fractions of the integral's midpoint rule. */
const FRACTIONS = 100;

/**
 * log p(x | noise): log mean_q prod_i (q x_i + (1 - q)(1 - x_i)) of an image [784] in [0, 1] for ink fractions q = 0.005,
 * 0.015, ..., 0.995, in nats: independent pixels of any ink fraction. Of fewer pixels as of all.
 */
export function noiseLikelihood(image: Float32Array): number {
  const signals = Float64Array.from(image, (value) => 2 * value - 1);
  // q x + (1 - q)(1 - x) = 1 / 2 + (q - 1 / 2)(2 x - 1)
  const logs = Float64Array.from({ length: FRACTIONS }, (_, k) =>
    logLikelihood(signals, (k + 0.5) / FRACTIONS - 0.5),
  );
  return logSumExp(logs) - Math.log(FRACTIONS);
}
