/**
 * One answer from several judges: the mean of their probabilities, made as sure as it is right.
 *
 * A mean of calibrated probabilities is less sure than it could be wherever the judges differ (Ranjan and Gneiting,
 * "Combining probability forecasts", JRSS B 72(1), 2010). A temperature mends that as it does for one judge (Guo et
 * al., "On calibration of modern neural networks", arXiv 1706.04599).
 */
import { ANSWERS, answersTo } from './answers.ts';
import { softmax } from './calibration.ts';

/**
 * Probabilities [n, 11] of all judges together, P(a) = m_a^(1/T) / sum_b m_b^(1/T), where m is the mean of `answers`,
 * the judges' probabilities [n, 11], at least one judge. T = 1 is the mean itself; below 1 it is surer.
 */
export function poolAnswers(answers: readonly Float64Array[], temperature: number): Float64Array {
  const mean = meanOver(answers);
  if (temperature === 1) return mean;
  const pooled = new Float64Array(mean.length);
  for (let row = 0; row * ANSWERS < mean.length; row++) {
    pooled.set(softmax(answersTo(row, mean).map(Math.log), temperature), row * ANSWERS);
  }
  return pooled;
}

/** The element-wise mean of lists of one length, at least one list. */
export function meanOver(lists: readonly Float64Array[]): Float64Array {
  return lists[0]!.map((_, at) => lists.reduce((sum, list) => sum + list[at]!, 0) / lists.length);
}

/** P(digits[i]) [n] of probabilities [n, 11]: how surely each image is taken for what it is meant to be. */
export function pickIntended(answers: Float64Array, digits: readonly number[]): Float64Array {
  return Float64Array.from(digits, (digit, row) => answers[row * ANSWERS + digit]!);
}
