/** Logits of single-pixel changes by the kernel, against those of the whole images in ordered arithmetic. */

import { describe, expect, test } from 'vitest';
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { articleArchitecture } from '../../pipeline/engine/parameters.ts';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import { ChangeView, canSearchByKernel } from '../../pipeline/search/changeView.ts';
import { searchCoordinates } from '../../pipeline/search/coordinate.ts';
import { CoordinateSearch } from '../../pipeline/search/coordinateSearch.ts';
import type { Idea } from '../../pipeline/search/idea.ts';
import { ChangeKernel, isKernelModel } from '../../pipeline/search/kernel/changeKernel.ts';
import { countPlaces } from '../../pipeline/search/kernel/kernelSize.ts';
import { type Candidate, type HeldImage, viewModel } from '../../pipeline/search/modelView.ts';
import { OBJECTIVES } from '../../pipeline/search/objectives.ts';
import { computeOrderedLogits, isNearTie } from '../../pipeline/search/orderedArithmetic.ts';
import { advanceAll } from '../../pipeline/search/speculation.ts';

import { drawModel, withArrays } from '../engine/drawn.ts';
import { drawImageOf, startAsArticle, startSeeded } from './tasks.ts';
import { drawCoarseModel } from './tiedModels.ts';
import { search, withModel } from './withModel.ts';

const VALUES = [0, 0.25, 1] as const;

/** The model as the kernel has it, a kernel of its own. */
function view(parameters: MlpParameters, wanted?: number): ChangeView {
  const kernel = new ChangeKernel();
  expect(kernel.open(parameters, 1)).toBe(true);
  return new ChangeView(kernel, parameters, { wanted });
}

function drawCandidates(seed: number, count: number): Candidate[] {
  const stream = openStream(seed, 'test/candidates');
  return Array.from({ length: count }, () => ({
    pixel: drawBelow(stream, PIXELS),
    value: VALUES[drawBelow(stream, VALUES.length)]!,
  }));
}

/** How many logits of the candidates rounding alone does not explain. */
function countWrong(
  on: ChangeView,
  parameters: MlpParameters,
  held: HeldImage,
  candidates: readonly Candidate[],
): number {
  const exact = candidates.map(({ pixel, value }) =>
    computeOrderedLogits(parameters, held.image.with(pixel, value)),
  );
  return Array.from(on.logitsOf(held, candidates)).filter((logit, at) => {
    const wanted = exact[Math.floor(at / CLASSES)]![at % CLASSES]!;
    return !isNearTie(logit, wanted, Math.abs(wanted));
  }).length;
}

