import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Study } from '../../pipeline/models/study.ts';
import { computeCell } from '../../pipeline/sweep/computeModel.ts';
import { isFirstTime, planStudy, predictWallSeconds } from '../../pipeline/sweep/plan.ts';
import { openSmallStudy, type SmallStudy } from '../models/smallStudy.ts';

/** `name: step: reason` of every cell that is to be computed. */
async function needsOf(study: Study, { data }: SmallStudy): Promise<string[]> {
  const { cells } = await planStudy(study, data);
  return cells.map(({ cell, step, reason }) => `${cell.name}: ${step}: ${reason}`);
}

/** The study with all its cells computed. */
async function openFinished(): Promise<SmallStudy> {
  const small = await openSmallStudy();
  for (const cell of small.study.cells) await computeCell(small.study, cell, small.data);
  return small;
}

test('of a new study everything is to be done for the first time, the longest first', async () => {
  const small = await openSmallStudy();
  const plan = await planStudy(small.study, small.data);
  expect(await needsOf(small.study, small)).toEqual([
    'h4-b60-s0: train: not computed yet',
    'h3-b60-s0: train: not computed yet',
  ]);
  expect(plan.cells.map(isFirstTime)).toEqual([true, true]);
  expect(plan.cells[0]!.seconds).toBeGreaterThan(plan.cells[1]!.seconds);
  expect(plan).toMatchObject({ finished: 0 });
});

test('of a finished study nothing is to be done', async () => {
  const { study, data } = await openFinished();
  expect(await planStudy(study, data)).toEqual({ cells: [], finished: 2 });
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
  const [narrow, wide] = small.study.cells.map((cell) => small.study.folder.cell(cell.name));
  await appendFile(narrow!.model, 'x');
  await rm(join(wide!.ideaFolder, 'idea_7.vf'));
  expect(await needsOf(small.study, small)).toEqual([
    'h4-b60-s0: ideas: idea_7.vf is missing',
    'h3-b60-s0: train: model.dat is damaged',
  ]);
  const { cells } = await planStudy(small.study, small.data);
  expect(cells.map(isFirstTime)).toEqual([false, false]);
});

test('a damaged record is a reason, and damaged times are none', async () => {
  const small = await openFinished();
  const [narrow, wide] = small.study.cells.map((cell) => small.study.folder.cell(cell.name));
  await writeFile(narrow!.training, '{"inputs":');
  await writeFile(wide!.times, '{');
  expect(await needsOf(small.study, small)).toEqual([`h3-b60-s0: train: ${narrow!.training} is damaged`]);
});

test('predictions follow the times of cells that are finished', async () => {
  const small = await openFinished();
  const wider = await small.change({ hidden: [3, 4, 64] });
  const secondsOf = async () => (await planStudy(wider, small.data)).cells[0]!.seconds;
  const writeTimes = (factor: number) =>
    Promise.all(
      small.study.cells.map((cell) =>
        writeFile(
          small.study.folder.cell(cell.name).times,
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
  ['two workers each take the next cell when free', [3, 2, 2], 2, 4],
  ['as many workers as cells take the longest', [3, 2, 2], 3, 3],
  ['further workers have nothing to do', [3, 2, 2], 9, 3],
  ['the order is kept', [1, 1, 4], 2, 5],
  ['no cells take no time', [], 2, 0],
])('%s', (_, seconds, workers, wall) => {
  expect(predictWallSeconds(seconds, workers)).toBe(wall);
});
