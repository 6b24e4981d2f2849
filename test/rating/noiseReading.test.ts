import { expect, test } from 'vitest';
import { openStream } from '../../pipeline/math/streams.ts';
import { readNoise, readNoiseSurely } from '../../pipeline/rating/noiseReading.ts';
import type { KeyedRating } from '../../pipeline/rating/ratingRecords.ts';
import { rateCheck, rateFlipped } from './madeRatings.ts';

/** Of ten digits at each level so many named, each image rated once; clean ones all. */
function rateLevels(named: Readonly<Record<number, number>>): KeyedRating[][] {
  const noisy = Object.entries(named).flatMap(([flipRate, right]) =>
    Array.from({ length: 10 }, (_, digit) => [
      rateFlipped('a', digit, Number(flipRate), { answer: digit < right ? digit : null, sureness: 50 }),
    ]),
  );
  return [...Array.from({ length: 10 }, (_, digit) => [rateCheck('a', digit, digit)]), ...noisy];
}

test('the half point is read off between the levels; clean digits are the level 0', () => {
  const { levels, halfPoint } = readNoise(rateLevels({ 0.1: 10, 0.2: 8, 0.25: 6, 0.35: 2, 0.45: 0 }));
  expect(levels.map(({ flipRate, images, named }) => [flipRate, images, named])).toEqual([
    [0, 10, 1],
    [0.1, 10, 1],
    [0.2, 10, 0.8],
    [0.25, 10, 0.6],
    [0.35, 10, 0.2],
    [0.45, 10, 0],
  ]);
  // From 0.6 at 25% to 0.2 at 35%.
  expect(halfPoint).toBeCloseTo(0.275, 12);
  expect(levels[1]!.score).toBe(0.5);
});

test('a lapse at a low level moves the half point no further than the closest falling curve', () => {
  // 0.9 and 1 pool; the crossing lies between 20% and 25% as without the lapse.
  expect(readNoise(rateLevels({ 0.1: 9, 0.2: 10, 0.25: 0 })).halfPoint).toBeCloseTo(
    0.2 + (0.05 * 0.45) / 0.95,
    12,
  );
});

test('there is none where more than half are named at every level, or nothing was seen', () => {
  expect(readNoise(rateLevels({ 0.1: 10, 0.45: 6 })).halfPoint).toBeNull();
  expect(readNoise([])).toEqual({ levels: [], halfPoint: null });
  expect(readNoiseSurely(rateLevels({ 0.1: 10 }), openStream(0, 'test')).interval).toBeNull();
});

test('raters of one image are averaged before images are', () => {
  const [first, second] = [1, 2].map((digit) => rateFlipped('a', digit, 0.2, { answer: digit }));
  const others = ['b', 'c'].map((rater) => rateFlipped(rater, 1, 0.2, { answer: null }));
  const { levels } = readNoise([[first!, ...others], [second!]]);
  expect(levels).toEqual([{ flipRate: 0.2, images: 2, named: (1 / 3 + 1) / 2, score: (1 / 3 + 1) / 2 }]);
});

test('the interval holds the half point, and is wide with ten digits a level', () => {
  const surely = readNoiseSurely(
    rateLevels({ 0.1: 10, 0.2: 8, 0.25: 6, 0.35: 2, 0.45: 0 }),
    openStream(0, 'test'),
  );
  const [low, high] = surely.interval!;
  expect(low).toBeGreaterThan(0.2);
  expect(low).toBeLessThan(0.275);
  expect(high).toBeGreaterThan(0.275);
  expect(high).toBeLessThan(0.4);
});
