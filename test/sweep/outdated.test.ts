/** Results whose inputs are the wanted ones, and which other code, packages or another machine computed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readModelState } from '../../pipeline/models/modelState.ts';
import { removeFile } from '../../pipeline/store/files.ts';
import { openRecord, writeRecord } from '../../pipeline/store/recordFile.ts';
import { keyPathOf } from '../../pipeline/store/results.ts';
import { computeModel, findNeed } from '../../pipeline/sweep/computeModel.ts';
import { explainStudy } from '../../pipeline/sweep/explainStudy.ts';
import { listExplanations } from '../../pipeline/sweep/explainText.ts';
import { planStudy } from '../../pipeline/sweep/plan.ts';
import { describeRenewals, digestOutdated } from '../../pipeline/sweep/renewals.ts';
import { hashFiles, readStamps } from '../commands/commandLine.ts';
import { openSmallStudy, type SmallStudy, score } from '../models/smallStudy.ts';

let folder: string;
let small: SmallStudy;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  small = await openSmallStudy(folder);
  for (const model of small.study.models) await computeModel(small.study, model, small.data);
  await score(small.study, small.data);
});
afterAll(() => rm(folder, { recursive: true }));

const modelOf = () => small.study.models[0]!;
const folderOf = () => small.study.folder.model(modelOf().name);
const need = async () => {
  const { study, data } = small;
  return findNeed(study, await readModelState(study, modelOf(), data), data);
};

/** Has the result at `path` computed by something else, as its key says. */
async function rewriteKey(path: string, change: (key: Record<string, unknown>) => object): Promise<void> {
  const { fields } = await openRecord(keyPathOf(path));
  await writeRecord(keyPathOf(path), { ...fields, ...change({ ...fields }) });
}

const otherCode = ({ files }: Record<string, unknown>) => ({
  code: 'f'.repeat(64),
  files: { ...(files as object), 'engine/train.ts': 'another' },
});

test('a training by other code is done again, and to the same bytes is all that is done', async () => {
  const { study, data } = small;
  const { root } = study.folder;
  const files = await hashFiles(root, /(\.dat|\.vf|\.csv|\.json)$/);
  const before = await readStamps(root, /(\.vf|ideas\.json|scores\.json)$/);
  await rewriteKey(folderOf().training, otherCode);
  expect(await need()).toMatchObject({
    ...{ step: 'train', isFirstTime: false, experiments: [] },
    reason: 'code changed: engine/train.ts',
    outdated: [folderOf().training],
  });
  const plan = await planStudy(study, data);
  expect(plan).toMatchObject({ finished: 1, models: [{ model: modelOf() }] });
  const digests = await digestOutdated(plan);
  await computeModel(study, modelOf(), data);
  expect(await describeRenewals(digests)).toEqual([
    'computed again by other code, packages or numerics: 1 result, 1 to the same bytes; what was computed from those still holds',
  ]);
  expect(await need()).toBeNull();
  expect(await score(study, data)).toBe(0);
  expect(await readStamps(root, /(\.vf|ideas\.json|scores\.json)$/)).toEqual(before);
  const after = await hashFiles(root, /(\.dat|\.vf|\.csv|\.json)$/);
  expect({ ...after, ...pickTimes(files) }).toEqual(files);
});

/** Times are others each time. */
function pickTimes(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => /times/.test(path)));
}

test('ideas and scores by other packages or another Math are done again, each by itself; another processor is told', async () => {
  const { study, data } = small;
  await rewriteKey(folderOf().ideas, ({ packages }) => ({
    packages: { ...(packages as object), 'fast-png': '1.0.0' },
  }));
  expect(await need()).toMatchObject({
    step: 'ideas',
    reason: expect.stringMatching(/^package fast-png changed from 1\.0\.0 to \d/),
  });
  await computeModel(study, modelOf(), data);
  expect(await need()).toBeNull();
  await rewriteKey(folderOf().scores, ({ numerics }) => ({
    numerics: { ...(numerics as object), math: 'another' },
  }));
  expect(await need()).toBeNull();
  expect(await planStudy(study, data)).toMatchObject({ models: [], scoring: { unscored: [modelOf()] } });
  expect(await score(study, data)).toBe(1);
  expect(await score(study, data)).toBe(0);
  await rewriteKey(folderOf().ideas, ({ numerics }) => ({
    numerics: { ...(numerics as object), processor: 'another' },
  }));
  expect(await need()).toBeNull();
  const lines = listExplanations(await explainStudy(study, data, [modelOf()]), true);
  expect(lines[2]).toBe('  ideas: fresh');
  expect(lines[3]).toMatch(/^ {4}processor: recorded another, now \S+/);
  await rm(folderOf().ideas);
  await computeModel(study, modelOf(), data);
});

test('a result without a key counts by its inputs, and a damaged key or one of another result does not', async () => {
  const { study, data } = small;
  const path = keyPathOf(folderOf().training);
  await writeFile(path, '{');
  expect((await need())?.reason).toBe(`${path} is damaged`);
  await removeFile(path);
  expect(await need()).toBeNull();
  const lines = listExplanations(await explainStudy(study, data, [modelOf()]), true);
  expect(lines).toContain('  training: fresh (recorded before code digests: judged by its inputs alone)');
  await computeModel(study, modelOf(), data);
  await rm(folderOf().training);
  await computeModel(study, modelOf(), data);
  await rewriteKey(folderOf().training, () => ({ record: 'of another' }));
  expect((await need())?.reason).toBe(`${path} is of another result`);
  await computeModel(study, modelOf(), data);
  expect(await need()).toBeNull();
});

test('what is fresh, stale or missing is told stage by stage, with the fields then and now', async () => {
  const { study, data, change } = small;
  const explain = async (of = study) => listExplanations(await explainStudy(of, data, [of.models[0]!]), true);
  expect(await explain()).toEqual([
    'h3-b60-s0: fresh',
    ...['training', 'ideas', 'scores'].map((stage) => `  ${stage}: fresh`),
    'small: missing',
    '  check of the judges: missing: not computed yet',
    '4 stages: 3 fresh, 0 stale, 1 missing',
  ]);
  await rewriteKey(folderOf().ideas, otherCode);
  const now = await explain(
    await change({ passes: 2, experiments: { hints: { enabled: true, images: 5 } } }),
  );
  expect(now.slice(0, 4)).toEqual([
    'h3-b60-s0: stale',
    '  training: fresh',
    '  ideas: stale',
    '    passes: recorded 1, now 2',
  ]);
  const other = await explain();
  expect(other[3]).toMatch(/^ {4}code: recorded f{8}, now [0-9a-f]{8} in engine\/train\.ts$/);
  const retrained = await explain(await change({ epochs: 2 }));
  expect(retrained.slice(0, 5)).toEqual([
    'h3-b60-s0: stale',
    '  training: stale',
    '    epochs: recorded 1, now 2',
    '  ideas: stale: waits for training: kept where that gives the same bytes',
    '  scores: stale: waits for training: kept where that gives the same bytes',
  ]);
});
