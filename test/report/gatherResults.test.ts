import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { computeTraining } from '../../pipeline/models/trainedModel.ts';
import { gatherResults } from '../../pipeline/report/gatherResults.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { openSmallStudy, score } from '../models/smallStudy.ts';

test('at every moment the results have what is finished, and a reason for what is not', async () => {
  const { study, data } = await openSmallStudy();
  const [narrow, wide] = study.models;
  const missing = async () => (await gatherResults(study, data)).missing.map(({ reason }) => reason);
  expect(await missing()).toEqual(['not computed yet', 'not computed yet']);
  await computeTraining(study, narrow!, data);
  expect(await missing()).toEqual(['ideas not computed yet', 'not computed yet']);
  await computeModel(study, narrow!, data);
  expect(await missing()).toEqual(['scores not computed yet', 'not computed yet']);
  expect(await score(study, data)).toBe(1);

  const results = await gatherResults(study, data);
  expect(results.missing).toEqual([{ model: wide!.name, reason: 'not computed yet' }]);
  expect(results.models.map(({ model }) => model.name)).toEqual([narrow!.name]);
  expect(results.ideas.map(({ digit }) => digit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(results.models[0]).toMatchObject({ epochs: 1, updates: 2 });
  const mean = results.ideas.reduce((sum, idea) => sum + idea.recognisability / 10, 0);
  expect(results.models[0]!.recognisability).toBeCloseTo(mean, 12);
  expect(results.judges.map(({ name }) => name)).toEqual(['cnn']);
  expect(new Set(results.ideas.map((idea) => idea.scoreVersion))).toEqual(new Set([results.scoreVersion]));
  expect(Object.keys(results.training)).toEqual([narrow!.name]);
});

test('scores are kept until the ideas or the judges change', async () => {
  const { study, data, change } = await openSmallStudy();
  const [model] = study.models;
  await computeModel(study, model!, data);
  expect(await score(study, data)).toBe(1);
  expect(await score(study, data)).toBe(0);
  const longer = await change({ passes: 2 });
  await computeModel(longer, model!, data);
  const { missing } = await gatherResults(longer, data);
  expect(missing[0]!.reason).toMatch(/^scores ideas changed from [0-9a-f]{8} to [0-9a-f]{8}$/);
  expect(await score(longer, data)).toBe(1);
});

test('a model whose files are damaged is missing, with the reason', async () => {
  const { study, data } = await openSmallStudy();
  const [narrow, wide] = study.models;
  for (const model of study.models) await computeModel(study, model, data);
  await score(study, data);
  expect((await gatherResults(study, data)).missing).toEqual([]);
  await appendFile(join(study.folder.model(narrow!.name).root, 'model.dat'), 'x');
  await writeFile(study.folder.model(wide!.name).scores, '{');
  expect((await gatherResults(study, data)).missing).toEqual([
    { model: narrow!.name, reason: 'model.dat is damaged' },
    { model: wide!.name, reason: `scores ${study.folder.model(wide!.name).scores} is damaged` },
  ]);
});
