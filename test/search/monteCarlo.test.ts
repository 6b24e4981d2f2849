/** Monte Carlo search against one proposal at a time, pixel by pixel. */
import { describe, expect, test } from 'vitest';
import type { MlpParameters } from '../../pipeline/engine/engine.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawBelow, drawUniform, openStream } from '../../pipeline/math/streams.ts';
import type { SearchTask } from '../../pipeline/search/idea.ts';
import { type MonteCarloOptions, searchMonteCarlo } from '../../pipeline/search/monteCarlo.ts';
import { type Schedule, temperatureAt } from '../../pipeline/search/schedule.ts';
import { drawModel } from '../engine/drawn.ts';
import { definePlainEnergy, findRaisingFlips, type PlainProposal, searchByProposals } from './plainSearch.ts';
import { drawImageOf, startAsArticle, startSeeded } from './tasks.ts';
import { buildZeroModel, drawCoarseModel, duplicatePixels } from './tiedModels.ts';
import { withModel } from './withModel.ts';

const ZERO: Schedule = { name: 'zero' };
const WARM: Schedule = { name: 'geometric', from: 0.05, to: 0.001 };

const search = (parameters: MlpParameters, tasks: readonly SearchTask[], config: MonteCarloOptions) =>
  withModel(parameters, (model) => searchMonteCarlo(model, tasks, config));

/** The proposals of a task, drawn as the search documents it. */
function drawProposals({ digit, restart }: SearchTask, config: MonteCarloOptions): PlainProposal[] {
  const stream = openStream(config.seed, `search/monte-carlo/${digit}/${restart}`);
  return Array.from({ length: config.proposals }, (_, k) => {
    const [pixel, value] = [drawBelow(stream, PIXELS), drawBelow(stream, 2)];
    if (config.schedule.name === 'zero') return { pixel, value, needed: 0 };
    const temperature = temperatureAt(config.schedule, k, config.proposals);
    return { pixel, value, needed: temperature * Math.log(1 - drawUniform(stream)) };
  });
}

const searchPlainly = (model: MlpParameters, task: SearchTask, config: MonteCarloOptions) =>
  searchByProposals(definePlainEnergy(model, task.digit), task.start, drawProposals(task, config));

describe.each([
  ['at zero temperature', ZERO],
  ['while it cools', WARM],
])('%s', (_, schedule) => {
  const config = { proposals: 1500, schedule, seed: 3 };

  test.each([
    ['3 hidden units', drawModel(3, 1)],
    ['8 hidden units', drawModel(8, 2)],
    ['32 hidden units', drawModel(32, 3)],
    ['one hidden layer with gelu', drawModel({ hidden: 8, depth: 1, activation: 'gelu' }, 3)],
    ['three hidden layers with tanh', drawModel({ hidden: 8, depth: 3, activation: 'tanh' }, 4)],
    ['four hidden layers', drawModel({ hidden: 8, depth: 4, activation: 'relu' }, 5)],
    ['coarse weights, where many energies are equal', drawCoarseModel(8, 1 / 8, 1)],
    ['coarse weights, where rounding tells many energies apart', drawCoarseModel(8, 0.1, 3)],
    ['pixels of equal or no weights', duplicatePixels(drawModel(8, 1))],
  ])('no pixel differs from one proposal at a time on a model of %s', async (__, model) => {
    const tasks = [...startAsArticle([2, 5]), ...startSeeded([8], 1, 1)];
    const ideas = await search(model, tasks, config);
    ideas.forEach(({ image, energy }, k) => {
      const plain = searchPlainly(model, tasks[k]!, config);
      expect(image).toEqual(plain.image);
      expect(energy).toBe(plain.energies.at(-1));
    });
  });

  test('snapshots are the images before proposals 0, 200, 400 and so on', async () => {
    const model = drawModel(8, 4);
    const [task] = startAsArticle([5]);
    const [idea] = await search(model, [task!], { ...config, snapshotEvery: 200 });
    expect(idea!.snapshots.map(({ step }) => step)).toEqual([0, 200, 400, 600, 800, 1000, 1200, 1400]);
    for (const { step, image, energy } of idea!.snapshots) {
      const until = searchByProposals(
        definePlainEnergy(model, 5),
        task!.start,
        drawProposals(task!, config).slice(0, step),
      );
      expect(image).toEqual(until.image);
      expect(energy).toBeCloseTo(until.energies.at(-1)!, 4);
    }
  });

  test('a seed gives the same again, and another seed another image', async () => {
    const tasks = startAsArticle([1]);
    const model = drawModel(8, 5);
    const [first] = await search(model, tasks, config);
    expect(await search(model, tasks, config)).toEqual([first]);
    expect((await search(model, tasks, { ...config, seed: 4 }))[0]!.image).not.toEqual(first!.image);
  });
});

test('at zero temperature the energy never falls', async () => {
  const [idea] = await search(drawModel(16, 6), startAsArticle([7]), {
    proposals: 3000,
    schedule: ZERO,
    seed: 0,
    snapshotEvery: 100,
  });
  const energies = idea!.snapshots.map(({ energy }) => energy);
  expect(energies).toEqual([...energies].sort((a, b) => a - b));
  expect(idea!.energy).toBeGreaterThan(energies[0]!);
});

test('after enough proposals on a black and white start the image is a certified optimum', async () => {
  const model = drawModel(4, 7);
  const tasks = [{ digit: 3, restart: 0, start: drawImageOf([0, 1], 1) }];
  const [idea] = await search(model, tasks, { proposals: 30_000, schedule: ZERO, seed: 0 });
  expect(findRaisingFlips(definePlainEnergy(model, 3), idea!.image)).toEqual([]);
  expect(idea!.certified).toBe(true);
});

test('an image that still has greys is not certified', async () => {
  const [idea] = await search(drawModel(3, 8), startAsArticle([0]), {
    proposals: 10,
    schedule: ZERO,
    seed: 0,
  });
  expect(idea!.image.some((value) => value !== 0 && value !== 1)).toBe(true);
  expect(idea!.certified).toBe(false);
});

test('no proposal leaves the start as it is', async () => {
  const [task] = startAsArticle([0]);
  const [idea] = await search(drawModel(3, 8), [task!], { proposals: 0, schedule: ZERO, seed: 0 });
  expect(idea!.image).toEqual(task!.start);
});

test('where nothing matters nothing is kept at zero temperature, and everything that changes when warm', async () => {
  const [task] = startAsArticle([0]);
  const model = buildZeroModel(2);
  const cold = { proposals: 100, schedule: ZERO, seed: 0 };
  expect((await search(model, [task!], cold))[0]!.image).toEqual(task!.start);
  const warm = { ...cold, schedule: WARM };
  const plain = task!.start.slice();
  for (const { pixel, value } of drawProposals(task!, warm)) plain[pixel] = value;
  expect((await search(model, [task!], warm))[0]!.image).toEqual(plain);
});

test('a geometric schedule starts and ends where it says, and falls by one factor', () => {
  const at = (k: number) => temperatureAt({ name: 'geometric', from: 8, to: 0.5 }, k, 5);
  expect([0, 1, 2, 3, 4].map(at)).toEqual([8, 4, 2, 1, 0.5].map((value) => expect.closeTo(value, 12)));
  expect(temperatureAt({ name: 'geometric', from: 3, to: 1 }, 0, 1)).toBe(3);
  expect(temperatureAt(ZERO, 3, 5)).toBe(0);
});
