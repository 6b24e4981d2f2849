import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { keepSearched, readModelStates } from '../../pipeline/models/modelState.ts';
import type { Study } from '../../pipeline/models/study.ts';
import { gatherResults } from '../../pipeline/report/gatherResults.ts';
import { writeManifest } from '../../pipeline/report/manifest.ts';
import type { Origin } from '../../pipeline/report/origins.ts';
import { publish, writeTables } from '../../pipeline/report/publish.ts';
import { countPublishingWork } from '../../pipeline/report/publishingWork.ts';
import { listFiles } from '../../pipeline/store/fileList.ts';
import type { Environment } from '../../pipeline/study/environment.ts';
import { canonicalJson } from '../../pipeline/study/lockedConfig.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { openSmallStudy, score } from '../models/smallStudy.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

interface Manifest {
  readonly engine: string;
  readonly scoreVersion: string;
  readonly datasetSource: Record<string, string>;
  readonly files: Record<string, string>;
  readonly origins: readonly Origin[];
}

async function readManifest(study: Study): Promise<Manifest> {
  return JSON.parse(await readFile(study.folder.manifest, 'utf8')) as Manifest;
}

test('the manifest has every file with its digest, but no times, no cache keys, no model of another grid, and nothing that a command made', async () => {
  const { study, data } = await openSmallStudy();
  for (const model of study.models) await computeModel(study, model, data);
  await score(study, data);
  await writeTables(study, await gatherResults(study, data));
  await mkdir(join(study.folder.root, 'models/h99-b60-s0'));
  await writeFile(join(study.folder.root, 'models/h99-b60-s0/model.dat'), 'of another grid');
  await writeFile(join(study.folder.root, '.models.csv.1-1.tmp'), 'half a file');
  for (const folder of ['films/own', 'rating']) {
    await mkdir(join(study.folder.root, folder), { recursive: true });
    await writeFile(join(study.folder.root, folder, 'made.txt'), 'by a command');
  }
  await writeManifest(study);

  const { files, engine, datasetSource, origins } = await readManifest(study);
  const left =
    /(^|\/)times\.(json|csv)$|\.key\.json$|^(manifest|environment|provenance)\.json$|^(models\/h99-|films\/|rating\/)/;
  const all = (await listFiles(study.folder.root)).filter((path) => !left.test(path));
  expect(all).toEqual(expect.arrayContaining(['models.csv', 'dataset/dataset.json']));
  expect(Object.keys(files)).toEqual(all);
  for (const [path, digest] of Object.entries(files)) {
    const bytes = await readFile(join(study.folder.root, path));
    expect(digest).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
  expect(engine).toBe('onnx');
  expect(Object.keys(datasetSource)).toHaveLength(4);
  // Every file has one origin, and what that names is there.
  expect(origins.flatMap((origin) => origin.files).sort()).toEqual(Object.keys(files));
  expect(origins.flatMap(({ from }) => from).filter((path) => !(path in files))).toEqual([]);
  const ideas = origins.find((origin) => origin.files[0] === 'models/h3-b60-s0/ideas/ideas.json')!;
  expect(ideas.files).toContain('models/h3-b60-s0/ideas/idea_3.vf');
  expect(ideas.inputs.model).toBe(files['models/h3-b60-s0/model.dat']);
  expect(ideas.from).toEqual(['models/h3-b60-s0/training.json']);
});

test('the manifest is canonical JSON and the same on every machine; what may differ is in environment.json', async () => {
  const { study, data } = await openSmallStudy();
  await computeModel(study, study.models[0]!, data);
  await writeManifest(study);
  const text = await readFile(study.folder.manifest, 'utf8');
  expect(text).toBe(canonicalJson(JSON.parse(text)));
  const environment = JSON.parse(await readFile(study.folder.environment, 'utf8')) as Environment;
  expect(environment).toMatchObject({ node: process.version, engine: 'onnx', threadsPerModel: 1 });
  expect(environment.packageLock).toMatch(/^[0-9a-f]{64}$/);
  for (const own of [environment.node, environment.packageLock, environment.commit ?? environment.node]) {
    expect(text).not.toContain(own);
  }
});

test('no time is in any file of the manifest: tables made at other speeds are the same', async () => {
  const { study, data } = await openSmallStudy();
  const [model] = study.models;
  await computeModel(study, model!, data);
  await score(study, data);
  const tablesWith = async (seconds: number) => {
    const times = JSON.stringify({ trainSeconds: seconds, ideasSeconds: seconds });
    await writeFile(study.folder.model(model!.name).times, times);
    await writeTables(study, await gatherResults(study, data));
    await writeManifest(study);
    return {
      files: (await readManifest(study)).files,
      times: await readFile(study.folder.table('times'), 'utf8'),
    };
  };
  const [fast, slow] = [await tablesWith(1.5), await tablesWith(2.5)];
  expect(fast.times).toBe('model,train_seconds,ideas_seconds\nh3-b60-s0,1.5,1.5\n');
  expect(slow.times).toBe('model,train_seconds,ideas_seconds\nh3-b60-s0,2.5,2.5\n');
  expect(slow.files).toEqual(fast.files);
});

test('a model without times has empty fields', async () => {
  const { study, data } = await openSmallStudy();
  const [model] = study.models;
  await computeModel(study, model!, data);
  await score(study, data);
  await rm(study.folder.model(model!.name).times);
  await writeTables(study, await gatherResults(study, data));
  expect(await readFile(study.folder.table('times'), 'utf8')).toBe(
    'model,train_seconds,ideas_seconds\nh3-b60-s0,,\n',
  );
});

test('a table of an experiment that nobody was asked for is not left lying; one of somebody else stays', async () => {
  const { study, data } = await openSmallStudy();
  await writeFile(study.folder.table('hints'), 'of a former config');
  await writeFile(study.folder.table('counterfeits'), 'of a former config');
  await writeFile(join(study.folder.root, 'notes.csv'), 'mine');
  await writeTables(study, await gatherResults(study, data));
  const tables = (await listFiles(study.folder.root)).filter((path) => path.endsWith('.csv'));
  expect(tables).toEqual(['ideas.csv', 'models.csv', 'notes.csv', 'times.csv']);
  expect(await readFile(join(study.folder.root, 'notes.csv'), 'utf8')).toBe('mine');
});

test('of images that the judges cannot read, scores are marked in the tables and withheld wherever they are shown', async () => {
  const small = await openSmallStudy(undefined, true);
  const { data } = small;
  const experiments = { counterfeits: { enabled: true, images: 10, flips: 3 } };
  const study = await small.change({ hidden: [3], experiments });
  await computeModel(study, study.models[0]!, data);
  const [log, error] = (['log', 'error'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => undefined),
  );
  onTestFinished(() => void vi.restoreAllMocks());
  await publish(study, data);

  // The judges cannot read these digits, and are left out of the playground.
  const page = await readFile(study.folder.reportHtml, 'utf8');
  expect(page).toContain('id="play-model-0"');
  expect(page).not.toContain('id="play-judge-0"');
  expect(log!.mock.calls.flat()).toContainEqual(
    expect.stringMatching(/^judges: they read \d+\.\d\d% of 20 test images of this study rightly$/),
  );
  expect(error!.mock.calls.flat()).toEqual([
    expect.stringMatching(
      /^judges: expected .*; likely cause: .* dark on white .*; set dataset\.invert: true/,
    ),
  ]);
  const models = (await readFile(study.folder.table('models'), 'utf8')).split('\n');
  expect(models[0]).toContain(
    ',recognisability,recognisability_whole,recognisability_framed,recognisability_much_noise,forced_choice,judges_right,scores_hold,',
  );
  expect(models[1]).toMatch(/,[\d.e-]+,[\d.e-]+,0[.\d]*,false,/);
  const flips = (await readFile(study.folder.table('counterfeits'), 'utf8')).trim().split('\n');
  expect(flips[0]).toMatch(/,unbroken,unbroken_judged$/);
  for (const line of flips.slice(1)) expect(line).toMatch(/,$/);
  expect(await readFile(study.folder.reportMarkdown, 'utf8')).toContain('The judges read only ');
  const searched = keepSearched(await readModelStates(study, data));
  expect(await countPublishingWork(study, data, [], searched)).toMatchObject({ judged: 0 });
});

test('the manifest has models that lie behind a link', async () => {
  const { study, data } = await openSmallStudy();
  for (const model of study.models) await computeModel(study, model, data);
  await writeManifest(study);
  const before = (await readManifest(study)).files;
  const [moved, linked] = study.models.map(({ name }) => study.folder.model(name).root);
  const elsewhere = await openTemporaryFolder();
  await rename(moved!, join(elsewhere, 'moved'));
  await symlink(join(elsewhere, 'moved'), moved!);
  await rename(join(linked!, 'model.dat'), join(elsewhere, 'model.dat'));
  await symlink(join(elsewhere, 'model.dat'), join(linked!, 'model.dat'));
  await writeManifest(study);
  expect((await readManifest(study)).files).toEqual(before);
});

test('what is not as it was written is not in the manifest, and is named', async () => {
  const { study, data } = await openSmallStudy();
  for (const model of study.models) await computeModel(study, model, data);
  const [first, second] = study.models.map(({ name }) => `models/${name}`);
  const change = async (path: string, had: string, has: string) => {
    const file = join(study.folder.root, path);
    await writeFile(file, (await readFile(file, 'latin1')).replace(had, has), 'latin1');
  };
  await writeManifest(study);
  const before = Object.keys((await readManifest(study)).files);
  await change(`${first}/training.json`, '"epoch": 1', '"epoch": 3');
  await change(`${second}/ideas/idea_3.vf`, '\0', '\u0001');
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => error.mockRestore());
  await writeManifest(study);
  const damaged = [`${first}/training.json`, `${second}/ideas/idea_3.vf`];
  const after = Object.keys((await readManifest(study)).files);
  expect(before.filter((path) => !after.includes(path))).toEqual(damaged);
  expect(error.mock.calls).toEqual([
    [
      expect.stringContaining(
        `left out, for not being as they were written: ${damaged.join(' and ')}; make sweep`,
      ),
    ],
  ]);
});
