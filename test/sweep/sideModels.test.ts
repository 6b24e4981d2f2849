import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { expect, onTestFinished, test, vi } from 'vitest';
import { selectModels } from '../../pipeline/commands/studyOptions.ts';
import { assertSameConfig, keepConfig } from '../../pipeline/models/claimStudy.ts';
import { listAllModels, type Study } from '../../pipeline/models/study.ts';
import { gatherResults } from '../../pipeline/report/gatherResults.ts';
import { publish } from '../../pipeline/report/publish.ts';
import { countPublishingWork } from '../../pipeline/report/publishingWork.ts';
import type { TableName } from '../../pipeline/store/studyFolder.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { planStudy } from '../../pipeline/sweep/plan.ts';
import { printStatus } from '../../pipeline/sweep/runSweep.ts';
import { listUnfinished } from '../../pipeline/sweep/unfinished.ts';
import { openSmallStudy } from '../models/smallStudy.ts';

const GRID = ['h3-b30-s0', 'h3-b60-s0'];
const SIDE = ['h3-b30-scaled-s0', 'h3-b60-shuffle1-s0', 'h3-b60-noise0.2-s0'];

const ASKED = {
  grid: { hidden: [3], batch: [30, 60], seeds: [0] },
  arms: { compared: ['scaled'], scaledFrom: 60 },
  controls: { enabled: true },
};

const EXPERIMENTS = {
  counterfeits: { enabled: true, images: 10, flips: 3 },
  transfer: { enabled: true },
};

/** A study of two models of the grid and three beside it. */
async function openStudyBesideGrid(experiments: object = {}) {
  const small = await openSmallStudy();
  const study = await small.change({ sections: ASKED, experiments });
  return { ...small, study };
}

async function readTable(study: Study, name: TableName): Promise<Record<string, string>[]> {
  return parse(await readFile(study.folder.table(name), 'utf8'), { columns: true });
}

function listenToConsole(): string[] {
  const lines: string[] = [];
  const spies = (['log', 'error'] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation((line: string) => lines.push(line)),
  );
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  return lines;
}

test('a sweep computes and publishes models beside the grid, of which no experiment is made', async () => {
  const { study, data } = await openStudyBesideGrid(EXPERIMENTS);
  const plan = await planStudy(study, data);
  expect(plan.models.map(({ model }) => model.name).sort()).toEqual([...GRID, ...SIDE].sort());
  expect(plan.models.filter(({ experiments }) => experiments.length > 0)).toHaveLength(GRID.length);

  const said = listenToConsole();
  for (const { model } of plan.models) await computeModel(study, model, data);
  const published = await publish(study, data);
  expect(await listUnfinished(study, data, published)).toEqual([]);
  expect(said.at(-1)).toMatch(/\(5 models, 50 ideas\)$/);
  await printStatus(study);
  expect(said.at(-1)).toBe(`5 of 5 models finished in ${study.folder.root}`);
  expect(await planStudy(study, data)).toMatchObject({ models: [], finished: 5, isPublishingDue: false });

  const models = await readTable(study, 'models');
  expect(models.map(({ model, part }) => [model, part])).toEqual([
    ...GRID.map((name) => [name, 'grid']),
    ...SIDE.map((name, k) => [name, ['scaled', 'shuffled', 'noise'][k]]),
  ]);
  expect(models[2]).toMatchObject({ learning_rate: '0.0007071068', beta1: '0.95', median_flips: '' });
  expect(models[0]).toMatchObject({ learning_rate: '0.001', beta1: '0.9' });
  expect(await readTable(study, 'ideas')).toHaveLength(50);
  const asked = (await readTable(study, 'counterfeits')).map(({ model }) => model!);
  expect([...new Set(asked)]).toEqual(GRID);

  const results = await gatherResults(study, data);
  expect(results.models.map(({ model }) => model.name)).toEqual(GRID);
  expect(results.cells).toHaveLength(2);
  expect(results.ideas).toHaveLength(20);
  expect(results.sideModels.map(({ row, parts }) => [row.model.name, ...parts])).toEqual(
    SIDE.map((name, k) => [name, ['scaled', 'shuffled', 'noise'][k]]),
  );
  expect(results.sideModels.map(({ ideas }) => ideas.length)).toEqual([10, 10, 10]);

  const { files } = JSON.parse(await readFile(study.folder.manifest, 'utf8')) as { files: object };
  for (const name of SIDE) expect(files).toHaveProperty([`models/${name}/scores.json`]);
});

test('films and readings of each other are of the models of the grid alone', async () => {
  const { study, data } = await openStudyBesideGrid({ ...EXPERIMENTS, film: { enabled: true } });
  // Two models read 2 times 10 ideas; ideas of all are read in three ways, and 10 images of two have a counterfeit each.
  expect(await countPublishingWork(study, data, listAllModels(study), [])).toMatchObject({
    ...{ models: 5, films: 2, crossReadings: 2 * 20, judged: 5 * 30 + 2 * 10 * 2 },
  });
});

test('those that are not finished are missing, after those of the grid', async () => {
  const { study, data } = await openStudyBesideGrid();
  const { missing } = await gatherResults(study, data);
  expect(missing).toEqual([...GRID, ...SIDE].map((model) => ({ model, reason: 'not computed yet' })));
});

test('a command for one model takes them too, where it is for all models', async () => {
  const { study } = await openStudyBesideGrid();
  const all = { models: listAllModels(study) };
  expect(selectModels(all, undefined).map(({ name }) => name)).toEqual([...GRID, ...SIDE]);
  expect(selectModels(all, 'h3-b60-noise0.2').map(({ name }) => name)).toEqual(['h3-b60-noise0.2-s0']);
  expect(() => selectModels(study, 'h3-b60-noise0.2')).toThrow(/^--only: expected a model of the grid, /);
});

test('arms may come and go, but models that were scaled are not scaled from elsewhere under the same name', async () => {
  const { study, data, change } = await openStudyBesideGrid();
  await computeModel(study, study.sideModels[0]!, data);
  await keepConfig(study);
  const without = await change({ sections: { ...ASKED, arms: { compared: ['epochs'], scaledFrom: 60 } } });
  await assertSameConfig(without);
  await keepConfig(without);
  const elsewhere = await change({ sections: { ...ASKED, arms: { compared: ['scaled'], scaledFrom: 30 } } });
  await expect(assertSameConfig(elsewhere)).rejects.toThrow(
    /expected the config that it was made with, arms\.scaledFrom 60, got arms\.scaledFrom 30; /,
  );
});
