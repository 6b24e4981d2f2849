import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Study } from '../../pipeline/models/study.ts';
import { publish } from '../../pipeline/report/publish.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { planStudy, predictSweepSeconds, predictWallSeconds } from '../../pipeline/sweep/plan.ts';
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
  expect(plan.models.map(({ isFirstTime }) => isFirstTime)).toEqual([true, true]);
  expect(plan.models[0]!.seconds).toBeGreaterThan(plan.models[1]!.seconds);
  expect(plan).toMatchObject({ finished: 0 });
});

test('of a finished study nothing is to be computed, and publishing is left until it was done', async () => {
  const { study, data } = await openFinished();
  const before = await planStudy(study, data);
  expect(before).toMatchObject({
    models: [],
    finished: 2,
    warmUpSeconds: 0,
    scoring: { unscored: study.models, isCheckDue: true },
    isPublishingDue: true,
  });
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await publish(study, data);
  vi.mocked(console.log).mockRestore();
  const after = await planStudy(study, data);
  expect(after).toMatchObject({
    ...{ models: [], finished: 2, startSeconds: 0, isPublishingDue: false },
    scoring: { unscored: [], isCheckDue: false, checkSeconds: 0, openSeconds: 0, modelSeconds: 0 },
  });
  expect(after.publishSeconds).toBeGreaterThan(0);
  expect(predictSweepSeconds(before, 2)).toBeGreaterThan(predictSweepSeconds(after, 2));
  expect(predictSweepSeconds(after, 2)).toBe(after.publishSeconds);
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
  await appendFile(join(narrow!.root, 'model.dat'), 'x');
  await rm(join(wide!.ideaFolder, 'idea_7.vf'));
  expect(await needsOf(small.study, small)).toEqual([
    // What needs training as well takes longer.
    'h3-b60-s0: train: model.dat is damaged',
    'h4-b60-s0: ideas: idea_7.vf is missing',
  ]);
  const { models } = await planStudy(small.study, small.data);
  expect(models.map(({ isFirstTime }) => isFirstTime)).toEqual([false, false]);
});

test('a damaged record is a reason, and damaged times are none', async () => {
  const small = await openFinished();
  const [narrow, wide] = small.study.models.map((model) => small.study.folder.model(model.name));
  await writeFile(narrow!.training, '{"inputs":');
  await writeFile(wide!.times, '{');
  expect(await needsOf(small.study, small)).toEqual([`h3-b60-s0: train: ${narrow!.training} is damaged`]);
});

/** Writes times of both models of a study, as if each part had taken so long. */
async function writeTimes(
  { study }: SmallStudy,
  [trainSeconds, ideasSeconds]: readonly [number, number],
  isFirstOfProcess = false,
): Promise<void> {
  for (const model of study.models) {
    const { times } = study.folder.model(model.name);
    await writeFile(times, JSON.stringify({ trainSeconds, ideasSeconds, isFirstOfProcess }));
  }
}

test('predictions follow the times of models that are finished, part by part', async () => {
  const small = await openFinished();
  const wider = await small.change({ hidden: [3, 4, 64] });
  const partsOf = async () => (await planStudy(wider, small.data)).models[0]!.parts;
  await writeTimes(small, [1, 1]);
  const { training, search } = await partsOf();
  await writeTimes(small, [3, 5]);
  const slower = await partsOf();
  expect(slower.training).toBeCloseTo(3 * training, 9);
  expect(slower.search).toBeCloseTo(5 * search, 9);
});

test('what a model takes longer for being the first of its process is not expected of the next', async () => {
  const small = await openFinished();
  const wider = await small.change({ hidden: [3, 4, 64] });
  const secondsOf = async () => (await planStudy(wider, small.data)).models[0]!.seconds;
  await writeTimes(small, [10, 10]);
  const later = await secondsOf();
  await writeTimes(small, [10, 10], true);
  expect(await secondsOf()).toBeLessThan(later);
});

test('times of models that are to be trained again say nothing', async () => {
  const small = await openFinished();
  const changed = await small.change({ epochs: 2 });
  await writeTimes(small, [1, 1]);
  const { models } = await planStudy(changed, small.data);
  await writeTimes(small, [100, 100]);
  expect((await planStudy(changed, small.data)).models).toEqual(models);
});

test('only the parts that a model still needs take time', async () => {
  const small = await openFinished();
  const whole = (await planStudy(await small.change({ epochs: 2 }), small.data)).models[0]!;
  expect(whole.parts.training).toBeGreaterThan(0);
  expect(whole.parts.search).toBeGreaterThan(0);
  expect(whole.seconds).toBeCloseTo(whole.parts.training + whole.parts.search, 12);

  const searched = (await planStudy(await small.change({ passes: 2 }), small.data)).models[0]!;
  expect(searched.parts.training).toBe(0);
  expect(searched.seconds).toBe(searched.parts.search);

  const wanted = await small.change({ experiments: { counterfeits: { enabled: true, images: 10 } } });
  const asked = (await planStudy(wanted, small.data)).models[0]!;
  expect(asked).toMatchObject({ step: 'experiments', parts: { training: 0, search: 0 } });
  expect(asked.seconds).toBe(asked.parts.experiments.counterfeits);
});

test('searches and scorings at checkpoints take time', async () => {
  const small = await openSmallStudy();
  const plan = await planStudy(small.study, small.data);
  // Two updates: checkpoints before them, between them and behind them.
  const scheduled = await small.change({ sections: { schedule: { checkpoints: 'log' } } });
  const slower = await planStudy(scheduled, small.data);
  expect(slower.models[0]!.parts.search).toBeCloseTo(3 * plan.models[0]!.parts.search, 12);
  expect(slower.models[0]!.parts.training).toBeGreaterThan(plan.models[0]!.parts.training);
  expect(slower.scoring.modelSeconds).toBeCloseTo(3 * plan.scoring.modelSeconds, 12);
});

test('a sweep starts, checks the judges, computes and scores its models side by side, and publishes', async () => {
  const small = await openSmallStudy();
  const plan = await planStudy(small.study, small.data);
  const [longer, shorter] = plan.models.map(({ seconds }) => seconds) as [number, number];
  const { startSeconds, warmUpSeconds, publishSeconds, scoring } = plan;
  const { checkSeconds, openSeconds, modelSeconds } = scoring;
  for (const seconds of [startSeconds, warmUpSeconds, publishSeconds]) expect(seconds).toBeGreaterThan(0.1);
  for (const seconds of [checkSeconds, openSeconds, modelSeconds]) expect(seconds).toBeGreaterThan(0);
  const rest = startSeconds + warmUpSeconds + openSeconds + publishSeconds;
  const alone = checkSeconds + longer + shorter + 2 * modelSeconds;
  expect(predictSweepSeconds(plan, 1)).toBeCloseTo(rest + alone, 12);
  // Two computed the models side by side, and one of them checked the judges before.
  expect(predictSweepSeconds(plan, 2)).toBeCloseTo(
    rest + predictWallSeconds([checkSeconds, longer, shorter, modelSeconds, modelSeconds], 2),
    12,
  );
  expect(predictSweepSeconds(plan, 2)).toBeLessThan(predictSweepSeconds(plan, 1));
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
