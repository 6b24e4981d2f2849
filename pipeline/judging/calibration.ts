/**
 * From evidence to probabilities that mean what they say.
 *
 * The forced choice is calibrated by a temperature (Guo et al., "On calibration of modern neural networks", arXiv
 * 1706.04599), "not a digit" by a logistic regression (Platt, "Probabilistic outputs for support vector machines",
 * 1999): judges that are sure for different reasons are unsure by different amounts.
 */
import { CLASSES } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { ANSWERS, NOT_A_DIGIT } from './answers.ts';
import type { Calibration } from './calibrationSchema.ts';
import type { Evidence } from './evidenceModel.ts';

export type { Calibration } from './calibrationSchema.ts';

/** Leaves evidence of C numbers as it is: T = 1, and the log odds of "not a digit" are the first of them. */
export function uncalibrated(channels: number): Calibration {
  return { temperature: 1, none: Array.from({ length: 3 * (channels + 1) }, (_, at) => Number(at === 0)) };
}

/**
 * Probabilities [n, 11], ten digits and "not a digit", from the evidence e and s and the noisiness u of each image:
 * P(none) = 1 / (1 + exp(-(sum_c a_c(u) s_c + b(u)))), P(d) = (1 - P(none)) softmax(e / T)_d, where a_c and b are
 * quadratic in u.
 */
export function toProbabilities(evidence: Evidence, calibration: Calibration): Float64Array {
  const { digits, noisiness } = evidence;
  const probabilities = new Float64Array(noisiness.length * ANSWERS);
  noisiness.forEach((_, row) => {
    const notDigit = logistic(dot(noneFeatures(evidence, row), calibration.none));
    const choice = softmax(rowOf(digits, row, CLASSES), calibration.temperature);
    probabilities.set(
      choice.map((p) => p * (1 - notDigit)),
      row * ANSWERS,
    );
    probabilities[row * ANSWERS + NOT_A_DIGIT] = notDigit;
  });
  return probabilities;
}

/** What the log odds of "not a digit" are linear in: [s_1, s_1 u, s_1 u^2, ..., 1, u, u^2] of image `row`. */
export function noneFeatures({ none, noisiness }: Evidence, row: number): number[] {
  const u = noisiness[row]!;
  const own = rowOf(none, row, none.length / noisiness.length);
  return [...own, 1].flatMap((s) => [s, s * u, s * u * u]);
}

/** sum_i a_i b_i. */
export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** exp(v / T) / sum exp(v / T), stable for any values. */
export function softmax(values: Float64Array, temperature: number): Float64Array {
  const largest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = values.map((value) => Math.exp((value - largest) / temperature));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** 1 / (1 + exp(-x)), stable for any x. */
export function logistic(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}
