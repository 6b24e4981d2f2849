/** The commands that say what statistics can show: from a table that a study would have, and from simulated studies. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { keepConfig } from '../../pipeline/models/claimStudy.ts';
import { openStudy } from '../../pipeline/models/study.ts';
import { readStudyConfig } from '../../pipeline/store/configFile.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call } from './commandLine.ts';

const HEADER = 'model,cell,hidden,batch,seed,digit,restart,recognisability\n';
let artifacts: string;

/** Rows of an ideas.csv: two cells, two digits, two starts. */
function writeRows(seeds: number, suffix = ''): string {
  const rows = [16, 64].flatMap((hidden) =>
    [0, 1, 2, 3].flatMap((at) =>
      Array.from({ length: seeds }, (_, seed) => {
        const [digit, restart] = [at >> 1, at & 1];
        const score = (0.2 + 0.03 * ((hidden + 7 * seed + 5 * digit + 3 * restart) % 11)).toFixed(3);
        const cell = `h${hidden}-b100`;
        return `${cell}${suffix}-s${seed},${cell}${suffix},${hidden},100,${seed},${digit},${restart},${score}\n`;
      }),
    ),
  );
  return rows.join('');
}

/** The study with the grid that such rows are of. */
const study = (seeds: number, ...changes: string[]): string[] => {
  const grid = ['grid.hidden=16,64', 'grid.batch=100', `grid.seeds=0..${seeds - 1}`];
  return [
    ...['--config', 'configs/smoke.yaml', '--artifacts', artifacts],
    ...['--set', [...grid, ...changes].join(' ')],
  ];
};

const power = (...options: string[]) => call('power', [...study(3), ...options]);

/** Gives the study the table. */
async function giveTable(text: string): Promise<string> {
  const path = join(artifacts, 'smoke', 'ideas.csv');
  await mkdir(join(artifacts, 'smoke'), { recursive: true });
  await writeFile(path, text);
  return path;
}

beforeEach(async () => {
  artifacts = await openTemporaryFolder();
});

test('power says what the pilot is, and what it cannot say', async () => {
  await giveTable(HEADER + writeRows(3));
  const run = await power('--effect', '0.02');
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toContain('Pilot: 2 cells, 3 seeds, 2 digits, 2 starts');
  expect(run.stdout).toContain("The pilot's grid has one batch size: nothing can be said of its effect.");
  expect(run.stdout).toContain('to show a change of 0.02 of the score a doubling of the hidden size');
  expect(run.stdout).toMatch(/^\| for 80% \| \d+ \|/m);
});

test('models that are not of the grid have no part in it', async () => {
  await giveTable(HEADER + writeRows(3));
  const alone = await power('--effect', '0.02');
  const inPart = (rows: string, part: string) => rows.replace(/\n/g, `,${part}\n`);
  const sides = inPart(writeRows(3, '-shuffle1').replace(/,0\.\d+$/gm, ',0.9'), 'shuffled');
  await giveTable(inPart(HEADER, 'part') + inPart(writeRows(3), 'grid+updates') + sides);
  expect(await power('--effect', '0.02')).toEqual(alone);
});

test('power and simulate need at least two seeds', async () => {
  const path = await giveTable(HEADER + writeRows(1));
  const line = `${path}: expected at least 2 seeds that have every idea, and 2 digits, got 1 seed and 2 digits`;
  const run = await call('power', study(1));
  expect(run.code).toBe(2);
  expect(run.stderr).toContain(`${line}; add seeds to its grid: it needs at least 2 seeds`);
  const simulated = await call('simulate', ['--studies', '2', '--ideas', path]);
  expect(simulated).toMatchObject({ code: 2, stdout: '' });
  expect(simulated.stderr).toContain(`${path}: expected at least 2 seeds`);
  expect(await call('simulate', ['--seeds', '1'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--seeds: expected a whole number of at least 2, got 1'),
  });
});

test('power refuses what is no table, no plain grid, no study, no effect', async () => {
  await giveTable(`${HEADER}${writeRows(2)}a,h16-b100,16,100,0,0,0,much\n`);
  expect((await power()).stderr).toContain("expected a number as recognisability, got 'much'");
  await giveTable(HEADER + writeRows(2) + writeRows(2, '-relu'));
  expect((await power()).stderr).toContain(
    'expected one cell for a hidden and a batch size, got h16-b100 and h16-b100-relu',
  );
  const missing = await call('power', ['--config', 'configs/article.yaml', '--artifacts', artifacts]);
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('make sweep writes it') });
  expect((await power('--effect', '2')).stderr).toContain('--effect: expected a number between 0 and 1');
});

test('power refuses a table of another grid than the one that is asked for', async () => {
  const path = await giveTable(HEADER + writeRows(3));
  const refusal = (got: string) => ({
    code: 2,
    stdout: '',
    stderr: `${path}: expected the models of the grid that is asked for, got ${got}; run make report first, or make sweep where models are still to be computed\n`,
  });
  expect(await call('power', study(2))).toMatchObject(refusal('h16-b100-s2, which is not of it'));
  expect(await call('power', study(4))).toMatchObject(refusal('none of h16-b100-s3, which is of it'));
  const other = study(3, 'grid.hidden=64');
  expect(await call('power', other)).toMatchObject(refusal('h16-b100-s0, which is not of it'));
});

test('power is held to the config that the study was made with; of its models some may be unfinished', async () => {
  await giveTable(HEADER + writeRows(3));
  const config = await readStudyConfig('configs/smoke.yaml', [
    ...['grid.hidden=[16,64]', 'grid.batch=[100]', 'grid.seeds=[0,1,2,3]'],
  ]);
  await keepConfig(await openStudy(config, artifacts));
  expect(await call('power', study(3))).toMatchObject({ code: 0, stderr: '' });
  expect(await call('power', study(4))).toMatchObject({ code: 0, stderr: '' });
  const { code, stdout, stderr } = await call('power', study(3, 'training.epochs=4'));
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(
    `${join(artifacts, 'smoke')}: expected the config that it was made with, training.epochs 3, got training.epochs 4; `,
  );
});

test('simulate prints tables for the prototype and for a finished study', async () => {
  const path = await giveTable(HEADER + writeRows(3));
  const run = await call('simulate', ['--studies', '1', '--seeds', '2', '--ideas', path]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout.match(/^\| coverage of 95% intervals \| 2 seeds \|$/gm)).toHaveLength(2);
  expect(run.stdout).toContain(`Studies drawn as from ${path}.`);
});
