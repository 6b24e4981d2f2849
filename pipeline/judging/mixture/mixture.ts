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
import { type BernoulliMixture, LogJoint, listInk } from './bernoulliMixture.ts';

/** Shares of flipped pixels that a print may have, equally likely: 0, 7.5, ..., 45%. */
const FLIP_RATES: readonly number[] = Array.from({ length: 7 }, (_, k) => (k * 3) / 40);

/**
 * Opens the witness of ten mixtures, one a digit. With p_ki flipped at the rate r, p_ki (1 - r) + (1 - p_ki) r:
 * log p(x | digit) = log mean_r sum_k w_k prod_i p_ki(r)^x_i (1 - p_ki(r))^(1 - x_i), in nats;
 * against log p(x | noise) of any ink fraction.
 */
export function openMixture(mixtures: readonly BernoulliMixture[]): Witness {
  const joints = mixtures.map((mixture) => new LogJoint(atAllRates(mixture)));
  return {
    async evidence(images) {
      const prints = centreImages(binarise(images));
      const digits = weighDigits(joints, listInk(prints));
      const noise: number[] = [];
      const any: number[] = [];
      for (let row = 0; row * PIXELS < prints.length; row++) {
        any.push(logSumExp(digits.subarray(row * CLASSES, (row + 1) * CLASSES)));
        noise.push(binaryNoiseLikelihood(prints.subarray(row * PIXELS, (row + 1) * PIXELS)));
      }
      return { digits, ...weighNoise(noise, any) };
    },
    promiseOfFlips: async (images, digits) => {
      const promise = new Float64Array(images.length);
      const inks = listInk(images);
      const evidence = weighDigits(joints, inks);
      inks.forEach((ink, row) => {
        const own = evidence.subarray(row * CLASSES, (row + 1) * CLASSES);
        const slopes = (digit: number) => slopesOf(joints[digit]!, ink, own[digit]!);
        const digit = digits[row]!;
        const image = images.subarray(row * PIXELS, (row + 1) * PIXELS);
        promise.set(promiseOfFlips(image, slopes(digit), slopes(findRival(own, digit))), row * PIXELS);
      });
      return promise;
    },
    dispose: async () => undefined,
  };
}

/** log p(x | digit) [n, 10], digit by digit, so that one digit's log odds stay at hand for all images. */
function weighDigits(joints: readonly LogJoint[], inks: readonly Uint16Array[]): Float64Array {
  const evidence = new Float64Array(inks.length * CLASSES);
  joints.forEach((joint, digit) => {
    const logs = new Float64Array(joint.components);
    inks.forEach((ink, row) => {
      evidence[row * CLASSES + digit] = logSumExp(joint.of(ink, logs));
    });
  });
  return evidence;
}

/** Gradient [784] of `evidence`, log p(x | digit): the log odds of ink, weighted by each print's share in the image. */
function slopesOf(joint: LogJoint, ink: Uint16Array, evidence: number): Float64Array {
  const shares = joint.of(ink, new Float64Array(joint.components)).map((log) => Math.exp(log - evidence));
  return Float64Array.from({ length: PIXELS }, (_, pixel) => {
    const odds = joint.logOdds(pixel);
    return shares.reduce((sum, share, k) => sum + share * odds[k]!, 0);
  });
}

/** The mixture of all prototypes at all rates of flipped pixels, rate by rate. */
function atAllRates({ logWeights, ink }: BernoulliMixture): BernoulliMixture {
  const weights = FLIP_RATES.map(() => logWeights.map((log) => log - Math.log(FLIP_RATES.length)));
  const inks = FLIP_RATES.map((rate) => ink.map((p) => p * (1 - rate) + (1 - p) * rate));
  return { logWeights: joinLists(weights), ink: joinLists(inks) };
}

function joinLists(lists: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    joined.set(list, at);
    at += list.length;
  }
  return joined;
}
