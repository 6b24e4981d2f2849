/**
 * The npm package as its users have it: packed, unpacked in an empty folder, and started by npx. Its dependencies are links to
 * those that are installed here, and only to those that it declares and what these need; .ci/run installs them anew.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { declareTypes } from '../build/compile.ts';
import { readDataset, train, writeModel } from '../pipeline/api/index.ts';
import { ROOT, smallStudy } from './commands/commandLine.ts';

const run = promisify(execFile);

/** A folder with nothing but the package in it, and the folder around that. */
let around: string;
let folder: string;

beforeAll(async () => {
  around = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  folder = join(around, 'user');
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'digit-ideas');
  for (const path of [installed, join(modules, '.bin')]) mkdirSync(path, { recursive: true });
  // The rest is compiled before the tests.
  declareTypes();
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', around];
  const { stdout } = await run('npm', pack, { cwd: ROOT });
  await run('tar', ['-xzf', join(around, stdout.trim()), '--strip-components=1', '-C', installed]);
  symlinkSync('../digit-ideas/bin/digit-ideas.js', join(modules, '.bin/digit-ideas'));
  linkDependencies(modules);
});
afterAll(() => rm(around, { recursive: true }));

/** Links every package that is no development dependency into `modules`. */
function linkDependencies(modules: string): void {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>;
  };
  for (const [path, { dev, devOptional }] of Object.entries(lock.packages)) {
    // Packages within packages come with those; of optional ones not every machine has all.
    const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    if (name === undefined || dev || devOptional || !existsSync(join(ROOT, path))) continue;
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, path), join(modules, name));
  }
}

/** Runs npx in the user's folder; `--no`: it must not look for the package anywhere else. */
function npx(...words: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return run('npx', ['--no', '--', 'digit-ideas', ...words], { cwd: folder });
}

test('npx starts the program', async () => {
  const { stdout, stderr } = await npx('--help');
  expect(stdout).toMatch(/^npx digit-ideas <command> \[options\]\n/);
  expect(stderr).toBe('');
});

test('a config that the package brings is swept in an empty folder; train gives its model, to the bit', async () => {
  const small = ['dataset.train=400', 'dataset.test=100', 'grid.hidden=[8]', 'grid.batch=[50]'];
  expect((await npx('sweep', ...smallStudy('artifacts', ...small), '--workers', '1')).stderr).toBe('');
  const study = join(folder, 'artifacts/smoke');
  // The report bundles the script of its playground, whose sources have to travel.
  expect(readFileSync(join(study, 'report/index.html'), 'utf8')).toContain('</html>');
  const data = await readDataset({ train: 400, test: 100, cut: 'first' });
  const { parameters } = await train({ hidden: 8, batch: 50, epochs: 2 }, data);
  await writeModel(join(around, 'model.dat'), parameters);
  const swept = readFileSync(join(study, 'models/h8-b50-s0/model.dat'));
  expect(readFileSync(join(around, 'model.dat')).equals(swept)).toBe(true);
});

test('the example of docs/api.md runs, and its types hold', async () => {
  const page = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');
  const [, example] = /```js\n([\s\S]*?)```/.exec(page)!;
  for (const name of ['example.mts', 'example.mjs']) writeFileSync(join(folder, name), example!);
  const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--ignoreConfig'];
  const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types'), '--skipLibCheck'];
  await run(join(ROOT, 'node_modules/.bin/tsc'), [...strict, ...types, 'example.mts'], { cwd: folder });
  const { stdout } = await run(process.execPath, ['example.mjs'], { cwd: folder });
  expect(stdout).toMatch(
    /^reads 0\.\d+ of the test images\nscored by abs\+cnn\+mixture\+shape-[0-9a-f]{8}\n/,
  );
  expect(stdout.match(/^idea of \d: logit \d+\.\d\d, recognisability [01]\.\d{3}$/gm)).toHaveLength(10);
});