describe('logits are those of the whole images', () => {
  test.each([1, 3, 8, 13, 64, 100, 200])('on a model of %d hidden units', (hidden) => {
    const parameters = drawModel(hidden, hidden);
    const on = view(parameters);
    const held = on.hold(drawImageOf(VALUES, hidden));
    for (let round = 0; round < 12; round++) {
      const candidates = drawCandidates(round, 1 + 3 * round);
      expect(countWrong(on, parameters, held, candidates)).toBe(0);
      for (const { pixel, value } of drawCandidates(100 + round, 1 + 20 * round)) held.set(pixel, value);
    }
  });

  test('after thousands of changes', () => {
    const parameters = drawModel(40, 1);
    const on = view(parameters);
    const held = on.hold(drawImageOf(VALUES, 1));
    on.logitsOf(held, drawCandidates(1, 1));
    for (const { pixel, value } of drawCandidates(2, 20_000)) held.set(pixel, value);
    expect(countWrong(on, parameters, held, drawCandidates(3, 500))).toBe(0);
  });

  test('of pixels that are asked for several times in one call', () => {
    const parameters = drawModel(64, 2);
    const candidates = [
      ...[5, 5, 9, 700].map((pixel) => ({ pixel, value: 1 })),
      ...[783, 783, 783, 783].map((pixel) => ({ pixel, value: 0 })),
      ...[783, 0, 783, 0, 1].map((pixel) => ({ pixel, value: 0.25 })),
    ];
    const on = view(parameters);
    const held = on.hold(drawImageOf([0, 1], 2));
    expect(countWrong(on, parameters, held, candidates)).toBe(0);
  });

  test('of more candidates than there are pixels, and of none', () => {
    const parameters = drawModel(5, 3);
    const on = view(parameters);
    const held = on.hold(drawImageOf([0, 1], 3));
    expect(countWrong(on, parameters, held, drawCandidates(4, 2000))).toBe(0);
    expect(on.logitsOf(held, [])).toEqual(new Float32Array());
  });

  test('of two images in turn', () => {
    const parameters = drawModel(16, 4);
    const on = view(parameters);
    const images = [5, 6].map((seed) => on.hold(drawImageOf([0, 1], seed)));
    for (const [round, held] of [...images, ...images].entries()) {
      expect(countWrong(on, parameters, held, drawCandidates(round, 9))).toBe(0);
      held.set(100, 1 - held.image[100]!);
      images[0]!.set(200 + round, 1);
    }
  });

  test('of images at places of their own, a step of each in turn', () => {
    const parameters = drawModel(33, 14);
    const kernel = new ChangeKernel();
    kernel.open(parameters, 3);
    const views = [0, 1, 2].map((place) => new ChangeView(kernel, parameters, { place }));
    // The second and the third begin with one image, of which the kernel keeps what others can begin with.
    const images = [5, 6, 6].map((seed, k) => views[k]!.hold(drawImageOf([0, 1], seed)));
    for (let round = 0; round < 5; round++) {
      for (const [k, on] of views.entries()) {
        expect(countWrong(on, parameters, images[k]!, drawCandidates(3 * round + k, 9))).toBe(0);
        for (const { pixel, value } of drawCandidates(50 + 3 * round + k, 20)) images[k]!.set(pixel, value);
      }
    }
  });

  test('where many pre-activations are exactly 0', () => {
    const parameters = drawCoarseModel(24, 1 / 8, 5);
    const on = view(parameters);
    const held = on.hold(new Float32Array(PIXELS));
    for (let round = 0; round < 8; round++) {
      expect(countWrong(on, parameters, held, drawCandidates(round, 30))).toBe(0);
      for (const { pixel } of drawCandidates(round, 3)) held.set(pixel, 1);
    }
  });
});

test('of the one class that is wanted the logit is the same, and the others are not computed', () => {
  const parameters = drawModel(30, 6);
  const candidates = drawCandidates(7, 11);
  const [all, one] = [view(parameters), view(parameters, 3)].map((on) =>
    on.logitsOf(on.hold(drawImageOf([0, 1], 7)), candidates),
  );
  expect(one).toEqual(all!.map((logit, at) => (at % CLASSES === 3 ? logit : Number.NaN)));
});

test('exact logits are those of ordered arithmetic, to the bit', () => {
  for (const [k, hidden] of [1, 8, 33, 100].entries()) {
    const parameters = k % 2 === 0 ? drawModel(hidden, k) : drawCoarseModel(hidden, 0.1, k);
    const on = view(parameters);
    for (const values of [[0], [0, 1], VALUES, [-0, 0.1, 0.7]]) {
      const image = drawImageOf(values, k);
      expect(on.exactLogits(image)).toEqual(computeOrderedLogits(parameters, image));
    }
  }
});

test('searches from one start, each of which begins with what another has left, find the same as one alone', async () => {
  const parameters = drawModel(24, 13);
  const tasks = [...startAsArticle([0, 1, 2, 3]), ...startSeeded([4], 1), ...startAsArticle([5])];
  const alone: Idea[] = [];
  for (const task of tasks) alone.push(...(await search(parameters, [task], 3)));
  expect(await search(parameters, tasks, 3)).toEqual(alone);
});

describe('a model that the kernel does not take', () => {
  test.each([
    ['has one hidden layer', drawModel({ ...articleArchitecture(6), depth: 1 }, 10)],
    ['has three hidden layers', drawModel({ ...articleArchitecture(6), depth: 3 }, 10)],
    ['has another activation', drawModel({ ...articleArchitecture(6), activation: 'tanh' }, 10)],
    ['is too wide', { ...drawModel(6, 10), hidden: 4097 }],
    ['has a number that is not finite', withArrays(drawModel(2, 10), { b1: Float32Array.of(0, Number.NaN) })],
  ])('%s', (_, parameters) => expect(isKernelModel(parameters)).toBe(false));
});

