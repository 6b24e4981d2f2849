import { expect, test } from 'vitest';
import { chooseExamples } from '../../pipeline/ladder/climbLadder.ts';

test('examples of ideas are of ten digits and of ten different models', () => {
  const places = chooseExamples(100);
  expect(places.map((at) => at % 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(new Set(places.map((at) => Math.floor(at / 10))).size).toBe(10);
});

test.each([1, 2, 7, 10, 13, 60, 500, 2000])(
  'examples of %d images are among them, and differ where there are twenty or more',
  (count) => {
    const places = chooseExamples(count);
    expect(places).toHaveLength(Math.min(10, count));
    expect(places.every((at) => at >= 0 && at < count)).toBe(true);
    if (count >= 20) expect(new Set(places).size).toBe(places.length);
  },
);
