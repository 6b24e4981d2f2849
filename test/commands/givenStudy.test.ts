/** A study of models that were trained elsewhere: taken in, searched, scored, asked and reported. */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStudyFile } from '../../pipeline/models/study.ts';
import { viewDataset } from '../../pipeline/models/studyDataset.ts';
import { gatherResults } from '../../pipeline/report/gatherResults.ts';
import { call, ROOT } from './commandLine.ts';

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
    '  counterfeits: { images: 10, flips: 2 }',
  ];
  await writeFile(join(folder, 'own.yaml'), config.join('\n'));
  options = ['--config', join(folder, 'own.yaml'), '--artifacts', folder];
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const study = (...path: readonly string[]) => join(folder, 'own', ...path);
const NONE = /none\.onnx: expected a file, got none/;
const NONE_EACH = new RegExp(NONE, 'g');
const OTHERS =
  /classes\.onnx: expected ten outputs, one for each digit, got 6 outputs; a study scores digits/;

test('the stages take in those models that they can, name the others in a line each and report', async () => {
  const planned = await call('sweep', [...options, '--dry-run']);
  expect(planned.stdout).toMatch(/^conv: take in and search: not computed yet/m);
  expect(planned.stdout).toMatch(NONE);
  // A network takes longer than layers do.
  const secondsOf = (name: string) =>
    Number(new RegExp(`^${name}: .* \\(about (\\d+) s\\)$`, 'm').exec(planned.stdout)?.[1]);
  expect(secondsOf('conv')).toBeGreaterThan(secondsOf('double'));
  expect((await call('dataset', options)).code).toBe(0);
  const taken = await call('train', options);
  expect(taken.code).toBe(2);
  expect(taken.stdout).toMatch(/^train: 3 models taken in, 0 there before, 2 failed$/m);
  expect(taken.stderr.trimEnd().split('\n')).toEqual([
    expect.stringMatching(OTHERS),
    expect.stringMatching(NONE),
  ]);
  expect((await call('ideas', options)).stdout).toMatch(/^ideas: 3 models searched/m);
  expect((await call('judge', options)).stdout).toMatch(/3 models/);
  for (const name of ['transfer', 'counterfeits']) {
    expect((await call('experiment', [name, ...options])).stderr).not.toMatch(/^(conv|double|other):/m);
  }
  expect((await call('report', options)).stdout).toMatch(/3 models, 30 ideas; 2 models missing/);

  const models = (await readFile(study('models.csv'), 'utf8')).trim().split('\n');
  expect(models[0]).toMatch(
    /^model,cell,seed,file,file_sha256,form,outputs,train_loss,test_accuracy,recognisability,/,
  );
  expect(models.slice(1).map((row) => row.split(',')[0])).toEqual(['conv', 'double', 'other']);
  expect(await readFile(study('counterfeits.csv'), 'utf8')).toMatch(/^model,cell,seed,/);
  const report = await readFile(study('report/report.md'), 'utf8');
  expect(report).toContain('The models were trained elsewhere');
  // What was measured of an untrained model.
  expect(report).toMatch(/conv\.onnx.*reads only .*% of the test images rightly/);
  expect(report).not.toMatch(/Hypotheses and claims|hidden \\ batch|What the answer depends on/);
  const page = await readFile(study('report/index.html'), 'utf8');
  expect(page).toContain('aria-label="Ideas by model"');
  expect(page).not.toMatch(/id="(verdicts|contrasts|grid|seeds|training|playground)"/);
  const done = await call('sweep', [...options, '--status']);
  expect(done.stdout.match(/: finished$/gm)).toHaveLength(3);
});

test('what is summed up over the models of such a study has no intervals', async () => {
  const own = await openStudyFile(options[1]!, [], folder);
  const { cells, digits } = await gatherResults(own, await viewDataset(own));
  expect([cells.length, digits.length]).toEqual([3, 10]);
  for (const { recognisability } of [...cells, ...digits]) expect(recognisability.interval).toBeNull();
});

test('other commands take such a study as any other, or say in one line why not', async () => {
  const explained = await call('explain', [...options, '--only', 'conv']);
  expect(explained.stdout).toMatch(/^ {2}training: fresh$/m);
  const configs = join(folder, 'configs');
  await mkdir(configs);
  const garbage = await call('gc', ['--artifacts', folder, '--configs', configs, '--dry-run']);
  expect(garbage).toMatchObject({ code: 0, stderr: '' });
  expect(garbage.stdout).not.toContain(study('models'));
  const dry = await call('sweep', [...options, '--dry-run']);
  expect(dry.stdout.match(NONE_EACH)).toHaveLength(1);
  for (const [command, line] of [
    [['experiment', 'optimum'], /^optimum: expected models that a sweep would do it on, got none; [^\n]+\n$/],
    [
      ['experiment', 'optimum', '--only', 'conv'],
      /^optimum: conv: expected a model of fully connected layers, [^\n]+\n$/,
    ],
    [['power'], /^power: expected a study with a grid, got one of given models[^\n]+\n$/],
  ] as const) {
    const [name, ...more] = command;
    const { code, stderr } = await call(name, [...more, ...options]);
    expect([code, stderr], command.join(' ')).toEqual([2, expect.stringMatching(line)]);
  }
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
  expect(stdout).toMatch(/^train: 2 models taken in, 1 there before, 2 failed$/m);
  expect(stderr).toMatch(NONE);
  const after = await call('sweep', [...options, '--status']);
  // The bytes of conv are those that its ideas were found with.
  expect(after.stdout).toMatch(/^conv: finished$/m);
  expect(after.stdout).toMatch(/^double: search: model changed/m);
});
