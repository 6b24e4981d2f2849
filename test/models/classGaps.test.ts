import { expect, test } from 'vitest';
import { chooseImages } from '../../pipeline/engine/trainingData.ts';
import { findClassGaps } from '../../pipeline/models/classGaps.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { expandGrid } from '../../pipeline/study/grid.ts';
import { makeImages } from '../store/madeImages.ts';
import { minimalConfig } from '../study/minimalConfig.ts';

/** The models of a grid with these numbers of training images, for two seeds. */
function modelsOf(trainImages: readonly (number | null)[]) {
  const grid = { hidden: [8, 16], batch: [2], seeds: [0, 1], trainImages };
  return { models: expandGrid(parseStudyConfig(minimalConfig({ grid }), 'test')) };
}

/** Images whose label 9 is changed to 0. */
function withoutNine(count: number) {
  const { images, labels } = makeImages(count);
  return { images, labels: labels.map((label) => label % 9) };
}

test('all classes there, nothing is said', () => {
  const data = { train: makeImages(200), validation: makeImages(10), test: makeImages(20) };
  expect(findClassGaps(modelsOf([null]), data)).toEqual([]);
});

test('what training, validation and test images lack is told apart', () => {
  const data = { train: withoutNine(200), validation: makeImages(8), test: makeImages(9) };
  expect(findClassGaps(modelsOf([null]), data).map(({ kind, missing }) => [kind, missing])).toEqual([
    ['training', [9]],
    ['validation', [8, 9]],
    ['test', [9]],
  ]);
});

test('few training images that a model draws by its seed may lack a class, which is said once for all such models', () => {
  const data = { train: withoutNine(200), validation: null, test: makeImages(20) };
  const gaps = findClassGaps(modelsOf([4, 200]), data);
  expect(gaps.map(({ kind, models }) => [kind, models])).toEqual([
    ['training', undefined],
    ['training', 'trainImages 4 and seed 0'],
    ['training', 'trainImages 4 and seed 1'],
  ]);
  gaps.slice(1).forEach(({ missing }, seed) => {
    // The 9, which no model can see, was named before.
    const seen = new Set(chooseImages(data.train, 4, seed).labels);
    expect(missing).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8].filter((label) => !seen.has(label)));
    expect(missing.length).toBeGreaterThanOrEqual(5);
  });
});
