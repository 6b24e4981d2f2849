import { expect, test } from 'vitest';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { expandGrid } from '../../pipeline/study/grid.ts';
import { pickModels } from '../../pipeline/sweep/numberedModels.ts';

const config = parseStudyConfig(
  { name: 'n', grid: { hidden: [1, 2, 3, 4, 5], batch: [10], seeds: [0] } },
  'n',
);
const MODELS = expandGrid(config);
const numbers = (index: number, tasks?: number) =>
  pickModels(MODELS, { index, tasks }).map((model) => MODELS.indexOf(model));

test('a number is a model; tasks share all models, each model once', () => {
  expect(numbers(4)).toEqual([4]);
  expect(numbers(1, 3)).toEqual([1, 4]);
  expect([0, 1, 2].flatMap((index) => numbers(index, 3)).sort()).toEqual([0, 1, 2, 3, 4]);
  expect(numbers(6, 7)).toEqual([]);
});

test.each([
  [5, undefined, 'from 0 to 4, got 5 (the study has 5 models)'],
  [-1, undefined, 'from 0 to 4, got -1'],
  [1.5, 3, 'from 0 to 2, got 1.5 (there are 3 tasks)'],
  [Number.NaN, 3, 'got NaN'],
])('number %s of %s is refused', (index, tasks, message) => {
  expect(() => numbers(index, tasks)).toThrow(message);
});
