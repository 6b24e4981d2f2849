/**
 * How well readers agree with people, and people with each other.
 *
 * A judge cannot be asked to agree with people more than people do: the ceiling is each rater's correlation with the
 * mean of the others (the lower bound of Nili et al., "A toolbox for representational similarity analysis", PLoS
 * Computational Biology, 2014, as in Golan et al., PNAS 2020). What compares with it is a judge's correlation with one
 * rater at a time.
 */
import { mean } from 'simple-statistics';
import type { Stream } from '../math/streams.ts';
import { bootstrapInterval } from '../statistics/bootstrap.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { Correlation } from '../statistics/rankCorrelation.ts';
import type { AgreementRecord } from './ratingRecords.ts';

/** Scores [0, 1] of one rater by index of the image; images that the rater has not seen are not there. */
export type RaterScores = ReadonlyMap<number, number>;

/** Mean score of each image over the raters who saw it; throws a RangeError for an image that none saw. */
export function averageRaters(raters: readonly RaterScores[], images: number): number[] {
  return Array.from({ length: images }, (_, image) => {
    const scores = raters.flatMap((rater) => rater.get(image) ?? []);
    if (scores.length === 0)
      throw new RangeError(`averageRaters: expected a rater of image ${image}, got none`);
    return mean(scores);
  });
}

/** What a reader is held against: the raters, and the names [images] of the models that the images are of. */
export interface RatedImages {
  readonly models: readonly string[];
  readonly raters: readonly RaterScores[];
}

/**
 * Correlation of a reader's `scores` [images] with the mean of raters and with each. `stream` feeds the bootstrap,
 * which resamples models: images of one model are not independent.
 */
export function measureAgreement(
  scores: readonly number[],
  { models, raters }: RatedImages,
  correlation: Correlation,
  stream: Stream,
): AgreementRecord {
  const people = averageRaters(raters, scores.length);
  const value = correlation(scores, people);
  const clusters = [...groupBy([...scores.keys()], (image) => models[image]!).values()];
  const resampled = (drawn: readonly number[]) => {
    const images = drawn.flatMap((cluster) => clusters[cluster]!);
    return correlation(
      images.map((i) => scores[i]!),
      images.map((i) => people[i]!),
    );
  };
  return {
    value,
    interval: value === null ? null : bootstrapInterval(stream, clusters.length, resampled),
    perRater: meanDefined(raters.map((rater) => correlatePaired(rater, (i) => scores[i], correlation))),
  };
}

/**
 * The raters' noise ceiling: each rater's correlation with the mean of the others, over the images that both have,
 * averaged over the raters for whom it is defined. Null with fewer than two raters.
 */
export function noiseCeiling(raters: readonly RaterScores[], correlation: Correlation): number | null {
  if (raters.length < 2) return null;
  return meanDefined(
    raters.map((rater) => {
      const others = raters.filter((other) => other !== rater);
      const meanOfOthers = (image: number) => {
        const scores = others.flatMap((other) => other.get(image) ?? []);
        return scores.length === 0 ? undefined : mean(scores);
      };
      return correlatePaired(rater, meanOfOthers, correlation);
    }),
  );
}

/** Correlation of a rater with another reader, over the images that both have. */
export function correlatePaired(
  rater: RaterScores,
  other: (image: number) => number | undefined,
  correlation: Correlation,
): number | null {
  const pairs = [...rater].flatMap(([image, score]) => {
    const theirs = other(image);
    return theirs === undefined ? [] : [[score, theirs] as const];
  });
  return correlation(
    pairs.map(([score]) => score),
    pairs.map(([, theirs]) => theirs),
  );
}

/** Mean of the values that are defined; null where none is. */
export function meanDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : mean(defined);
}
