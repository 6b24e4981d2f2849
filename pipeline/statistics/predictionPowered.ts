/**
 * Prediction-powered inference: many machine scores, corrected by a few ratings.
 *
 * Angelopoulos et al., "Prediction-powered inference", Science 382, 2023 (arXiv 2301.09633): the mean of all scores, plus
 * the mean of rating - score where both are known. Whatever the scores are worth, that is unbiased for the mean of the
 * ratings; the better they follow the ratings, the narrower it is. Here the rated are drawn from all, in strata (the
 * "difference estimator" of survey sampling: Särndal, Swensson and Wretman, "Model assisted survey sampling", 1992).
 */
import quantile from '@stdlib/stats-base-dists-t-quantile';
import { mean, sampleVariance } from 'simple-statistics';
import { CONFIDENCE } from './bootstrap.ts';

/** One stratum: the scores of all of its units, and of those that were drawn at random and rated both numbers. */
export interface Stratum {
  readonly scores: readonly number[];
  readonly rated: readonly { readonly rating: number; readonly score: number }[];
}

/** The mean of a stratum, with the variance of that mean and its degrees of freedom. */
export interface CorrectedMean {
  readonly mean: number;
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

/** A number with its 95% interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
}

/**
 * The mean rating that all N units of the stratum would have: mean(scores) + mean(rating - score), the latter over the n
 * that were rated. Its variance, as the mean of a population of which the N are a sample, is
 * s2(rating) / N + (1 - n / N) s2(rating - score) / n, with n - 1 degrees of freedom; without scores that help and with
 * n much below N it is that of the plain mean of the ratings, and for n = N it is exactly that. The mean may leave the
 * ratings' range. Throws a RangeError for fewer than two ratings, or more than units.
 */
export function correctMean({ scores, rated }: Stratum): CorrectedMean {
  const [all, n] = [scores.length, rated.length];
  if (n < 2 || n > all) {
    throw new RangeError(`correctMean: expected 2 to ${all} ratings of ${all} units, got ${n}`);
  }
  const errors = rated.map(({ rating, score }) => rating - score);
  const ofRatings = sampleVariance(rated.map(({ rating }) => rating)) / all;
  const ofErrors = ((1 - n / all) * sampleVariance(errors)) / n;
  return {
    mean: mean([...scores]) + mean(errors),
    variance: ofRatings + ofErrors,
    degreesOfFreedom: n - 1,
  };
}

/**
 * The combination sum(w m) of independent means with its interval: variance sum(w^2 v), Student's t with Satterthwaite's
 * degrees of freedom, V^2 / sum((w^2 v)^2 / df) ("An approximate distribution of estimates of variance components",
 * Biometrics Bulletin 2(6), 1946). With the strata's shares as weights it is the mean of all units; with
 * {@link slopeWeights}, a slope over the strata. Throws a RangeError for other than one weight a mean.
 */
export function combineMeans(means: readonly CorrectedMean[], weights: readonly number[]): Estimate {
  if (means.length === 0 || means.length !== weights.length) {
    throw new RangeError(`combineMeans: expected a weight a mean, got ${weights.length} and ${means.length}`);
  }
  const parts = means.map(({ variance }, at) => weights[at]! * weights[at]! * variance);
  const variance = sum(parts);
  const value = sum(means.map((one, at) => weights[at]! * one.mean));
  if (variance === 0) return { value, interval: [value, value] };
  const freedom =
    (variance * variance) / sum(parts.map((part, at) => (part * part) / means[at]!.degreesOfFreedom));
  const margin = quantile((1 + CONFIDENCE) / 2, freedom) * Math.sqrt(variance);
  return { value, interval: [value - margin, value + margin] };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
