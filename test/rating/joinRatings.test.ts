import { describe, expect, test } from 'vitest';
import {
  isSameRating,
  joinRatings,
  type OpenedKey,
  type RatingFile,
  readTime,
} from '../../pipeline/rating/joinRatings.ts';
import type { KeyRow, Rating } from '../../pipeline/rating/ratingRecords.ts';

/** A key of images that all can be rated. */
function openMadeKey(...names: readonly string[]): OpenedKey {
  const rowOf = (image: string): KeyRow => ({
    ...{ image, kind: 'noise', model: '', digit: null, restart: null, sha256: '0'.repeat(64) },
    ...{ flipRate: null, reading: null, probability: null },
  });
  const images = new Map(names.map((image) => [image, { row: rowOf(image), fault: null }]));
  return { path: 'key.csv', images, attacks: [], problems: [] };
}

/** What Ann says of an image at a time. */
const rate = (answer: number, timestamp: string, image = 'a1'): Rating => ({
  ...{ rater: 'Ann', image, answer, sureness: 75, milliseconds: 100 * answer, timestamp },
});

/** A file of ratings, from line 2 on. */
const fileOf = (file: string, ...ratings: readonly Rating[]): RatingFile => ({
  ...{ file, problems: [], remarks: [] },
  rows: ratings.map((row, at) => ({ line: at + 2, row })),
});

/** What counts of the files, and what is said of the rest. */
function join(...files: readonly RatingFile[]) {
  const { ratings, problems } = joinRatings(openMadeKey('a1'), files);
  return {
    answers: ratings.map(({ answer }) => answer),
    problems: problems.map(({ file, line, what, whose }) => `${file}:${line}: ${what} (${whose})`),
  };
}

const [EARLY, LATE] = ['2026-03-01T10:00:00.000Z', '2026-03-02T10:00:00.000Z'];

describe('of two ratings of one image by one rater', () => {
  test('the later by its time counts, wherever it stands', () => {
    expect(join(fileOf('a', rate(1, LATE), rate(2, EARLY)))).toEqual({
      answers: [1],
      problems: ["a:3: expected one rating of a1 by 'Ann', got a later one in a:2 (Ann)"],
    });
    expect(join(fileOf('a', rate(1, EARLY)), fileOf('b', rate(2, LATE))).answers).toEqual([2]);
  });

  test.each([
    ['03.04.2026 10:00', '02.05.2026 10:00'],
    ['02.05.2026 10:00', '03.04.2026 10:00'],
    ['03/04/2026', '02/05/2026'],
    [LATE, '13.01.2020 10:00'],
    ['13.01.2030 10:00', EARLY],
    ['', ''],
  ])('the one further on counts where a time is written otherwise: %j, then %j', (first, second) => {
    expect(join(fileOf('a', rate(1, first), rate(2, second)))).toEqual({
      answers: [2],
      problems: ["a:2: expected one rating of a1 by 'Ann', got one further on in a:3 (Ann)"],
    });
    expect(join(fileOf('a', rate(1, first)), fileOf('b', rate(2, second))).answers).toEqual([2]);
  });

  test('the same one again is no problem, also where a spreadsheet has written its time; the page’s time is kept', () => {
    const written = fileOf('b', rate(1, '01.03.2026 10:00'));
    const page = fileOf('a', rate(1, EARLY));
    for (const files of [
      [page, page],
      [page, written],
      [written, page],
      [page, written, page],
    ]) {
      const { ratings, problems } = joinRatings(openMadeKey('a1'), files);
      expect(problems).toEqual([]);
      expect(ratings.map(({ timestamp }) => timestamp)).toEqual([EARLY]);
    }
  });

  test('all files at once give what one after the other gives', () => {
    const times = [EARLY, LATE, '03.04.2026', '04.03.2026'];
    const all = times.flatMap((timestamp, at) => [rate(at, timestamp), rate(at + 4, timestamp)]);
    for (let first = 0; first < all.length; first++) {
      for (let second = 0; second < all.length; second++) {
        for (let third = 0; third < all.length; third++) {
          const files = [first, second, third].map((at, i) => fileOf(String(i), all[at]!));
          const held = joinRatings(openMadeKey('a1'), files.slice(0, 2)).ratings;
          const stepwise = joinRatings(openMadeKey('a1'), [fileOf('held', ...held), files[2]!]).ratings;
          expect(joinRatings(openMadeKey('a1'), files).ratings).toEqual(stepwise);
        }
      }
    }
  });
});

test.each([
  ['2026-03-01T10:00:00.000Z', Date.UTC(2026, 2, 1, 10)],
  ['2026-03-01T12:00:00+02:00', Date.UTC(2026, 2, 1, 10)],
  ['2026-03-01 10:00:00+00:00', Date.UTC(2026, 2, 1, 10)],
  ['2026-03-01T10:00:00', null],
  ['2026-03-01', null],
  ['03/04/2026', null],
  ['2026-13-01T10:00:00Z', null],
  ['', null],
])('the time %j is %j', (timestamp, time) => {
  expect(readTime(rate(1, timestamp))).toBe(time);
});

test('two ratings without known times are the same if they say the same in the same time', () => {
  expect(isSameRating(rate(1, '1.3.2026'), rate(1, '2026-03-01'))).toBe(true);
  expect(isSameRating(rate(1, ''), { ...rate(1, ''), milliseconds: 5 })).toBe(false);
  expect(isSameRating(rate(1, EARLY), rate(1, LATE))).toBe(false);
});

test('an image whose name a spreadsheet took for a number is found again, unless two are meant', () => {
  const key = openMadeKey(
    '123456789012',
    '000000012345',
    '1234567890e1',
    '999999111111',
    '999999222222',
    'abc',
  );
  const written = ['1.23457E+11', '12345', '1,2346E+10', '9.99999E+11', '123', '1.2E+99'];
  const { ratings, problems } = joinRatings(key, [
    fileOf('a', ...written.map((name) => rate(1, EARLY, name))),
  ]);
  expect(ratings.map(({ image, key: { image: known } }) => [image, known])).toEqual([
    ['123456789012', '123456789012'],
    ['000000012345', '000000012345'],
    ['1234567890e1', '1234567890e1'],
  ]);
  expect(problems.map(({ what }) => what)).toEqual(
    written.slice(3).map((name) => `expected an image of key.csv, got '${name}'`),
  );
});
