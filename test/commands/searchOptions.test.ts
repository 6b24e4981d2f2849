import { expect, test } from 'vitest';
import { listSearchOptions, readSearchOptions } from '../../pipeline/commands/searchOptions.ts';
import { METHOD_NAMES } from '../../pipeline/study/config.ts';

test.each([
  [
    { rate: 0.5 },
    '--rate: expected the method gradient, got coordinate; add --method gradient, or leave --rate out',
  ],
  [
    { method: 'monte-carlo', hottest: 1 },
    '--hottest: expected the method annealing, got monte-carlo; add --method annealing, or leave --hottest out',
  ],
  [
    { method: 'gradient', proposals: 9 },
    '--proposals: expected the method monte-carlo or annealing, got gradient; add --method monte-carlo, or leave --proposals out',
  ],
  [{ method: 'gradient', rate: 1e9 }, '--rate: expected at most 1000000, got 1000000000; see --help'],
  [{ method: 'annealing', coldest: 1 }, '--coldest: expected at most hottest (0.1), got 1; see --help'],
])('%j is refused', (options, line) => {
  expect(() => readSearchOptions(options)).toThrow(line);
});

test('what every method heeds is taken with each', () => {
  const shared = { objective: 'margin', start: 'seeded', restarts: 2, snapshots: 5, seed: 3 };
  for (const method of METHOD_NAMES) {
    expect(readSearchOptions({ method, ...shared })).toMatchObject({ method, ...shared });
  }
});

test('the options are those that are not left out, with the defaults that a command has', () => {
  const options = listSearchOptions('Search:', { omitted: ['restarts'], defaults: { method: 'gradient' } });
  expect(options).not.toHaveProperty('restarts');
  expect(options.method.describe).toMatch(/\[default: gradient\]$/);
  expect(options.updates.describe).toMatch(/\[default: 200\]$/);
});
