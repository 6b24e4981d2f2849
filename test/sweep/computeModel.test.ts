import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { computeCell, findNeed, readTimes } from '../../pipeline/sweep/computeModel.ts';
import { readFiles, readStamps } from '../commands/commandLine.ts';
import { openSmallStudy } from '../models/smallStudy.ts';

const RESULTS = /(model\.dat|cell\.json|\.vf|\.png|ideas\.json)$/;

test('a cell is trained and searched once; computed again, it is left as it is, times and all', async () => {
  const { study, data } = await openSmallStudy();
  const [cell] = study.cells;
  const { root } = study.folder.cell(cell!.name);
  const epochs: number[] = [];
  const times = await computeCell(study, cell!, data, ({ epoch }) => epochs.push(epoch));
  expect(epochs).toEqual([1]);
  expect(times.trainSeconds).toBeGreaterThan(0);
  expect(times.ideasSeconds).toBeGreaterThan(0);
  expect(await findNeed(study, cell!, data.identity)).toBeNull();

  const stamps = await readStamps(root, RESULTS);
  expect(Object.keys(stamps)).toHaveLength(2 + 20 + 1);
  expect(await computeCell(study, cell!, data, () => epochs.push(-1))).toEqual(times);
  expect(epochs).toEqual([1]);
  expect(await readStamps(root, RESULTS)).toEqual(stamps);
  expect(await readTimes(study, cell!)).toEqual(times);
});

test('ideas that are damaged are searched again, without training', async () => {
  const { study, data } = await openSmallStudy();
  const [cell] = study.cells;
  const { root, ideaFolder, model } = study.folder.cell(cell!.name);
  await computeCell(study, cell!, data);
  const files = await readFiles(root, RESULTS);
  const stamps = await readStamps(root, /model\.dat$/);
  await writeFile(join(ideaFolder, 'idea_3.vf'), 'half');
  await computeCell(study, cell!, data, () => {
    throw new Error(`${model} was trained again`);
  });
  expect(await readFiles(root, RESULTS)).toEqual(files);
  expect(await readStamps(root, /model\.dat$/)).toEqual(stamps);
});

test('a model that is lost is trained again to the same bytes, and its ideas stay', async () => {
  const { study, data } = await openSmallStudy();
  const [cell] = study.cells;
  const { root, model } = study.folder.cell(cell!.name);
  await computeCell(study, cell!, data);
  const files = await readFiles(root, RESULTS);
  const stamps = await readStamps(root, /\.vf$/);
  await rm(model);
  await computeCell(study, cell!, data);
  expect(await readFiles(root, RESULTS)).toEqual(files);
  expect(await readStamps(root, /\.vf$/)).toEqual(stamps);
});

test('without a times file, or with a damaged one, there are no times', async () => {
  const { study } = await openSmallStudy();
  const [cell] = study.cells;
  expect(await readTimes(study, cell!)).toBeNull();
  const { times, root } = study.folder.cell(cell!.name);
  await mkdir(root, { recursive: true });
  await writeFile(times, '{"trainSeconds":');
  expect(await readTimes(study, cell!)).toBeNull();
});
