/**
 * How well P(intended), which is what scores are, fits what is so: the reliability diagram, the error in each fifth of
 * [0, 1], and how both depend on how many of all images are digits.
 *
 * Every image is held against each of the ten digits: what it is meant to be must not tell what it is. Were mostly its own
 * digit taken, that it was taken would be news that no judge has, and a right judge would seem to say too little.
 *
 * Guo et al., "On calibration of modern neural networks", arXiv 1706.04599; of each class instead of the most likely
 * answer: Nixon et al., "Measuring calibration in deep learning", arXiv 1904.01685.
 */
import { ANSWERS, NOT_A_DIGIT } from '../judging/answers.ts';
import { CLASSES } from '../math/images.ts';
import { mean } from '../math/rows.ts';
import type { CalibrationFifth, CalibrationReport, ReliabilityBin } from '../study/records.ts';

/** Bins of a reliability diagram, of equal width. */
const BINS = 15;
const FIFTHS = 5;

/** Shares of digits among all images for which calibration is told. */
const DIGIT_SHARES: readonly number[] = [0.1, 0.3, 0.6, 0.9];

/** Answers [n] to whether an image is a digit: how surely a reader says so, and what is so. */
export interface DigitAnswers {
  /** P of the digit that the reader says. */
  readonly probabilities: ArrayLike<number>;
  /** Whether it is that digit: 0 or 1, or its share of one. */
  readonly truths: ArrayLike<number>;
  /** How much each answer counts; all the same where not given. */
  readonly weights?: ArrayLike<number>;
}

/** All of it, for probabilities [n, 11] of images with the answers `targets` [n, 11]. */
export function measureCalibration(probabilities: Float64Array, targets: Float32Array): CalibrationReport {
  const answers = {
    probabilities: pickDigits(probabilities),
    truths: pickDigits(targets),
  };
  const fifths = measureFifths(answers);
  return {
    images: targets.length / ANSWERS,
    digitShare: 1 - meanNone(targets),
    calibrationError: averageError(fifths),
    reliability: measureReliability(answers),
    fifths,
    priors: DIGIT_SHARES.map((digitShare) => {
      const errors = measureFifths(reweight(answers, targets, digitShare));
      return {
        digitShare,
        calibrationError: averageError(errors),
        fifths: errors.map(({ error }) => error),
      };
    }),
  };
}

/** The columns [n, 10] of digits of a table [n, 11]. */
function pickDigits(table: ArrayLike<number>): number[] {
  return Array.from(table).filter((_, at) => at % ANSWERS < CLASSES);
}

/** The column [n] of "not a digit". */
function pickNone(table: ArrayLike<number>): number[] {
  return Array.from(table).filter((_, at) => at % ANSWERS === NOT_A_DIGIT);
}

function meanNone(table: ArrayLike<number>): number {
  return mean(pickNone(table));
}

/** The reliability diagram: 15 bins of P from 0 to 1, those without answers left out. */
export function measureReliability(answers: DigitAnswers): ReliabilityBin[] {
  return binAnswers(answers, BINS)
    .filter(({ weight }) => weight > 0)
    .map(({ weight: _weight, ...bin }) => bin);
}

/** Mean P, share right and |mean P - share right| in each fifth of [0, 1]; null where no answer has its P there. */
export function measureFifths(answers: DigitAnswers): CalibrationFifth[] {
  return binAnswers(answers, FIFTHS).map(({ answers: count, weight, probability, right }) =>
    weight > 0
      ? { answers: count, probability, right, error: Math.abs(probability - right) }
      : { answers: count, probability: null, right: null, error: null },
  );
}

/** The mean error of the fifths that have answers, each alike: nearly all answers lie near 0, where nothing is hard. */
export function averageError(fifths: readonly CalibrationFifth[]): number {
  const errors = fifths.flatMap(({ error }) => error ?? []);
  return mean(errors);
}

/** A bin of [0, 1] with its weighted means; NaN where it has no answers. */
interface Bin extends ReliabilityBin {
  readonly weight: number;
}

function binAnswers({ probabilities, truths, weights }: DigitAnswers, count: number): Bin[] {
  const sums = Array.from({ length: count }, () => ({ answers: 0, weight: 0, probability: 0, right: 0 }));
  for (let at = 0; at < probabilities.length; at++) {
    const bin = sums[Math.min(count - 1, Math.floor(probabilities[at]! * count))]!;
    const weight = weights?.[at] ?? 1;
    bin.answers++;
    bin.weight += weight;
    bin.probability += weight * probabilities[at]!;
    bin.right += weight * truths[at]!;
  }
  return sums.map(({ answers, weight, probability, right }) => ({
    answers,
    weight,
    probability: probability / weight,
    right: right / weight,
  }));
}

/**
 * The same answers where digits are the share s of all images instead of S, as here: what of an image is a digit counts
 * s / S, what is none (1 - s) / (1 - S), and truths are shares of what counts. What the reader says stays as it is.
 */
function reweight(
  { probabilities, truths }: DigitAnswers,
  targets: Float32Array,
  share: number,
): DigitAnswers {
  const noneShare = meanNone(targets);
  const [digitWeight, noneWeight] = [share / (1 - noneShare), (1 - share) / noneShare];
  const imageWeights = pickNone(targets).map((none) => (1 - none) * digitWeight + none * noneWeight);
  const weights = Array.from(probabilities, (_, at) => imageWeights[Math.floor(at / CLASSES)]!);
  return {
    probabilities,
    truths: Array.from(truths, (truth, at) => (truth * digitWeight) / weights[at]!),
    weights,
  };
}
