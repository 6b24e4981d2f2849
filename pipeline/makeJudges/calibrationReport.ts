/**
 * How well P(intended), which is what scores are, fits what is so: the reliability diagram, the error in each fifth of
 * [0, 1], and how both depend on how many of all images are digits.
 *
 * Guo et al., "On calibration of modern neural networks", arXiv 1706.04599; of one answer's probability instead of the most
 * likely answer's, as in Nixon et al., "Measuring calibration in deep learning", arXiv 1904.01685.
 */
import { ANSWERS, answersTo, NOT_A_DIGIT } from '../judging/answers.ts';
import { CLASSES } from '../math/images.ts';
import { drawBelow, drawUniform, type Stream } from '../math/streams.ts';
import type { CalibrationFifth, CalibrationReport, ReliabilityBin } from '../study/records.ts';

/** Bins of a reliability diagram, of equal width. */
const BINS = 15;
const FIFTHS = 5;

/** Shares of digits among all images for which calibration is told. */
const DIGIT_SHARES: readonly number[] = [0.1, 0.3, 0.6, 0.9];

/** Share of digits of which it is asked whether they are another one. */
const WRONG_SHARE = 0.1;

/** Images [n] that are meant to be digits: how surely a reader takes them for these, and what is so. */
export interface IntendedAnswers {
  /** P(intended) that the reader says. */
  readonly probabilities: ArrayLike<number>;
  /** P(intended) by the image's own answers: 0 or 1 but for images that are a digit in part. */
  readonly truths: ArrayLike<number>;
  /** How much each image counts; all the same where not given. */
  readonly weights?: ArrayLike<number>;
}

/**
 * The digit that each image is meant to be, of images with the answers `targets` [n, 11]: its digit, or one of those that it
 * has a part of; now and then another one; of no digit any.
 */
export function chooseIntended(targets: Float32Array, stream: Stream): number[] {
  return Array.from({ length: targets.length / ANSWERS }, (_, row) => {
    const own = targets.subarray(row * ANSWERS, row * ANSWERS + CLASSES);
    const digits = [...own.keys()].filter((digit) => own[digit]! > 0);
    const isWrong = drawUniform(stream) < WRONG_SHARE;
    if (digits.length === 0 || isWrong) return drawBelow(stream, CLASSES);
    return digits[drawBelow(stream, digits.length)]!;
  });
}

/** All of it, for probabilities [n, 11] of images with the answers `targets` [n, 11] that are meant to be `intended` [n]. */
export function measureCalibration(
  probabilities: Float64Array,
  targets: Float32Array,
  intended: readonly number[],
): CalibrationReport {
  const said = intended.map((digit, row) => answersTo(row, probabilities)[digit]!);
  const answers = {
    probabilities: said,
    truths: intended.map((digit, row) => targets[row * ANSWERS + digit]!),
  };
  const reliability = measureReliability(answers);
  return {
    images: intended.length,
    calibrationError: expectedCalibrationError(reliability),
    reliability: reliability.map(({ weight: _weight, ...bin }) => bin),
    fifths: measureFifths(answers),
    priors: DIGIT_SHARES.map((digitShare) => {
      const weighted = reweight(said, targets, intended, digitShare);
      const bins = measureReliability(weighted);
      const [all] = binAnswers(weighted, 1);
      return {
        digitShare,
        probability: all!.probability,
        right: all!.right,
        calibrationError: expectedCalibrationError(bins),
        fifths: measureFifths(weighted).map(({ error }) => error),
      };
    }),
  };
}

/** A bin of [0, 1] with its weighted means; NaN where it has no images. */
interface Bin extends ReliabilityBin {
  readonly weight: number;
}

/** The reliability diagram: 15 bins of P(intended) from 0 to 1, those without images left out. A soft truth is right by its share. */
export function measureReliability(answers: IntendedAnswers): Bin[] {
  return binAnswers(answers, BINS).filter(({ weight }) => weight > 0);
}

/** Expected calibration error, in [0, 1]: the mean over images of |mean P - share right| of their bin. */
export function expectedCalibrationError(
  bins: readonly Pick<Bin, 'weight' | 'probability' | 'right'>[],
): number {
  const total = bins.reduce((sum, { weight }) => sum + weight, 0);
  return (
    bins.reduce((sum, { weight, probability, right }) => sum + weight * Math.abs(probability - right), 0) /
    total
  );
}

/** Mean P, share right and |mean P - share right| in each fifth of [0, 1]; null where no image has its P there. */
export function measureFifths(answers: IntendedAnswers): CalibrationFifth[] {
  return binAnswers(answers, FIFTHS).map(({ images, weight, probability, right }) =>
    weight > 0
      ? { images, probability, right, error: Math.abs(probability - right) }
      : { images, probability: null, right: null, error: null },
  );
}

function binAnswers({ probabilities, truths, weights }: IntendedAnswers, count: number): Bin[] {
  const sums = Array.from({ length: count }, () => ({ images: 0, weight: 0, probability: 0, right: 0 }));
  for (let row = 0; row < probabilities.length; row++) {
    const bin = sums[Math.min(count - 1, Math.floor(probabilities[row]! * count))]!;
    const weight = weights?.[row] ?? 1;
    bin.images++;
    bin.weight += weight;
    bin.probability += weight * probabilities[row]!;
    bin.right += weight * truths[row]!;
  }
  return sums.map(({ images, weight, probability, right }) => ({
    images,
    weight,
    probability: probability / weight,
    right: right / weight,
  }));
}

/**
 * The same answers where digits are the share s of all images instead of S, as here: answers that are a digit count s / S,
 * "not a digit" (1 - s) / (1 - S), and truths are shares of what counts. What the reader says stays as it is.
 */
function reweight(
  said: readonly number[],
  targets: Float32Array,
  intended: readonly number[],
  share: number,
): IntendedAnswers {
  const nones = intended.map((_, row) => targets[row * ANSWERS + NOT_A_DIGIT]!);
  const noneShare = nones.reduce((sum, none) => sum + none, 0) / nones.length;
  const [digitWeight, noneWeight] = [share / (1 - noneShare), (1 - share) / noneShare];
  const weights = nones.map((none) => (1 - none) * digitWeight + none * noneWeight);
  const truths = intended.map(
    (digit, row) => (targets[row * ANSWERS + digit]! * digitWeight) / weights[row]!,
  );
  return { probabilities: said, truths, weights };
}
