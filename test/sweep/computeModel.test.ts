import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readModelState } from '../../pipeline/models/modelState.ts';
import { readTimes } from '../../pipeline/models/modelTimes.ts';
import { computeModel, findNeed } from '../../pipeline/sweep/computeModel.ts';
import { hashFiles, readStamps } from '../commands/commandLine.ts';
import { openSmallStudy } from '../models/smallStudy.ts';

const RESULTS = /(model\.dat|training\.json|\.vf|\.png|ideas\.json)$/;

test('a model is trained and searched once; computed again, it is left as it is, times and all', async () => {
  const { study, data } = await openSmallStudy();
  const [model] = study.models;
  const { root } = study.folder.model(model!.name);
  const epochs: number[] = [];
  const times = await computeModel(study, model!, data, ({ epoch }) => epochs.push(epoch));
  expect(epochs).toEqual([1]);
  expect(times.trainSeconds).toBeGreaterThan(0);
  expect(times.ideasSeconds).toBeGreaterThan(0);
  expect(await findNeed(study, await readModelState(study, model!, data), data)).toBeNull();

  const stamps = await readStamps(root, RESULTS);
  expect(Object.keys(stamps)).toHaveLength(2 + 20 + 1);
  expect(await computeModel(study, model!, data, () => epochs.push(-1))).toEqual(times);
  expect(epochs).toEqual([1]);
  expect(await readStamps(root, RESULTS)).toEqual(stamps);
  expect(await readTimes(study, model!)).toEqual(times);
});

test('a search from real digits takes them from the data it is given, and does not read the dataset again', async () => {
  const small = await openSmallStudy();
  const study = await small.change({ start: 'digit' });
  // The few test images have no 8.
  const data = { ...small.data, test: small.data.train };
  await rm(study.folder.dataset, { recursive: true });
  await computeModel(study, study.models[0]!, data);
  expect(await findNeed(study, await readModelState(study, study.models[0]!, data), data)).toBeNull();
});

test('ideas that are damaged are searched again, without training', async () => {
  const { study, data } = await openSmallStudy();
  const [model] = study.models;
  const { root, ideaFolder } = study.folder.model(model!.name);
  await computeModel(study, model!, data);
  const files = await hashFiles(root, RESULTS);
  const stamps = await readStamps(root, /model\.dat$/);
  await writeFile(join(ideaFolder, 'idea_3.vf'), 'half');
  await computeModel(study, model!, data, () => {
    throw new Error(`${model!.name} was trained again`);
  });
  expect(await hashFiles(root, RESULTS)).toEqual(files);
  expect(await readStamps(root, /model\.dat$/)).toEqual(stamps);
});

test('a model that is lost is trained again to the same bytes, and its ideas stay', async () => {
  const { study, data } = await openSmallStudy();
  const [model] = study.models;
  const { root } = study.folder.model(model!.name);
  await computeModel(study, model!, data);
  const files = await hashFiles(root, RESULTS);
  const stamps = await readStamps(root, /\.vf$/);
  await rm(join(root, 'model.dat'));
  await computeModel(study, model!, data);
  expect(await hashFiles(root, RESULTS)).toEqual(files);
  expect(await readStamps(root, /\.vf$/)).toEqual(stamps);
});

test('without a times file, or with a damaged one, there are no times', async () => {
  const { study } = await openSmallStudy();
  const [model] = study.models;
  expect(await readTimes(study, model!)).toBeNull();
  const { times, root } = study.folder.model(model!.name);
  await mkdir(root, { recursive: true });
  await writeFile(times, '{"trainSeconds":');
  expect(await readTimes(study, model!)).toBeNull();
});

test('times written before experiments were timed are read, with none of these', async () => {
  const { study } = await openSmallStudy();
  const { times, root } = study.folder.model(study.models[0]!.name);
  await mkdir(root, { recursive: true });
  await writeFile(times, '{"trainSeconds":1,"ideasSeconds":null}');
  expect(await readTimes(study, study.models[0]!)).toEqual({
    trainSeconds: 1,
    ideasSeconds: null,
    experimentsSeconds: {},
    isFirstOfProcess: false,
  });
});

test('experiments are timed each, beside what was timed before', async () => {
  const small = await openSmallStudy();
  const [model] = small.study.models;
  const before = await computeModel(small.study, model!, small.data);
  expect(before.experimentsSeconds).toEqual({});
  const asking = await small.change({ experiments: { counterfeits: { enabled: true, images: 10 } } });
  expect(await findNeed(asking, await readModelState(asking, model!, small.data), small.data)).toMatchObject({
    experiments: ['counterfeits'],
  });
  const after = await computeModel(asking, model!, small.data);
  expect(after).toEqual({ ...before, experimentsSeconds: { counterfeits: expect.any(Number) } });
  expect(await readTimes(asking, model!)).toEqual(after);
});
