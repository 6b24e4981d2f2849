import { describe, expect, test } from 'vitest';
import { type Choice, findIdea, findMoment, listMarks } from '../../pipeline/atlas/choice.ts';
import type { AtlasModel, PackedIdeas } from '../../pipeline/atlas/packed.ts';

const IDEAS: PackedIdeas = {
  ...{ digits: [0, 0, 7, 7], starts: [0, 1, 0, 1], images: '', isGrey: false, scores: null },
};

/** A model of batch `batch` that was asked after 0, 1 and 2 updates and ended after 4. */
function makeModel(batch: number): AtlasModel {
  const way = [0, 1, 2].map((updates) => ({ ...IDEAS, updates, examples: updates * batch }));
  const title = `batch ${batch}`;
  return { name: title, title, ideas: IDEAS, judges: {}, way, updates: 4, examples: 4 * batch };
}

const choose = (clock: Choice['clock'], mark: number | null): Choice => ({
  ...{ reading: 'masked', start: 0, clock, mark },
});

describe('a model on its way', () => {
  test.each([
    ['updates', 0, 0],
    ['updates', 1, 1],
    ['updates', 3, 2],
    ['examples', 15, 1],
    ['examples', 39, 2],
  ] as const)('is at its last checkpoint that is not beyond %s %d', (clock, mark, updates) => {
    expect(findMoment(makeModel(10), choose(clock, mark))).toMatchObject({ updates, isEnd: false });
  });

  test.each([
    ['updates', 4],
    ['updates', 100],
    ['updates', null],
    ['examples', 40],
  ] as const)('is at its end from %s %s on', (clock, mark) => {
    expect(findMoment(makeModel(10), choose(clock, mark))).toMatchObject({ updates: 4, isEnd: true });
  });

  test('is at its end where the page has nothing of its way', () => {
    expect(findMoment({ ...makeModel(10), way: [] }, choose('updates', 0)).isEnd).toBe(true);
  });

  test('shares the marks of the clock with all others', () => {
    const models = [makeModel(10), makeModel(15)];
    expect(listMarks(models, 'updates')).toEqual([0, 1, 2]);
    expect(listMarks(models, 'examples')).toEqual([0, 10, 15, 20, 30]);
  });
});

test('an idea is that of the wanted start, or else of the first', () => {
  expect(findIdea(IDEAS, 7, 1)).toBe(3);
  expect(findIdea(IDEAS, 7, 5)).toBe(2);
  expect(findIdea(IDEAS, 8, 0)).toBe(-1);
});
