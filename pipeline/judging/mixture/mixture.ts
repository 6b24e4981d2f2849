/**
 * The mixture judge: how likely is the image as a noisy print of one of each digit's prototypes?
 *
 * It reads through noise by taking the share of flipped pixels for unknown. Pixels of at least one half are ink; images are
 * centred first.
 */
import { CLASSES, PIXELS } from '../../math/images.ts';
import { binarise } from '../binary.ts';
import { logSumExp } from '../calibration.ts';
import { centreImages } from '../centring.ts';
import type { Witness } from '../judge.ts';
import { binaryNoiseLikelihood, weighNoise } from '../noiseLikelihood.ts';
import { findRival, promiseOfFlips } from '../slopes.ts';
import { type BernoulliMixture, LogJoint, listInk, logSumExpWithin } from './bernoulliMixture.ts';

/** Shares of flipped pixels that a print may have, equally likely: 0, 7.5, ..., 45%. */
const FLIP_RATES: readonly number[] = Array.from({ length: 7 }, (_, k) => (k * 3) / 40);

/**
 * Opens the witness of ten mixtures, one a digit. With p_ki flipped at the rate r, p_ki (1 - r) + (1 - p_ki) r:
 * log p(x | digit) = log mean_r sum_k w_k prod_i p_ki(r)^x_i (1 - p_ki(r))^(1 - x_i), in nats;
 * against log p(x | noise) of any ink fraction.
 */
export function openMixture(mixtures: readonly BernoulliMixture[]): Witness {
  const { joint, ends } = joinPrints(mixtures);
  return {
    async evidence(images) {
      const logs = new Float64Array(joint.components);
      const digits = new Float64Array((images.length / PIXELS) * CLASSES);
      const prints = centreImages(binarise(images));
      const noise: number[] = [];
      const any: number[] = [];
      listInk(prints).forEach((ink, row) => {
        joint.of(ink, logs);
        const own = digits.subarray(row * CLASSES, (row + 1) * CLASSES);
        for (let digit = 0; digit < CLASSES; digit++) {
          own[digit] = logSumExpWithin(logs, digit === 0 ? 0 : ends[digit - 1]!, ends[digit]!);
        }
        any.push(logSumExp(own));
        noise.push(binaryNoiseLikelihood(prints.subarray(row * PIXELS, (row + 1) * PIXELS)));
      });
      return { digits, ...weighNoise(noise, any) };
    },
    promiseOfFlips: async (images, digits) => {
      const promise = new Float64Array(images.length);
      listInk(images).forEach((ink, row) => {
        const logs = joint.of(ink, new Float64Array(joint.components));
        const evidence = Float64Array.from(ends, (end, k) =>
          logSumExpWithin(logs, k === 0 ? 0 : ends[k - 1]!, end),
        );
        const slopes = (digit: number) => {
          const start = digit === 0 ? 0 : ends[digit - 1]!;
          return slopesWithin(joint, logs, start, ends[digit]!, evidence[digit]!);
        };
        const digit = digits[row]!;
        const image = images.subarray(row * PIXELS, (row + 1) * PIXELS);
        promise.set(promiseOfFlips(image, slopes(digit), slopes(findRival(evidence, digit))), row * PIXELS);
      });
      return promise;
    },
    dispose: async () => undefined,
  };
}

/** Gradient [784] of log p(x | digit): the log odds of ink, weighted by each print's share in the image. */
function slopesWithin(
  joint: LogJoint,
  logs: Float64Array,
  start: number,
  end: number,
  evidence: number,
): Float64Array {
  const shares = logs.subarray(start, end).map((log) => Math.exp(log - evidence));
  return Float64Array.from({ length: PIXELS }, (_, pixel) => {
    const odds = joint.logOdds(pixel);
    return shares.reduce((sum, share, k) => sum + share * odds[start + k]!, 0);
  });
}

/** All prototypes of all digits at all rates as one list, digit by digit, and where each digit's end. */
function joinPrints(mixtures: readonly BernoulliMixture[]): { joint: LogJoint; ends: number[] } {
  const logWeights: number[] = [];
  const inks: Float64Array[] = [];
  const ends = mixtures.map((mixture) => {
    for (const rate of FLIP_RATES) {
      for (const logWeight of mixture.logWeights) logWeights.push(logWeight - Math.log(FLIP_RATES.length));
      inks.push(mixture.ink.map((p) => p * (1 - rate) + (1 - p) * rate));
    }
    return logWeights.length;
  });
  const ink = new Float64Array(logWeights.length * PIXELS);
  let at = 0;
  for (const part of inks) {
    ink.set(part, at);
    at += part.length;
  }
  return { joint: new LogJoint({ logWeights: Float64Array.from(logWeights), ink }), ends };
}
