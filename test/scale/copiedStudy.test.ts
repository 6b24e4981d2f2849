import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { withPanel } from '../../pipeline/judging/frozenPanel.ts';
import { ensureJudgesCheck } from '../../pipeline/models/judgesCheck.ts';
import { openStudy } from '../../pipeline/models/study.ts';
import { gatherResults } from '../../pipeline/report/gatherResults.ts';
import { writeManifest } from '../../pipeline/report/manifest.ts';
import { writeTables } from '../../pipeline/report/publish.ts';
import { sampleModels } from '../../pipeline/report/sampleModels.ts';
import type { TableName } from '../../pipeline/store/studyFolder.ts';
import { canonicalJson } from '../../pipeline/study/lockedConfig.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { previewSweep, printStatus } from '../../pipeline/sweep/runSweep.ts';
import { openSmallStudy, score } from '../models/smallStudy.ts';
import { copyStudy } from './copiedStudy.ts';

test('60 copied models are finished for status, plan, scores, tables and manifest', async () => {
  const { study, data } = await openSmallStudy();
  for (const model of study.models) await computeModel(study, model, data);
  await score(study, data);
  await withPanel(study, (panel) => ensureJudgesCheck(study, data, panel));
  const batch = [20, 30, 40, 50, 60];
  const seeds = Array.from({ length: 6 }, (_, seed) => seed);
  const grid = { ...study.config.grid, batch, seeds };
  const copied = await openStudy({ ...study.config, name: 'copied', grid }, study.artifacts);
  await copyStudy(study, copied);
  expect(copied.models).toHaveLength(60);

  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  onTestFinished(() => log.mockRestore());
  await printStatus(copied);
  await previewSweep(copied, 1);
  expect(await score(copied, data)).toBe(0);
  const lines = log.mock.calls.flat();
  expect(lines.filter((line) => String(line).endsWith(': finished'))).toHaveLength(60);
  expect(lines).toContain(`60 of 60 models finished in ${copied.folder.root}`);
  expect(lines).toContain('all 60 models are finished; nothing to compute');

  const results = await gatherResults(copied, data);
  expect(results.missing).toEqual([]);
  expect(results).not.toHaveProperty('sample');
  expect(sampleModels(results, 20)!.cells.size).toBe(10);
  await writeTables(copied, results);
  await writeManifest(copied);
  const rowsOf = async (name: TableName) =>
    (await readFile(copied.folder.table(name), 'utf8')).trim().split('\n').length - 1;
  expect([await rowsOf('models'), await rowsOf('ideas'), await rowsOf('times')]).toEqual([60, 600, 60]);
  const text = await readFile(copied.folder.manifest, 'utf8');
  const manifest = JSON.parse(text) as { readonly files: object };
  expect(text).toBe(canonicalJson(manifest));
  // Of each model its parameters, two tables of its training, ten ideas twice, and three records with them.
  const own = Object.keys(manifest.files).filter((path) => path.startsWith('models/h4-b30-s5/'));
  expect(own).toHaveLength(25);
});
