import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, hashFiles, ONE_PROCESS, runProcess, smallStudy } from './commandLine.ts';

const SETTINGS = ['dataset.train=300', 'dataset.test=50', 'grid.hidden=[8]', 'search.passes=1'];

/** Calls a stage that must end well, and gives its output. */
async function succeed(stage: string, options: readonly string[], run = call): Promise<string> {
  const { code, stdout, stderr } = await run(stage, options);
  expect({ stage, code, stderr }).toEqual({ stage, code: 0, stderr: '' });
  return stdout;
}

test('stage by stage: each does its part, the report names what is missing, and the sweep does the rest', async () => {
  const artifacts = await openTemporaryFolder();
  const root = join(artifacts, 'smoke');
  const study = smallStudy(artifacts, ...SETTINGS);
  // The first 50 test images have no 8: that is said wherever images are prepared, and in the report.
  expect(await succeed('dataset', study)).toMatch(
    /^dataset prepared: 300 training, 0 validation, 50 test images in .*\ndataset: no test image of 8\n$/,
  );
  expect(await succeed('train', [...study, '--only', 'h8-b200-s0'])).toMatch(
    /^h8-b200-s0: epoch 1: loss [\d.]+, accuracy [\d.]+%\nh8-b200-s0: epoch 2: .*\ntrain: 1 model trained, 0 there before\n$/,
  );
  expect(await succeed('ideas', study)).toBe(
    'ideas: 1 model searched, 0 searched before, 1 not trained yet\n',
  );
  const untried = 'judges: not tried on the test images of this study yet; the stage judge does it\n';
  expect(await succeed('analyse', study)).toBe(`${untried}analyse: 0 models and 0 ideas in ${root}\n`);
  const tried = /^judges: they read \d+\.\d\d% of 50 test images of this study rightly\n/;
  expect((await succeed('judge', study)).split(tried)).toEqual(['', 'judge: the ideas of 1 model scored\n']);
  expect((await succeed('analyse', study)).split(tried)).toEqual([
    '',
    `analyse: 1 model and 10 ideas in ${root}\n`,
  ]);
  const tables = await hashFiles(root, /^(models|ideas)\.csv$/);

  const report = await succeed('report', study);
  expect(report).toContain('(1 model, 10 ideas; 1 model missing)');
  expect(report).toMatch(tried);
  expect(await hashFiles(root, /^(models|ideas)\.csv$/)).toEqual(tables);
  expect(await readFile(join(root, 'report/report.md'), 'utf8')).toMatch(/h8-b50-s0: not computed yet/);
  expect(await readFile(join(root, 'report/report.md'), 'utf8')).toMatch(/^- Classes: no test image of 8$/m);
  expect(await readFile(join(root, 'report/index.html'), 'utf8')).toContain('h8-b50-s0');

  const out = join(artifacts, 'out');
  const before = await hashFiles(root, /./);
  expect(await succeed('export', [...study, '--out', out])).toMatch(
    new RegExp(`^export: ${out} \\(3 tables, \\d+ figures, 1 event file\\)\n$`),
  );
  expect(await hashFiles(root, /./)).toEqual(before);
  expect(await readFile(join(out, 'tables/README.md'), 'utf8')).toContain('## ideas.csv\n\n10 rows');
  expect(await readFile(join(out, 'figures/training-1.svg'), 'utf8')).toContain('xmlns=');

  const kept = /^models\/h8-b200-s0\/(model\.dat|ideas\/.*)$/;
  const files = await hashFiles(root, kept);
  const rest = await succeed('sweep', [...study, ...ONE_PROCESS], runProcess);
  expect(rest).toContain('dataset found: 300 training, 50 test images\ndataset: no test image of 8\n');
  expect(rest).toContain('1 model to compute, 1 finished before: about ');
  expect(rest).toContain('(2 models, 20 ideas)');
  expect(await hashFiles(root, kept)).toEqual(files);
});

/** What the cnn makes of the fifty test images. */
const JUDGED = 'judges: they read 98.00% of 50 test images of this study rightly\n';

test('a model that was computed from something else is named by every stage that would use it, and is no success', async () => {
  const artifacts = await openTemporaryFolder();
  const study = smallStudy(artifacts, ...SETTINGS, 'training.epochs=1');
  for (const stage of ['dataset', 'train', 'ideas']) await succeed(stage, study);
  const model = join(artifacts, 'smoke/models/h8-b200-s0');
  await writeFile(join(model, 'model.dat'), '');
  const leftOut =
    'h8-b200-s0: expected what the study computes now, got another: model.dat is damaged; it is left out; make sweep computes it again\n';
  for (const [stage, said] of [
    ['ideas', 'ideas: 0 models searched, 1 searched before, 1 not trained yet\n'],
    ['judge', `${JUDGED}judge: the ideas of 1 model scored\n`],
    ['analyse', `${JUDGED}analyse: 1 model and 10 ideas in ${join(artifacts, 'smoke')}\n`],
  ] as const) {
    const { code, stdout, stderr } = await call(stage, study);
    expect({ stage, code, stdout, stderr }).toEqual({ stage, code: 2, stdout: said, stderr: leftOut });
  }
  expect(await call('rate', [...study, '--images', '6'])).toMatchObject({ code: 2, stderr: leftOut });
  const hints = await call('experiment', ['hints', ...study]);
  expect(hints.code).toBe(2);
  // The report that it writes anew leaves what is damaged out of the manifest, and says so.
  expect(hints.stderr).toBe(
    `${join(artifacts, 'smoke/manifest.json')}: left out, for not being as they were written: models/h8-b200-s0/model.dat; make sweep computes again what the config wants\n${leftOut}`,
  );
  // The report is of what is finished, and has the reason.
  const report = await call('report', study);
  expect(report).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('h8-b200-s0/model.dat; make sweep'),
  });
  expect(report.stdout).toContain('(1 model, 10 ideas; 1 model missing)');
  expect(await readFile(join(artifacts, 'smoke/report/report.md'), 'utf8')).toContain(
    'h8-b200-s0: model.dat is damaged',
  );

  expect(await succeed('train', study)).toMatch(
    /^h8-b200-s0: train again: model.dat is damaged\nh8-b200-s0: epoch 1: .*\ntrain: 1 model trained, 1 there before\n$/,
  );
  await rm(join(model, 'ideas/idea_3.vf'));
  expect(await succeed('ideas', study)).toMatch(
    /^h8-b200-s0: ideas again: idea_3.vf is missing\nideas: 1 model searched, 1 searched before, 0 not trained yet\n$/,
  );
});

test('--only names a model, or a cell and so all models of it; anything else is refused', async () => {
  const artifacts = await openTemporaryFolder();
  const study = smallStudy(artifacts, ...SETTINGS, 'grid.seeds=[0,1]', 'training.epochs=1');
  await succeed('dataset', study);
  const cell = await succeed('train', [...study, '--only', 'h8-b200']);
  expect(cell).toMatch(/^h8-b200-s0: .*\nh8-b200-s1: .*\ntrain: 2 models trained, 0 there before\n$/);
  const { code, stderr } = await call('train', [...study, '--only', 'h9-b200-s0']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    "--only: expected a model of the grid, such as h8-b50-s0, or a cell, such as h8-b50, got 'h9-b200-s0'; " +
      'see make status\n',
  );
});
