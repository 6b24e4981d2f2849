/**
 * How well probabilities fit what is so: the reliability diagram, and the expected calibration error.
 *
 * Guo et al., "On calibration of modern neural networks", arXiv 1706.04599.
 */

import { ANSWERS, answersTo } from '../judging/answers.ts';
import { argmax } from '../math/rows.ts';
import type { CalibrationReport, ReliabilityBin } from '../study/records.ts';

/** Bins of a reliability diagram, of equal width. */
const BINS = 15;

/**
 * The reliability diagram of probabilities [n, 11]: 15 bins from 0 to 1 of the top answer's probability, those without
 * images left out. A soft target is right by its share.
 */
export function measureReliability(probabilities: Float64Array, targets: Float32Array): ReliabilityBin[] {
  const sums = Array.from({ length: BINS }, () => ({ images: 0, confidence: 0, right: 0 }));
  for (let row = 0; row < probabilities.length / ANSWERS; row++) {
    const answers = answersTo(row, probabilities);
    const top = argmax(answers);
    const bin = sums[Math.min(BINS - 1, Math.floor(answers[top]! * BINS))]!;
    bin.images++;
    bin.confidence += answers[top]!;
    bin.right += targets[row * ANSWERS + top]!;
  }
  return sums
    .filter(({ images }) => images > 0)
    .map(({ images, confidence, right }) => ({
      images,
      confidence: confidence / images,
      right: right / images,
    }));
}

/** Expected calibration error, in [0, 1]: the mean over images of |confidence - share right| of their bin. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const images = bins.reduce((sum, bin) => sum + bin.images, 0);
  return bins.reduce((sum, bin) => sum + bin.images * Math.abs(bin.confidence - bin.right), 0) / images;
}

/** All of it, for images with the answers `targets` [n, 11]. */
export function measureCalibration(probabilities: Float64Array, targets: Float32Array): CalibrationReport {
  const reliability = measureReliability(probabilities, targets);
  return {
    images: targets.length / ANSWERS,
    calibrationError: expectedCalibrationError(reliability),
    reliability,
  };
}
