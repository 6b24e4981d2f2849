import { expect, test } from 'vitest';
import { countUntilArrival } from '../../../pipeline/experiments/comparison/arrivals.ts';

const search = (name: string, energies: readonly number[]) => ({
  name,
  trace: energies.map((energy, k) => ({ evaluations: 100 * k + 0.4, energy })),
  ideas: [],
  betweenRestarts: null,
});

test('a search has arrived where it first makes 99% of the rise of the first', () => {
  // From 2 to 12: arrived at 11.9.
  const searches = [
    search('raster', [2, 11.8, 11.9, 12]),
    search('sooner', [3, 13, 1, 1]),
    search('never', [2, 11.89, 11.89]),
    search('unseen', []),
  ];
  expect(countUntilArrival({ searches })).toEqual([200, 100, null, null]);
  expect(countUntilArrival({ searches: [] })).toEqual([]);
});
