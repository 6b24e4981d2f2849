import { expect, test } from 'vitest';
import { chooseFilmSearch } from '../../pipeline/film/filmSearch.ts';
import { type SearchConfig, searchSchema } from '../../pipeline/study/config.ts';

/** The search of a film that is told `options`. */
function read({ snapshots, ...options }: Partial<SearchConfig>): SearchConfig {
  return chooseFilmSearch(searchSchema.parse({ method: 'monte-carlo', ...options }), snapshots);
}

test("unless told otherwise it is the article's: Monte Carlo, 10,000 proposals, a picture every 200", () => {
  expect(chooseFilmSearch()).toMatchObject({ method: 'monte-carlo', proposals: 10000, snapshots: 200 });
});

test.each<[Partial<SearchConfig>, number]>([
  [{ method: 'annealing' }, 200],
  [{ method: 'gradient' }, 4],
  [{ method: 'coordinate' }, 98],
  // Two passes are 1,568 visits.
  [{ method: 'coordinate', passes: 2 }, 31],
  [{ proposals: 900 }, 18],
  [{ proposals: 7 }, 1],
  [{ method: 'gradient', snapshots: 7 }, 7],
])('%j has a picture every %d steps', (options, interval) => {
  expect(read(options).snapshots).toBe(interval);
});

test.each<[Partial<SearchConfig>, string]>([
  [{ snapshots: 1 }, '10001 frames; try --snapshots 11'],
  [{ method: 'coordinate', passes: 5, snapshots: 3 }, '1308 frames; try --snapshots 4'],
  [{ method: 'gradient', updates: 5000, snapshots: 5 }, '1001 frames; try --snapshots 6'],
])('%j, too long a film, is refused before its search', (options, end) => {
  const line = `--snapshots: expected steps that give at most 1000 frames, got ${end}`;
  expect(() => read(options)).toThrow(line);
});

test('a film of a thousand frames is not too long', () => {
  expect(read({ proposals: 999, snapshots: 1 }).snapshots).toBe(1);
});
