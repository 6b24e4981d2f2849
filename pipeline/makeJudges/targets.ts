/**
 * What judges are taught to answer: a distribution over ten digits and "not a digit".
 *
 * Cross-entropy is a proper score: what minimises it over a mixture of images answers with the posterior of
 * that mixture. So noisy digits keep the hard target of their digit, and nothing decides by hand how sure to be at
 * 40% flips: digits and non-digits pass through the same noise, and as the evidence fades the posterior falls towards
 * what noise itself is, most of all a non-digit.
 *
 * Gneiting and Raftery, "Strictly proper scoring rules, prediction, and estimation", JASA 102(477), 2007.
 */
import { ANSWERS, NOT_A_DIGIT } from '../judging/answers.ts';

/** All on `answer` [11]. */
export function certainTarget(answer: number): Float32Array {
  const target = new Float32Array(ANSWERS);
  target[answer] = 1;
  return target;
}

/**
 * Target [11] of an overlay of two different digits with visibilities w1 and w2 in [0, 1], not both 0: two independent
 * glances each see one of the digits, with probability s = w1 / (w1 + w2) the first. Two that agree name the digit,
 * s^2 and (1 - s)^2; two that differ mean "not a digit", 2 s (1 - s).
 */
export function overlayTarget(first: number, second: number, w1: number, w2: number): Float32Array {
  const share = w1 / (w1 + w2);
  const target = new Float32Array(ANSWERS);
  target[first] = share * share;
  target[second] = (1 - share) * (1 - share);
  target[NOT_A_DIGIT] = 2 * share * (1 - share);
  return target;
}

/**
 * Target [11] of a digit of which the share `kept` in [0, 1] of its ink is left: hard where that is half or more; below,
 * the digit's share falls evenly to 0 and the rest is "not a digit", since a scrap of a stroke shows no digit.
 */
export function erasedTarget(label: number, kept: number): Float32Array {
  const target = new Float32Array(ANSWERS);
  target[label] = Math.min(1, 2 * kept);
  target[NOT_A_DIGIT] = 1 - target[label]!;
  return target;
}
