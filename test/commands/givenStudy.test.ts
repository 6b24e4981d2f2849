/** A study of models that were trained elsewhere, by its stages and by a sweep: taken in, searched, scored, asked and reported. */
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, ROOT, runProcess } from './commandLine.ts';

/** Models as other makers' exporters write them, untrained, so that they read few digits. */
const MADE = join(ROOT, 'test/store/models/made');

let folder: string;
let options: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  for (const file of ['conv.onnx', 'conv.onnx.data', 'classes.onnx', 'double.safetensors']) {
    await copyFile(join(MADE, file), join(folder, file));
  }
  const config = [
    'name: own',
    'dataset: { train: 200, test: 50 }',
    'models:',
    ...['conv.onnx', 'double.safetensors', 'classes.onnx'].map((file) => `  - ${folder}/${file}`),
    `  - { file: ${folder}/conv.onnx, name: other, mean: 0.1307, std: 0.3081, classes: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] }`,
    `  - ${folder}/none.onnx`,
    'search: { passes: 1 }',
    'judging: { judges: [cnn] }',
    'experiments:',
    '  hints: { enabled: true, images: 2, pixels: 2 }',
    '  counterfeits: { enabled: true, images: 10, flips: 2 }',
    '  transfer: { enabled: true }',
    '  baselines: { enabled: true }',
  ];
  await writeFile(join(folder, 'own.yaml'), config.join('\n'));
  options = ['--config', join(folder, 'own.yaml'), '--artifacts', folder];
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const study = (...path: readonly string[]) => join(folder, 'own', ...path);
const NONE = /none\.onnx: expected a file, got none/;
const OTHERS =
  /classes\.onnx: expected ten outputs, one for each digit, got 4 outputs; a study scores digits/;

test('a sweep takes in those that it can, names the others in a line each and reports', async () => {
  const planned = await call('sweep', [...options, '--dry-run']);
  expect(planned.stdout).toMatch(/^conv: take in and search: not computed yet/m);
  expect(planned.stdout).toMatch(NONE);
  const { code, stdout, stderr } = await runProcess('sweep', options);
  expect(code).toBe(2);
  expect(stdout).toMatch(/report: .*index\.html \(3 models, 30 ideas; 2 models missing\)/);
  expect(stderr).toMatch(OTHERS);
  expect(stderr).toMatch(NONE);
  // What was measured of an untrained model.
  expect(stderr).toMatch(/conv\.onnx: reads only .*% of the test images rightly/);

  const models = (await readFile(study('models.csv'), 'utf8')).trim().split('\n');
  expect(models[0]).toMatch(
    /^model,cell,seed,file,file_sha256,form,outputs,train_loss,test_accuracy,recognisability,/,
  );
  expect(models.slice(1).map((row) => row.split(',')[0])).toEqual(['conv', 'double', 'other']);
  for (const table of ['hints', 'counterfeits', 'baselines']) {
    expect(await readFile(study(`${table}.csv`), 'utf8')).toMatch(/^conv,conv,0,/m);
  }
  const report = await readFile(study('report/report.md'), 'utf8');
  expect(report).toContain('The models were trained elsewhere');
  expect(report).not.toMatch(/Hypotheses and claims|hidden \\ batch|What the answer depends on/);
  const page = await readFile(study('report/index.html'), 'utf8');
  expect(page).toContain('aria-label="Ideas by model"');
  expect(page).not.toMatch(/id="(verdicts|contrasts|grid|seeds|training|playground)"/);

  // The other order of classes, and other images, are another model: its idea of 9 is that of conv's first output.
  const ideas = await readFile(study('ideas.csv'), 'utf8');
  expect(ideas.split('\n').filter((row) => row.startsWith('other,'))).toHaveLength(10);

  const done = await call('sweep', [...options, '--status']);
  expect(done.stdout.match(/: finished$/gm)).toHaveLength(3);
});

test('a file that has changed is taken in anew, and a kept model that is damaged', async () => {
  await copyFile(join(MADE, 'quickstart.safetensors'), join(folder, 'double.safetensors'));
  const kept = study('models/conv/model.network');
  await writeFile(kept, (await readFile(kept)).subarray(1));
  const before = await call('sweep', [...options, '--status']);
  expect(before.stdout).toMatch(
    /^double: take in and search: model changed from [0-9a-f]{8} to [0-9a-f]{8}$/m,
  );
  expect(before.stdout).toMatch(/^conv: take in and search: model\.network is damaged$/m);
  expect(before.stdout).toMatch(/^other: finished$/m);

  const { code, stdout, stderr } = await call('train', options);
  expect(code).toBe(2);
  expect(stdout).toMatch(/^train: 2 models trained, 1 there before, 2 failed$/m);
  expect(stderr).toMatch(NONE);
  const after = await call('sweep', [...options, '--status']);
  // The bytes of conv are those that its ideas were found with.
  expect(after.stdout).toMatch(/^conv: finished$/m);
  expect(after.stdout).toMatch(/^double: search: model changed/m);
});
