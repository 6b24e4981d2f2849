/** The fast search against the plain sequential one, pixel by pixel. */
import { describe, expect, test } from 'vitest';
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import type { SearchTask } from '../../pipeline/search/idea.ts';
import { arrayOf, drawModel, EVERY_SHAPE, withArrays } from '../engine/drawn.ts';
import { countDifferences, definePlainEnergy, searchPlainly } from './plainSearch.ts';
import { drawImageOf, startAsArticle, startSeeded } from './tasks.ts';
import { buildZeroModel, drawCoarseModel, duplicatePixels } from './tiedModels.ts';
import { search } from './withModel.ts';

/** Pixels in which each idea differs from the plain search's. */
async function compare(model: MlpParameters, tasks: readonly SearchTask[], passes: number | 'converged') {
  const ideas = await search(model, tasks, passes);
  return ideas.map(({ image }, k) => {
    const { digit, start } = tasks[k]!;
    return countDifferences(image, searchPlainly(definePlainEnergy(model, digit), start, passes));
  });
}

describe('no pixel differs from the plain search', () => {
  test.each([1, 2])('on models of 3 hidden units, converged, seed %d', async (seed) => {
    const model = drawModel(3, seed);
    expect(await compare(model, startAsArticle([0, 4, 9]), 'converged')).toEqual([0, 0, 0]);
    expect(await compare(model, startSeeded([1, 7], seed), 'converged')).toEqual([0, 0]);
  });

  test.each([4, 5])('on models of 8 hidden units, converged, seed %d', async (seed) => {
    const model = drawModel(8, seed);
    expect(await compare(model, startAsArticle([2, 3]), 'converged')).toEqual([0, 0]);
    expect(await compare(model, startSeeded([5, 8], seed), 'converged')).toEqual([0, 0]);
  });

  test("on models of 32 hidden units, the article's five passes", async () => {
    expect(await compare(drawModel(32, 7), startAsArticle([6]), 5)).toEqual([0]);
    expect(await compare(drawModel(32, 8), startSeeded([0], 8), 2)).toEqual([0]);
  });

  test('on a model of 192 hidden units, two passes', async () => {
    expect(await compare(drawModel(192, 9), startAsArticle([3]), 2)).toEqual([0]);
  });

  test.each([1, 2, 3, 4])('after %d passes', async (passes) => {
    expect(await compare(drawModel(8, 10), startAsArticle([0, 1]), passes)).toEqual([0, 0]);
  });

  test.each([
    ['equal energies abound', drawCoarseModel(8, 1 / 8, 1)],
    ['equal energies abound and more units are at work', drawCoarseModel(16, 1 / 8, 2)],
    ['rounding alone tells many energies apart', drawCoarseModel(8, 0.1, 3)],
    ['rounding alone tells energies apart and more units are at work', drawCoarseModel(16, 0.1, 4)],
    ['pixels have equal or no weights', duplicatePixels(drawModel(8, 1))],
  ])('where %s', async (_, model) => {
    expect(await compare(model, startAsArticle([2, 5]), 3)).toEqual([0, 0]);
    expect(await compare(model, startSeeded([8], 1), 3)).toEqual([0]);
  });

  test.each(EVERY_SHAPE)('on models of $name', async (shape) => {
    const model = drawModel({ hidden: 6, ...shape }, 12);
    expect(await compare(model, [...startAsArticle([6]), ...startSeeded([9], 12)], 2)).toEqual([0, 0]);
  });

  test.each(EVERY_SHAPE)(
    'on models of $name where many energies tie or differ by rounding',
    async (shape) => {
      for (const unit of [1 / 8, 0.1]) {
        const model = drawCoarseModel(8, unit, 13, shape);
        expect(await compare(model, startAsArticle([2]), 2)).toEqual([0]);
      }
    },
  );

  test.each([
    ['of zeros', [0]],
    ['of ones', [1]],
    ['of zeros and ones', [0, 1]],
    ['of black, white and grey', [0, 0.25, 0.5, 1]],
  ])('from a start %s', async (_, values) => {
    const tasks = [0, 1, 2].map((digit) => ({ digit, restart: 0, start: drawImageOf(values, digit) }));
    expect(await compare(drawModel(8, 11), tasks, 'converged')).toEqual([0, 0, 0]);
  });
});

test('where nothing matters every pixel becomes 1, because a tie keeps 1', async () => {
  const [idea] = await search(buildZeroModel(3), startAsArticle([0]), 'converged');
  expect(idea!.image).toEqual(new Float32Array(PIXELS).fill(1));
  expect(idea).toMatchObject({ energy: 0, certified: true });
});

test('on a model that is linear in the pixels the idea is the pixels of positive weight', async () => {
  // One unit a layer that is always on: the logit of digit 2 is 1000 + x . w.
  const weights = drawImageOf([-1, 0.5, 2], 0);
  const zero = buildZeroModel(1);
  const model = withArrays(zero, { w1: weights, b1: Float32Array.of(1000), w2: Float32Array.of(1) });
  const w3 = arrayOf(zero, 'w3').with(2, 1).with(3, -1);
  const tasks = startAsArticle([2, 3]);
  const [up, down] = await search(withArrays(model, { w3 }), tasks, 'converged');
  expect(up!.image).toEqual(weights.map((weight) => Number(weight > 0)));
  expect(down!.image).toEqual(weights.map((weight) => Number(weight < 0)));
});

test('the start images are left as they were', async () => {
  const tasks = startAsArticle([0, 1]);
  await search(drawModel(3, 1), tasks, 1);
  expect(tasks).toEqual(startAsArticle([0, 1]));
});

test('no tasks have no ideas', async () => {
  expect(await search(drawModel(3, 1), [], 'converged')).toEqual([]);
});