test('searches of two models at once have a kernel each', async () => {
  const models = [drawModel(7, 8), drawModel(50, 9)];
  const tasks = startAsArticle([0, 1, 2]);
  const alone: Idea[][] = [];
  for (const parameters of models) alone.push(await search(parameters, tasks, 3));
  expect(await Promise.all(models.map((parameters) => search(parameters, tasks, 3)))).toEqual(alone);
});

test('what is heard of followed searches is the same by the kernel as by products, but for rounding', async () => {
  const tasks = [...startAsArticle([0, 4, 7]), ...startSeeded([2, 3], 1)];
  await withModel(drawModel(40, 12), async (model) => {
    const heard: [evaluations: number, energies: readonly number[]][] = [];
    await searchCoordinates(model, tasks, { passes: 3, onProgress: (...said) => heard.push(said) });
    const view = viewModel(model);
    const options = { objective: OBJECTIVES.logit, lastVisit: 3 * PIXELS };
    const searches = tasks.map((task) => new CoordinateSearch(view, task, options));
    const wanted: typeof heard = [];
    await advanceAll(view, searches, (...said) => wanted.push(said));
    expect(heard.map(([evaluations]) => evaluations)).toEqual(wanted.map(([evaluations]) => evaluations));
    for (const [k, [, energies]] of heard.entries()) {
      for (const [at, energy] of energies.entries()) expect(energy).toBeCloseTo(wanted[k]![1][at]!, 4);
    }
  });
});

test.each([
  ['the kernel', drawModel(40, 12)],
  ['products', drawModel({ ...articleArchitecture(40), activation: 'tanh' }, 12)],
])('followed searches go side by side by %s and find the same', async (_, parameters) => {
  const progress: (readonly number[])[] = [];
  const followed = await search(parameters, startAsArticle([0, 4]), 3, {
    onProgress: (_, energies) => progress.push(energies),
  });
  expect(followed).toEqual(await search(parameters, startAsArticle([0, 4]), 3));
  expect(progress[0]!.every(Number.isFinite)).toBe(true);
});

test('as many searches go side by side by the kernel as it has places, the fewer the wider the model', async () => {
  expect([1, 784, 4096, 4097].map(countPlaces)).toEqual([1337, 53, 10, 0]);
  await withModel(drawModel(800, 15), async (model) => {
    expect([1, 53, 54].map((count) => canSearchByKernel(model, count))).toEqual([true, true, false]);
  });
});

test('an image that begins as the one before, at another place, and then that at a third, have their own changes', () => {
  const parameters = drawModel(21, 16);
  const kernel = new ChangeKernel();
  kernel.open(parameters, 3);
  for (const place of [1, 0, 2]) {
    const on = new ChangeView(kernel, parameters, { place });
    const held = on.hold(drawImageOf([0, 1], 9));
    for (let round = 0; round < 3; round++) {
      expect(countWrong(on, parameters, held, drawCandidates(round, 9))).toBe(0);
      for (const { pixel, value } of drawCandidates(60 + round, 20)) held.set(pixel, value);
    }
  }
});

test('what a failed search leaves of the kernel is nothing to the next, and no tasks are no searches', async () => {
  const tasks = startAsArticle([0, 1]);
  const before = await search(drawModel(30, 17), tasks, 3);
  await expect(
    search(drawModel(30, 17), tasks, 3, {
      onProgress: () => {
        throw new Error('heard enough');
      },
    }),
  ).rejects.toThrow('heard enough');
  expect(await search(drawModel(30, 17), tasks, 3)).toEqual(before);
  expect(await search(drawModel(30, 17), [], 3)).toEqual([]);
  expect(await search(drawModel(30, 17), [], 3, { onProgress: () => undefined })).toEqual([]);
});

test('the process gets turns while a search runs', async () => {
  let turns = 0;
  const ticking = setInterval(() => turns++, 0);
  try {
    await search(drawModel(100, 11), startAsArticle([0, 1, 2]), 4);
  } finally {
    clearInterval(ticking);
  }
  expect(turns).toBeGreaterThan(1);
});
