import fc from 'fast-check';
import { expect, test } from 'vitest';
import { predictSeconds, type Work } from '../../pipeline/sweep/cost.ts';

const ARTICLE: Work = {
  hidden: 784,
  batch: 1000,
  epochs: 20,
  images: 60_000,
  testImages: 10_000,
  restarts: 1,
};

const work = fc.record({
  hidden: fc.integer({ min: 1, max: 1024 }),
  batch: fc.integer({ min: 1, max: 10_000 }),
  epochs: fc.integer({ min: 1, max: 50 }),
  images: fc.integer({ min: 10_000, max: 60_000 }),
  testImages: fc.integer({ min: 1, max: 10_000 }),
  restarts: fc.integer({ min: 1, max: 5 }),
});

test('a model with one hidden unit takes what its multiplications, by hand, say', () => {
  // 784 + 1 + 10 = 795 weights; one update of one image: 6 * 795 - 2 * 784 = 3202 operations.
  const update = 1e-4 + 3202 / 60e9 + 795 * 5e-9;
  const testing = (2 * 795) / 60e9;
  const searching = (10 * 8000 * 2 * (1 + 10)) / 60e9;
  const one = { hidden: 1, batch: 1, epochs: 1, images: 1, testImages: 1, restarts: 1 };
  expect(predictSeconds(one)).toBeCloseTo(update + testing + searching, 12);
});

test("the article's model takes between half a minute and five, on one core", () => {
  expect(predictSeconds(ARTICLE)).toBeGreaterThan(30);
  expect(predictSeconds(ARTICLE)).toBeLessThan(300);
});

test.each(['hidden', 'epochs', 'images', 'testImages', 'restarts'] as const)(
  'more %s take longer',
  (factor) => {
    fc.assert(
      fc.property(work, (some) => {
        const more = { ...some, [factor]: 2 * some[factor] };
        expect(predictSeconds(more)).toBeGreaterThan(predictSeconds(some));
      }),
    );
  },
);

test('larger batches take no longer at equal epochs, when they divide the images', () => {
  fc.assert(
    fc.property(work, fc.constantFrom(1, 10, 100, 1000), (some, batch) => {
      const at = (size: number) => predictSeconds({ ...some, images: 60_000, batch: size });
      expect(at(10 * batch)).toBeLessThan(at(batch));
    }),
  );
});
