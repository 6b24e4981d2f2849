/**
 * Fits a mixture of Bernoullis by expectation and maximisation.
 *
 * Dempster, Laird and Rubin, "Maximum likelihood from incomplete data via the EM algorithm", JRSS B 39(1), 1977; with
 * a prior that draws every component towards the mean image, so that no probability reaches 0 or 1.
 */

import { setImmediate } from 'node:timers/promises';
import type { BernoulliMixture } from '../judging/mixture/bernoulliMixture.ts';
import { PIXELS } from '../math/images.ts';
import { logSumExp, rowOf } from '../math/rows.ts';
import { drawPermutation, type Stream } from '../math/streams.ts';
import { LogJoint } from './logJoint.ts';

/** Prior images per component, with the mean image's ink. */
const PRIOR = 1;

/** Smallest distance of a probability from 0 and 1. */
const MARGIN = 1 / 512;

/** Share of the mean image in a component's first guess; the rest is one training image. */
const BLUR = 0.75;

/** Most iterations; the fit ends sooner where one gains less than `TOLERANCE`. */
const ITERATIONS = 60;

/** Nats per image. */
const TOLERANCE = 0.01;

/** A fitted mixture, and the mean log-likelihood in nats of the images it was fitted to before each iteration. */
export interface EmFit {
  readonly mixture: BernoulliMixture;
  readonly trace: readonly number[];
}

/**
 * Fits `components` components to binary images, given by their ink pixels, started from as many different images
 * drawn from `stream`; at least as many images as components, else a RangeError.
 *
 * E: r_nk = w_k p(x_n | k) / sum_j w_j p(x_n | j). M: w_k = sum_n r_nk / N and
 * p_ki = (sum_n r_nk x_ni + m_i) / (sum_n r_nk + 1), m being the mean image.
 */
export async function fitMixture(
  images: readonly Uint16Array[],
  components: number,
  stream: Stream,
): Promise<EmFit> {
  if (images.length < components) {
    throw new RangeError(`em: expected at least ${components} images, got ${images.length}`);
  }
  const mean = meanInk(images);
  let mixture = firstGuess(images, components, mean, stream);
  const trace: number[] = [];
  for (let k = 0; k < ITERATIONS; k++) {
    // A signal is heard between iterations alone.
    await setImmediate();
    const next = improve(images, mixture, mean);
    mixture = next.mixture;
    trace.push(next.logLikelihood);
    if (k > 0 && trace[k]! - trace[k - 1]! < TOLERANCE) break;
  }
  return { mixture, trace };
}

/** Mean log-likelihood of images in nats. */
export function meanLogLikelihood(images: readonly Uint16Array[], mixture: BernoulliMixture): number {
  const joint = new LogJoint(mixture);
  const logs = new Float64Array(joint.components);
  const total = images.reduce((sum, ink) => sum + logSumExp(joint.of(ink, logs)), 0);
  return total / images.length;
}

function meanInk(images: readonly Uint16Array[]): Float64Array {
  const mean = new Float64Array(PIXELS);
  for (const ink of images) for (const pixel of ink) mean[pixel]!++;
  return mean.map((count) => count / images.length);
}

function firstGuess(
  images: readonly Uint16Array[],
  components: number,
  mean: Float64Array,
  stream: Stream,
): BernoulliMixture {
  const ink = new Float64Array(components * PIXELS);
  const chosen = drawPermutation(stream, images.length);
  for (let k = 0; k < components; k++) {
    const own = rowOf(ink, k, PIXELS);
    own.set(mean.map((value) => BLUR * value));
    for (const pixel of images[chosen[k]!]!) own[pixel]! += 1 - BLUR;
  }
  return { logWeights: new Float64Array(components).fill(-Math.log(components)), ink: ink.map(keepInside) };
}

function improve(
  images: readonly Uint16Array[],
  mixture: BernoulliMixture,
  mean: Float64Array,
): { mixture: BernoulliMixture; logLikelihood: number } {
  const joint = new LogJoint(mixture);
  const count = joint.components;
  const shares = new Float64Array(count);
  const weights = new Float64Array(count);
  // [784, K], so that a pixel's row is one run of memory.
  const inked = new Float64Array(PIXELS * count);
  let total = 0;
  for (const pixels of images) {
    joint.of(pixels, shares);
    const log = logSumExp(shares);
    total += log;
    for (let k = 0; k < count; k++) {
      shares[k] = Math.exp(shares[k]! - log);
      weights[k]! += shares[k]!;
    }
    for (const pixel of pixels) {
      const start = pixel * count;
      for (let k = 0; k < count; k++) inked[start + k]! += shares[k]!;
    }
  }
  const ink = new Float64Array(count * PIXELS);
  for (let at = 0; at < ink.length; at++) {
    const [k, pixel] = [Math.floor(at / PIXELS), at % PIXELS];
    ink[at] = keepInside((inked[pixel * count + k]! + PRIOR * mean[pixel]!) / (weights[k]! + PRIOR));
  }
  const logWeights = weights.map((weight) => Math.log(Math.max(weight, Number.MIN_VALUE) / images.length));
  return { mixture: { logWeights, ink }, logLikelihood: total / images.length };
}

function keepInside(probability: number): number {
  return Math.min(1 - MARGIN, Math.max(MARGIN, probability));
}
