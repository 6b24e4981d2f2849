import { appendFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { trainCell } from '../../pipeline/models/trainedModel.ts';
import { gatherResults } from '../../pipeline/report/gatherResults.ts';
import { computeCell } from '../../pipeline/sweep/computeModel.ts';
import { openSmallStudy, score } from '../models/smallStudy.ts';

test('at every moment the results have what is finished, and a reason for what is not', async () => {
  const { study, data } = await openSmallStudy();
  const [narrow, wide] = study.cells;
  const missing = async () => (await gatherResults(study, data)).missing.map(({ reason }) => reason);
  expect(await missing()).toEqual(['not computed yet', 'not computed yet']);
  await trainCell(study, narrow!, data);
  expect(await missing()).toEqual(['ideas not computed yet', 'not computed yet']);
  await computeCell(study, narrow!, data);
  expect(await missing()).toEqual(['scores not computed yet', 'not computed yet']);
  expect(await score(study, data)).toBe(1);

  const results = await gatherResults(study, data);
  expect(results.missing).toEqual([{ cell: wide!.name, reason: 'not computed yet' }]);
  expect(results.models.map(({ cell }) => cell.name)).toEqual([narrow!.name]);
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
  const [cell] = study.cells;
  await computeCell(study, cell!, data);
  expect(await score(study, data)).toBe(1);
  expect(await score(study, data)).toBe(0);
  const longer = await change({ passes: 2 });
  await computeCell(longer, cell!, data);
  const { missing } = await gatherResults(longer, data);
  expect(missing[0]!.reason).toMatch(/^scores ideas changed from [0-9a-f]{8} to [0-9a-f]{8}$/);
  expect(await score(longer, data)).toBe(1);
});

test('a model whose files are damaged is missing, with the reason', async () => {
  const { study, data } = await openSmallStudy();
  const [narrow, wide] = study.cells;
  for (const cell of study.cells) await computeCell(study, cell, data);
  await score(study, data);
  expect((await gatherResults(study, data)).missing).toEqual([]);
  await appendFile(study.folder.cell(narrow!.name).model, 'x');
  await writeFile(study.folder.cell(wide!.name).scores, '{}');
  expect((await gatherResults(study, data)).missing).toEqual([
    { cell: narrow!.name, reason: 'model.dat is damaged' },
    { cell: wide!.name, reason: `scores ${study.folder.cell(wide!.name).scores} is damaged` },
  ]);
});
