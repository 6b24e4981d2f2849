import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, runStage, start } from './commandLine.ts';

const stages = readdirSync(join(ROOT, 'pipeline'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length));

test('the stages are the verbs of the project', () => {
  const verbs = ['analyse', 'dataset', 'ideas', 'judge', 'report', 'sweep', 'train'];
  expect(stages).toEqual(expect.arrayContaining(verbs));
});

test.each(stages)('%s --help says what it does and explains every option', async (stage) => {
  const { code, stdout, stderr } = await runStage(stage, ['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^npx tsx pipeline/${stage}\\.ts`));
  expect(stdout).toMatch(/^[A-Z][^\n]+/m);
  const options = stdout.split('\n').filter((line) => /^ {2,6}(-\w, )?--/.test(line));
  expect(options.length).toBeGreaterThan(1);
  for (const line of options) expect(line).toMatch(/--[a-z0-9-]+ +\S+/);
});

test('make without a target lists the targets, each with what it does', async () => {
  const { code, stdout, stderr } = await start('make', []).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const target of ['sweep', 'smoke', 'status', 'report', 'test', 'check', 'bench', 'clean', 'help']) {
    expect(stdout).toMatch(new RegExp(`^make ${target} +[A-Z]`, 'm'));
  }
});

test('make hands CONFIG, SET, ENGINE, WORKERS and DRY on to the sweep', async () => {
  const given = [
    'CONFIG=configs/article.yaml',
    'SET=grid.hidden=[16,64] training.epochs=2',
    'ENGINE=tfjs',
    'WORKERS=1',
    'DRY=1',
  ];
  const { code, stdout } = await start('make', ['--dry-run', '--always-make', 'sweep', ...given]).ended;
  expect(code).toBe(0);
  expect(stdout).toContain(
    'pipeline/sweep.ts --config configs/article.yaml --set "grid.hidden=[16,64] training.epochs=2" --engine tfjs --workers 1 --dry-run\n',
  );
});

test('make smoke is the sweep of the smoke study', async () => {
  const { stdout } = await start('make', ['--dry-run', 'smoke']).ended;
  expect(stdout).toMatch(/pipeline\/sweep\.ts --config configs\/smoke\.yaml *\n/);
});
