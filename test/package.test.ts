/**
 * The npm package as its users have it: packed, unpacked in an empty folder, and started by npx. Its dependencies are links to
 * those that are installed here, and only to those that it declares and what these need; .ci/run installs them anew.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { declareTypes } from '../build/compile.ts';

const ROOT = join(import.meta.dirname, '..');
const run = promisify(execFile);

/** What there is to pack, and more: which of it travels is for package.json to say. */
const PROJECT = ['bin', 'configs', 'dist', 'docs', 'CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];

/** A folder with nothing but the package in it, and the folder around that. */
let around: string;
let folder: string;

beforeAll(async () => {
  around = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  folder = join(around, 'user');
  const project = join(around, 'project');
  const installed = join(folder, 'node_modules/digit-ideas');
  for (const path of [project, installed, join(folder, 'node_modules/.bin')])
    mkdirSync(path, { recursive: true });
  declareTypes();
  for (const name of PROJECT) cpSync(join(ROOT, name), join(project, name), { recursive: true });
  // Compiled already, before the tests.
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--silent'], { cwd: project });
  await run('tar', ['-xzf', join(project, stdout.trim()), '--strip-components=1', '-C', installed]);
  symlinkSync('../digit-ideas/bin/digit-ideas.js', join(folder, 'node_modules/.bin/digit-ideas'));
  linkDependencies(join(folder, 'node_modules'));
});
afterAll(() => rm(around, { recursive: true }));

/** Links every package that is no development dependency, and TypeScript's types of Node, into `modules`. */
function linkDependencies(modules: string): void {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>;
  };
  const paths = Object.entries(lock.packages).flatMap(([path, { dev, devOptional }]) =>
    !path.startsWith('node_modules/') || path.lastIndexOf('node_modules/') > 0 || dev || devOptional
      ? []
      : [path.slice('node_modules/'.length)],
  );
  for (const path of paths.filter((one) => existsSync(join(ROOT, 'node_modules', one)))) {
    mkdirSync(dirname(join(modules, path)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', path), join(modules, path));
  }
}

/** Runs npx in the user's folder; `--no`: it must not look for the package anywhere else. */
async function npx(...words: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await run('npx', ['--no', '--', 'digit-ideas', ...words], { cwd: folder })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

test('--help lists the commands, each called as users call it', async () => {
  const { code, stdout } = await npx('--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^npx digit-ideas <command> \[options\]\n/);
  for (const word of ['sweep', 'ideas', 'score', 'report', 'status', 'film', 'compare', 'optimum']) {
    expect(stdout).toMatch(new RegExp(`^ {2}${word} +[A-Z]`, 'm'));
  }
  expect((await npx('film', '--help')).stdout).toMatch(/^npx digit-ideas film \[options\]\n/);
});

test('an unknown command is one line and exit code 2', async () => {
  const { code, stdout, stderr } = await npx('sweeep');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^digit-ideas: expected one of sweep, .*, got 'sweeep'; see --help\n$/);
});

test('a shipped config is swept in an empty folder, and its ideas are scored by name', async () => {
  const values = [
    'dataset.train=300 dataset.test=100 grid.hidden=[8] grid.batch=[50] training.epochs=1 judging.judges=[cnn]',
    'experiments.comparison.enabled=false experiments.hints.enabled=false',
    'experiments.counterfeits.enabled=false experiments.film.enabled=false',
  ].join(' ');
  const swept = await npx('sweep', '--config', 'configs/smoke.yaml', '--set', values, '--workers', '1');
  expect(swept.stderr).toBe('');
  expect(swept.code).toBe(0);
  // The report bundles the script of its playground, whose sources have to travel.
  expect(readFileSync(join(folder, 'artifacts/smoke/report/index.html'), 'utf8')).toContain('</html>');
  const idea = 'artifacts/smoke/models/h8-b50-s0/ideas/idea_3.vf';
  const scored = await npx('score', '--images', idea, '--out', 'scores.csv');
  expect(scored.code).toBe(0);
  expect(readFileSync(join(folder, 'scores.csv'), 'utf8')).toMatch(/^image,intended,.*\nidea_3\.vf,/);
});

test('the example of docs/api.md runs, and its types hold', async () => {
  const page = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');
  const [, example] = /```js\n([\s\S]*?)```/.exec(page)!;
  writeFileSync(join(folder, 'example.mts'), example!);
  writeFileSync(join(folder, 'example.mjs'), example!);
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--ignoreConfig'];
  const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
  await run(tsc, [...strict, ...types, '--skipLibCheck', 'example.mts'], { cwd: folder });
  const { stdout } = await run(process.execPath, ['example.mjs'], { cwd: folder });
  expect(stdout).toMatch(
    /^reads 0\.\d+ of the test images\nscored by abs\+cnn\+mixture\+shape-[0-9a-f]{8}\n/,
  );
  expect(stdout.match(/^idea of \d: logit [\d.]+, recognisability [\d.e-]+$/gm)).toHaveLength(10);
});
