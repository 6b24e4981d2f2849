import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, ONE_PROCESS, runProcess, smallStudy, startProcess } from './commandLine.ts';

/** Runs a stage that must refuse: one line, exit code 2, and nothing else. */
async function refusalOf(stage: string, options: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await call(stage, options);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^[^\n]+\n$/);
  return stderr.trimEnd();
}

test.each([
  [
    ['--hidden', '16'],
    'dataset: expected the options that --help lists, got Unknown argument: hidden; see --help',
  ],
  [['--config', 'a.yaml', '--config', 'b.yaml'], '--config: expected one value, got several; give it once'],
  [
    ['--config'],
    'dataset: expected the options that --help lists, got Not enough arguments following: config; see --help',
  ],
  [
    ['--config', 'configs/none.yaml'],
    'configs/none.yaml: expected a file, got none; name a config such as configs/smoke.yaml',
  ],
])('%j is refused in one line, and writes nothing', async (options, line) => {
  const artifacts = await openTemporaryFolder();
  expect(await refusalOf('dataset', ['--artifacts', artifacts, ...options])).toBe(line);
  expect(await readdir(artifacts)).toEqual([]);
});

test.each([
  ['an unknown key', 'grid.hiden=[16]', "seeds, got 'hiden'; see configs/study.schema.json"],
  [
    'a batch larger than the training set',
    'grid.batch=[50,1001]',
    'grid.batch: expected at most 1000 (the training images), got 1001',
  ],
  [
    'a model that is to see more images than there are',
    'training.trainImages=1001',
    'training.trainImages: expected at most 1000 (the training images), got 1001',
  ],
  ['more images than there are', 'dataset.test=10001', 'dataset.test: expected at most 10000'],
])('%s is refused in one line, and nothing is written', async (_, change, part) => {
  const artifacts = await openTemporaryFolder();
  expect(await refusalOf('dataset', smallStudy(artifacts, change))).toContain(part);
  expect(await readdir(artifacts)).toEqual([]);
});

test('a config that is not YAML is refused in one line that has the place', async () => {
  const folder = await openTemporaryFolder();
  const config = join(folder, 'broken.yaml');
  await writeFile(config, 'name: broken\ngrid:\n  hidden: [16\n  batch: [10]\n');
  const line = await refusalOf('dataset', ['--config', config, '--artifacts', folder]);
  expect(line).toMatch(/broken\.yaml: expected YAML, got .* at line \d+, column \d+; mend that line$/);
  expect(await readdir(folder)).toEqual(['broken.yaml']);
});

test('a sweep on no process is refused in one line', async () => {
  const artifacts = await openTemporaryFolder();
  expect(await refusalOf('sweep', [...smallStudy(artifacts), '--workers', '0'])).toBe(
    '--workers: expected a whole number of at least 1, got 0; leave it out for one a core',
  );
  expect(await readdir(artifacts)).toEqual([]);
});

test('a file where the artifacts should be is refused in one line', async () => {
  const folder = await openTemporaryFolder();
  const artifacts = join(folder, 'artifacts');
  await writeFile(artifacts, '');
  expect(await refusalOf('dataset', smallStudy(artifacts))).toContain('move it away');
});

test('stages that need what an earlier one writes name that stage', async () => {
  const artifacts = await openTemporaryFolder();
  expect(await refusalOf('train', smallStudy(artifacts))).toMatch(
    /dataset\.json: expected a file, got none; run the dataset stage, or the sweep$/,
  );
  expect(await readdir(artifacts)).toEqual([]);
});

test('a diverging model and one that cannot be written each get a line; the others, and the report, are made', async () => {
  const artifacts = await openTemporaryFolder();
  const root = join(artifacts, 'smoke');
  const grid = [
    'dataset.train=200',
    'dataset.test=50',
    'grid.batch=[50,200]',
    'training.epochs=1',
    'search.passes=1',
  ];
  await mkdir(join(root, 'models/h16-b50-s0/model.dat'), { recursive: true });
  const blocked = await runProcess('sweep', [...smallStudy(artifacts, ...grid), ...ONE_PROCESS]);
  expect(blocked.code).toBe(2);
  expect(blocked.stderr.split('\n')).toEqual([
    expect.stringMatching(
      /^h16-b50-s0: .*model\.dat: expected a file .*; a folder stands where a file is needed/,
    ),
    '1 model failed, for the reasons above; the report has all the others',
    '',
  ]);
  expect(blocked.stdout).toContain('(3 models, 30 ideas; 1 model missing)');

  const diverging = [...grid, 'name=diverging', 'grid.hidden=[16]', 'training.learningRate=1e30'];
  const { code, stdout, stderr } = await runProcess('sweep', [
    ...smallStudy(artifacts, ...diverging),
    ...ONE_PROCESS,
  ]);
  expect(code).toBe(2);
  expect(stderr.split('\n').sort()).toEqual([
    '',
    '2 models failed, for the reasons above; the report has all the others',
    expect.stringMatching(/^h16-b200-s0: expected finite logits, .*; lower learningRate \(now 1e\+30\)$/),
    expect.stringMatching(/^h16-b50-s0: expected a finite loss, .*; lower learningRate \(now 1e\+30\)$/),
  ]);
  expect(stdout).toContain('(0 models, 0 ideas; 2 models missing)');
  expect(await readdir(join(artifacts, 'diverging', 'report'))).toEqual(['index.html', 'report.md']);
});

test('a reader that has seen enough ends a command in silence', async () => {
  const { child, ended } = startProcess('dataset', smallStudy(await openTemporaryFolder()));
  child.stdout!.destroy();
  expect(await ended).toMatchObject({ code: 141, stderr: '' });
});
