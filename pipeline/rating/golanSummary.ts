/**
 * Holds judges against the people of Golan, Raju and Kriegeskorte, "Controversial stimuli", PNAS 2020, 117(47),
 * experiment 1: every subject rated every image for each of the ten digits.
 *
 * As there, a reader's accuracy is its correlation with one subject over all pairs of image and digit, averaged over
 * subjects, and the ceiling is each subject's correlation with the mean of the others.
 */
import { mean } from 'simple-statistics';
import { CLASSES } from '../math/images.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { type Correlation, pearson, spearman } from '../statistics/rankCorrelation.ts';
import { correlatePaired, meanDefined, noiseCeiling, type RaterScores } from './raterAgreement.ts';
import type { GolanSummary } from './ratingRecords.ts';

/** One rating of one image for one digit. */
export interface CategoryRating {
  readonly subject: string;
  /** Index of the image. */
  readonly image: number;
  readonly category: number;
  /** In [0, 1]. */
  readonly rating: number;
}

/** What a reader says of the images: P(digit) [n, 10], row-major. */
export interface ReaderProbabilities {
  readonly name: string;
  readonly probabilities: Float64Array;
}

/** Compares readers with people. Repeated ratings by a subject are averaged first. */
export function compareWithSubjects(
  ratings: readonly CategoryRating[],
  readers: readonly ReaderProbabilities[],
): GolanSummary {
  const subjects = scoresBySubject(ratings);
  const all = [...subjects.values()];
  const compare = ({ probabilities }: ReaderProbabilities, correlation: Correlation) =>
    all.map((subject) => correlatePaired(subject, (pair) => probabilities[pair], correlation));
  return {
    subjects: subjects.size,
    images: new Set(ratings.map(({ image }) => image)).size,
    ratings: ratings.length,
    readers: readers.map((reader) => {
      const bySubject = compare(reader, pearson);
      return {
        reader: reader.name,
        pearson: meanDefined(bySubject),
        spearman: meanDefined(compare(reader, spearman)),
        bySubject: Object.fromEntries([...subjects.keys()].map((name, i) => [name, bySubject[i]!])),
      };
    }),
    ceiling: { pearson: noiseCeiling(all, pearson), spearman: noiseCeiling(all, spearman) },
  };
}

/** Mean rating of each subject by pair, whose index is image * 10 + category. */
function scoresBySubject(ratings: readonly CategoryRating[]): Map<string, RaterScores> {
  const subjects = [...groupBy(ratings, ({ subject }) => subject)].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(
    subjects.map(([subject, own]) => {
      const pairs = groupBy(own, ({ image, category }) => String(image * CLASSES + category));
      const scores = [...pairs].map(([pair, given]): [number, number] => [
        Number(pair),
        mean(given.map(({ rating }) => rating)),
      ]);
      return [subject, new Map(scores)];
    }),
  );
}
