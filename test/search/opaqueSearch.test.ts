/** Searches of models that are known by their logits alone, held against plain ones of one image at a time, and of the same MLP. */
import { describe, expect, test } from 'vitest';
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { AS_IS } from '../../pipeline/engine/inputScale.ts';
import type { OpaqueModel } from '../../pipeline/engine/opaqueModel.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { rowOf } from '../../pipeline/math/rows.ts';
import { certify } from '../../pipeline/search/certificate.ts';
import { searchCoordinates } from '../../pipeline/search/coordinate.ts';
import { viewModel } from '../../pipeline/search/modelView.ts';
import { search } from '../../pipeline/search/search.ts';
import { toNetwork } from '../../pipeline/store/models/denseChain.ts';
import { searchSchema } from '../../pipeline/study/config.ts';
import { drawModel } from '../engine/drawn.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { countDifferences } from './plainSearch.ts';
import { drawImageOf, startSeeded } from './tasks.ts';
import { drawCoarseModel } from './tiedModels.ts';
import { withModel } from './withModel.ts';

/** The MLP as a model of which nothing but logits is known. */
function openOpaque({ layers, activation }: MlpParameters): Promise<OpaqueModel> {
  const chain = layers.map((layer, at) => ({
    ...layer,
    activation: at < layers.length - 1 ? activation : null,
  }));
  return onnxEngine.openOpaque(toNetwork(chain, 'made'), AS_IS);
}

/** A search that reads one image after another. */
async function searchPlainly(model: OpaqueModel, digit: number, start: Float32Array, passes: number) {
  const image = start.slice();
  const energyOf = async () => (await model.logits(image))[digit]!;
  for (let visit = 0; visit < passes * PIXELS; visit++) {
    const pixel = visit % PIXELS;
    image[pixel] = 0;
    const atZero = await energyOf();
    image[pixel] = 1;
    image[pixel] = atZero > (await energyOf()) ? 0 : 1;
  }
  return image;
}

describe.each([
  ['drawn weights', drawModel(8, 41)],
  ['coarse weights, where neighbours tie', drawCoarseModel(8, 1 / 8, 42)],
])('on a model of %s', (_, parameters) => {
  test('the image is that of reading one image after another', async () => {
    const model = await openOpaque(parameters);
    const tasks = startSeeded([3, 8], 1);
    const ideas = await searchCoordinates(model, tasks, { passes: 2 });
    for (const [k, { digit, start }] of tasks.entries()) {
      expect(countDifferences(ideas[k]!.image, await searchPlainly(model, digit, start, 2))).toBe(0);
      expect(ideas[k]!.energy).toBe((await model.logits(ideas[k]!.image))[digit]);
    }
    await model.dispose();
  });

  test('an idea is certified exactly where no flip raises its logit', async () => {
    const model = await openOpaque(parameters);
    const [idea] = await searchCoordinates(model, startSeeded([5], 2), { passes: 'converged' });
    for (const image of [idea!.image, drawImageOf([0, 1], 3)]) {
      const held = (await model.logits(image))[5]!;
      let raising = 0;
      for (let pixel = 0; pixel < PIXELS; pixel++) {
        const flipped = image.with(pixel, 1 - image[pixel]!);
        if ((await model.logits(flipped))[5]! > held) raising++;
      }
      expect((await certify(model, image, 5)).isLocalOptimum).toBe(raising === 0);
    }
    expect(idea!.certified).toBe(true);
    await model.dispose();
  });
});

test.each([
  { method: 'coordinate', passes: 3, order: 'shuffled', snapshots: 500 },
  { method: 'coordinate', passes: 2, objective: 'margin' },
  { method: 'monte-carlo', proposals: 1500, snapshots: 500 },
  { method: 'annealing', proposals: 1500, objective: 'log-probability' },
])('a search finds the same alone as beside others, and as good as of the same MLP: %j', async (given) => {
  const parameters = drawModel({ hidden: 8, depth: 2, activation: 'tanh' }, 5);
  const config = searchSchema.parse(given);
  const tasks = startSeeded([0, 4], 3);
  const theirs = await withModel(parameters, (model) => search(model, tasks, config));
  const model = await openOpaque(parameters);
  const ours = await search(model, tasks, config);
  for (const [k, task] of tasks.entries()) expect(await search(model, [task], config)).toEqual([ours[k]]);
  await model.dispose();
  ours.forEach((idea, k) => {
    const { energy, snapshots } = theirs[k]!;
    // What differs by rounding alone is settled in another arithmetic, after which the ways part a little.
    expect(Math.abs(idea.energy - energy)).toBeLessThan(0.02);
    expect(idea.snapshots.map(({ step }) => step)).toEqual(snapshots.map(({ step }) => step));
  });
});

test('where a library gives no gradients they are taken as differences, at the edges too', async () => {
  const parameters = drawModel({ hidden: 6, depth: 1, activation: 'tanh' }, 9);
  const images = Float32Array.of(...drawImageOf([0, 0.4, 1], 1), ...drawImageOf([0.2, 0.7], 2));
  const cotangents = Float32Array.from({ length: 20 }, (_, at) => ((at * 7) % 5) - 2);
  const exact = await withModel(parameters, (model) => model.inputGradients(images, cotangents));
  const model = await openOpaque(parameters);
  expect(model.inputGradients).toBeNull();
  const differences = await viewModel(model).inputGradients(images, cotangents);
  await model.dispose();
  for (const row of [0, 1]) {
    const [own, wanted] = [rowOf(differences, row, PIXELS), rowOf(exact, row, PIXELS)];
    const size = Math.hypot(...wanted);
    expect(Math.hypot(...own.map((value, at) => value - wanted[at]!)) / size).toBeLessThan(0.01);
  }
});

test('gradient ascent raises the energy of a model without gradients', async () => {
  const model = await openOpaque(drawModel(6, 10));
  const tasks = startSeeded([2], 4);
  const before = (await model.logits(tasks[0]!.start))[2]!;
  const [idea] = await search(model, tasks, searchSchema.parse({ method: 'gradient', updates: 10 }));
  await model.dispose();
  expect(idea!.grey!.energy).toBeGreaterThan(before);
  expect(idea!.certified).toBe(true);
});
