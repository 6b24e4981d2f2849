import { expect, test } from 'vitest';
import { compareWithSubjects } from '../../pipeline/rating/golanSummary.ts';
import { pearson } from '../../pipeline/statistics/rankCorrelation.ts';

/** Ratings [10] of one image by one subject. */
const rate = (subject: string, image: number, ratings: readonly number[]) =>
  ratings.map((rating, category) => ({ subject, image, category, rating }));

const TWO = [0, 0, 1, 0, 0, 0, 0.25, 0, 0, 0];
const SIX = [0.5, 0, 0, 0, 0, 0, 1, 0, 0, 0];

test('a reader who says what everyone says has correlation 1, and so has the ceiling', () => {
  const ratings = ['a', 'b'].flatMap((subject) => [...rate(subject, 0, TWO), ...rate(subject, 1, SIX)]);
  const reader = { name: 'same', probabilities: Float64Array.from([...TWO, ...SIX]) };
  const summary = compareWithSubjects(ratings, [reader]);
  expect(summary).toMatchObject({ subjects: 2, images: 2, ratings: 40 });
  expect(summary.readers[0]!.pearson).toBeCloseTo(1, 12);
  expect(summary.readers[0]!.spearman).toBeCloseTo(1, 12);
  expect(summary.ceiling.pearson).toBeCloseTo(1, 12);
});

test('correlations are averaged over subjects, after repetitions of an image', () => {
  const half = TWO.map((rating) => rating / 2);
  const other = SIX.map((rating) => rating / 2);
  const ratings = [
    // Averages to TWO.
    ...rate('a', 0, half),
    ...rate(
      'a',
      0,
      TWO.map((rating) => rating * 1.5),
    ),
    ...rate('b', 0, SIX),
  ];
  const reader = { name: 'reader', probabilities: Float64Array.from(other) };
  const { readers, ceiling } = compareWithSubjects(ratings, [reader]);
  const across = pearson(TWO, SIX)!;
  expect(readers[0]!.bySubject.a).toBeCloseTo(across, 12);
  expect(readers[0]!.bySubject.b).toBeCloseTo(1, 12);
  expect(readers[0]!.pearson).toBeCloseTo((across + 1) / 2, 12);
  expect(ceiling.pearson).toBeCloseTo(across, 12);
});

test('a constant reader has no correlation, and one subject no ceiling', () => {
  const constant = { name: 'constant', probabilities: new Float64Array(10).fill(0.1) };
  const { readers, ceiling } = compareWithSubjects(rate('a', 0, TWO), [constant]);
  expect(readers).toEqual([{ reader: 'constant', pearson: null, spearman: null, bySubject: { a: null } }]);
  expect(ceiling).toEqual({ pearson: null, spearman: null });
});
