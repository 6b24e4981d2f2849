import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Study } from '../../pipeline/models/study.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { isFirstTime, planStudy, predictWallSeconds } from '../../pipeline/sweep/plan.ts';
import { openSmallStudy, type SmallStudy } from '../models/smallStudy.ts';

/** `name: step: reason` of every model that is to be computed. */
async function needsOf(study: Study, { data }: SmallStudy): Promise<string[]> {
  const { models } = await planStudy(study, data);
  return models.map(({ model, step, reason }) => `${model.name}: ${step}: ${reason}`);
}

/** The study with all its models computed. */
async function openFinished(): Promise<SmallStudy> {
  const small = await openSmallStudy();
  for (const model of small.study.models) await computeModel(small.study, model, small.data);
  return small;
}

test('of a new study everything is to be done for the first time, the longest first', async () => {
  const small = await openSmallStudy();
  const plan = await planStudy(small.study, small.data);
  expect(await needsOf(small.study, small)).toEqual([
    'h4-b60-s0: train: not computed yet',
    'h3-b60-s0: train: not computed yet',
  ]);
  expect(plan.models.map(isFirstTime)).toEqual([true, true]);
  expect(plan.models[0]!.seconds).toBeGreaterThan(plan.models[1]!.seconds);
  expect(plan).toMatchObject({ finished: 0 });
});

test('of a finished study nothing is to be done', async () => {
  const { study, data } = await openFinished();
  expect(await planStudy(study, data)).toEqual({ models: [], finished: 2 });
});

test('what changed is said, and only what depends on it is done again', async () => {
  const small = await openFinished();
  expect(await needsOf(await small.change({ epochs: 2 }), small)).toEqual([
    'h4-b60-s0: train: epochs changed from 1 to 2',
    'h3-b60-s0: train: epochs changed from 1 to 2',
  ]);
  expect(await needsOf(await small.change({ passes: 2 }), small)).toEqual([
    'h4-b60-s0: ideas: passes changed from 1 to 2',
    'h3-b60-s0: ideas: passes changed from 1 to 2',
  ]);
  const wider = await small.change({ hidden: [3, 5] });
  expect(await needsOf(wider, small)).toEqual(['h5-b60-s0: train: not computed yet']);
  expect((await planStudy(wider, small.data)).finished).toBe(1);
});

test('other training images are a reason, given by the first digits of their digests', async () => {
  const small = await openFinished();
  const data = { ...small.data, identity: '0'.repeat(64) };
  const was = small.data.identity.slice(0, 8);
  expect(await needsOf(small.study, { ...small, data })).toContain(
    `h3-b60-s0: train: dataset changed from ${was} to 00000000`,
  );
});

test('damaged and missing files are reasons of their own, and no reason to explain nothing', async () => {
  const small = await openFinished();
  const [narrow, wide] = small.study.models.map((model) => small.study.folder.model(model.name));
  await appendFile(narrow!.model, 'x');
  await rm(join(wide!.ideaFolder, 'idea_7.vf'));
  expect(await needsOf(small.study, small)).toEqual([
    'h4-b60-s0: ideas: idea_7.vf is missing',
    'h3-b60-s0: train: model.dat is damaged',
  ]);
  const { models } = await planStudy(small.study, small.data);
  expect(models.map(isFirstTime)).toEqual([false, false]);
});

test('a damaged record is a reason, and damaged times are none', async () => {
  const small = await openFinished();
  const [narrow, wide] = small.study.models.map((model) => small.study.folder.model(model.name));
  await writeFile(narrow!.training, '{"inputs":');
  await writeFile(wide!.times, '{');
  expect(await needsOf(small.study, small)).toEqual([`h3-b60-s0: train: ${narrow!.training} is damaged`]);
});

test('predictions follow the times of models that are finished', async () => {
  const small = await openFinished();
  const wider = await small.change({ hidden: [3, 4, 64] });
  const secondsOf = async () => (await planStudy(wider, small.data)).models[0]!.seconds;
  const writeTimes = (factor: number) =>
    Promise.all(
      small.study.models.map((model) =>
        writeFile(
          small.study.folder.model(model.name).times,
          JSON.stringify({ trainSeconds: factor, ideasSeconds: factor }),
        ),
      ),
    );
  await writeTimes(1);
  const seconds = await secondsOf();
  await writeTimes(3);
  expect(await secondsOf()).toBeCloseTo(3 * seconds, 9);
});

test.each([
  ['one worker takes the sum', [3, 2, 2], 1, 7],
  ['two workers each take the next model when free', [3, 2, 2], 2, 4],
  ['as many workers as models take the longest', [3, 2, 2], 3, 3],
  ['further workers have nothing to do', [3, 2, 2], 9, 3],
  ['the order is kept', [1, 1, 4], 2, 5],
  ['no models take no time', [], 2, 0],
])('%s', (_, seconds, workers, wall) => {
  expect(predictWallSeconds(seconds, workers)).toBe(wall);
});
