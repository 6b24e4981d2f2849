import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expandGrid, isArticleCell } from '../../pipeline/study/grid.ts';

const axis = fc.uniqueArray(fc.integer({ min: 1, max: 10000 }), { minLength: 1, maxLength: 5 });
const grid = fc.record({ hidden: axis, batch: axis, seeds: axis });

test('cells are ordered by hidden size, batch size, then seed, as numbers', () => {
  const cells = expandGrid({ hidden: [784, 16], batch: [1000, 20], seeds: [10, 9] });
  expect(cells.map((cell) => cell.name)).toEqual([
    'h16-b20-s9',
    'h16-b20-s10',
    'h16-b1000-s9',
    'h16-b1000-s10',
    'h784-b20-s9',
    'h784-b20-s10',
    'h784-b1000-s9',
    'h784-b1000-s10',
  ]);
});

test('a cell holds what its name says', () => {
  expect(expandGrid({ hidden: [784], batch: [1000], seeds: [0] })).toEqual([
    { name: 'h784-b1000-s0', hidden: 784, batch: 1000, arm: 'epochs', seed: 0 },
  ]);
});

test('there are as many cells as the product of the axes, each with a name of its own', () => {
  fc.assert(
    fc.property(grid, (axes) => {
      const cells = expandGrid(axes);
      expect(cells).toHaveLength(axes.hidden.length * axes.batch.length * axes.seeds.length);
      expect(new Set(cells.map((cell) => cell.name)).size).toBe(cells.length);
    }),
    { seed: 1 },
  );
});

test('the order in which an axis is written does not matter, and the axis stays as written', () => {
  fc.assert(
    fc.property(grid, (axes) => {
      const written = structuredClone(axes);
      const turned = {
        hidden: axes.hidden.toReversed(),
        batch: axes.batch.toReversed(),
        seeds: axes.seeds.toReversed(),
      };
      expect(expandGrid(turned)).toEqual(expandGrid(axes));
      expect(axes).toEqual(written);
    }),
    { seed: 2 },
  );
});

test("only 784 hidden units with batches of 1000 are the article's cell", () => {
  expect(isArticleCell({ hidden: 784, batch: 1000 })).toBe(true);
  expect(isArticleCell({ hidden: 784, batch: 100 })).toBe(false);
  expect(isArticleCell({ hidden: 256, batch: 1000 })).toBe(false);
});
