/**
 * The mixture judge: how likely is the image as a noisy print of one of each digit's prototypes?
 *
 * It reads through noise, and thin strokes, by taking what is wrong with the print for unknown. Pixels of at least one
 * half are ink; images are centred first.
 */
import { CLASSES, PIXELS } from '../../math/images.ts';
import { logSumExp, rowOf } from '../../math/rows.ts';
import { centreImages } from '../centring.ts';
import { type EvidenceModel, findRival, flipGains } from '../evidenceModel.ts';
import { binaryNoiseLikelihood, weighNoise } from '../noiseLikelihood.ts';
import { binarise } from '../pixels.ts';
import { type BernoulliMixture, listInk } from './bernoulliMixture.ts';
import { PrintedMixture } from './printedMixture.ts';

/**
 * The evidence model of ten mixtures, one a digit. With p_ki printed with the fault f, p_ki (1 - lost) + (1 - p_ki) gained:
 * log p(x | digit) = log mean_f sum_k w_k prod_i p_ki(f)^x_i (1 - p_ki(f))^(1 - x_i), in nats;
 * against log p(x | noise) of any ink fraction.
 */
export function openMixture(mixtures: readonly BernoulliMixture[]): EvidenceModel {
  const joints = mixtures.map((mixture) => new PrintedMixture(mixture));
  return {
    async evidence(images) {
      const prints = centreImages(binarise(images));
      const digits = weighDigits(joints, listInk(prints));
      const noise: number[] = [];
      const any: number[] = [];
      for (let row = 0; row * PIXELS < prints.length; row++) {
        any.push(logSumExp(rowOf(digits, row, CLASSES)));
        noise.push(binaryNoiseLikelihood(rowOf(prints, row, PIXELS)));
      }
      return { digits, ...weighNoise(noise, any) };
    },
    predictFlipGains: async (images, digits) => {
      const gains = new Float64Array(images.length);
      const inks = listInk(images);
      const evidence = weighDigits(joints, inks);
      inks.forEach((ink, row) => {
        const own = rowOf(evidence, row, CLASSES);
        const gradient = (digit: number) => gradientOf(joints[digit]!, ink, own[digit]!);
        const digit = digits[row]!;
        const image = rowOf(images, row, PIXELS);
        gains.set(flipGains(image, gradient(digit), gradient(findRival(own, digit))), row * PIXELS);
      });
      return gains;
    },
    dispose: async () => undefined,
  };
}

/** log p(x | digit) [n, 10], digit by digit, so that one digit's log odds stay at hand for all images. */
function weighDigits(joints: readonly PrintedMixture[], inks: readonly Uint16Array[]): Float64Array {
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
function gradientOf(joint: PrintedMixture, ink: Uint16Array, evidence: number): Float64Array {
  const shares = joint.of(ink, new Float64Array(joint.components)).map((log) => Math.exp(log - evidence));
  return Float64Array.from({ length: PIXELS }, (_, pixel) => {
    const odds = joint.logOdds(pixel);
    return shares.reduce((sum, share, k) => sum + share * odds[k]!, 0);
  });
}
