/** One small study, published, and what export and power say where another is asked for than the one that is there. */
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { keepConfig } from '../../pipeline/models/claimStudy.ts';
import type { Study } from '../../pipeline/models/study.ts';
import { gatherResults } from '../../pipeline/report/gatherResults.ts';
import { writeManifest } from '../../pipeline/report/manifest.ts';
import { writeTables } from '../../pipeline/report/publish.ts';
import { exists } from '../../pipeline/store/files.ts';
import { makeTemporaryFolder } from '../../pipeline/store/temporaryFolder.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { openSmallStudy, type SmallStudy, score } from '../models/smallStudy.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, hashFiles } from './commandLine.ts';

let folder = '';
let small: SmallStudy;
let study: Study;

/** Writes the tables of what is finished, as make report does. */
async function report(): Promise<void> {
  await score(study, small.data);
  await writeTables(study, await gatherResults(study, small.data));
  await writeManifest(study);
}

/** Calls a command on the study of these settings. */
async function ask(command: string, settings: readonly string[], ...options: string[]) {
  const config = join(folder, 'study.yaml');
  await writeFile(config, JSON.stringify(study.config));
  const named = ['--config', config, '--artifacts', join(folder, 'artifacts')];
  return call(command, [...named, '--set', settings.join(' '), ...options]);
}

/** Has a folder of figures, and its README, tell of one more, as if the former export had drawn it. */
async function addFormerFigure(figures: string, name: string): Promise<void> {
  for (const type of ['svg', 'png']) await writeFile(join(figures, `${name}.${type}`), '');
  const path = join(figures, 'README.md');
  const readme = await readFile(path, 'utf8');
  expect(readme).not.toContain(name);
  await writeFile(path, `${readme}- \`${name}\`: something that this study no longer shows.\n`);
}

const exportTo = (out: string, ...settings: string[]) => ask('export', settings, '--out', out);

beforeAll(async () => {
  const temporary = makeTemporaryFolder();
  folder = temporary.path;
  small = await openSmallStudy(folder);
  study = small.study;
  await computeModel(study, study.models[0]!, small.data);
  await keepConfig(study);
  await report();
  return () => temporary.remove();
});

test('export refuses the config of another study than the one that is there, and writes nothing', async () => {
  const out = join(folder, 'other');
  const { code, stdout, stderr } = await exportTo(out, 'training.epochs=4');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(
    `${study.folder.root}: expected the config that it was made with, training.epochs 1, got training.epochs 4; `,
  );
  expect(await exists(out)).toBe(false);
});

test.each([
  ['a smaller grid', 'grid.hidden=[4]', 'h3-b60-s0, which is not of it'],
  ['a larger grid', 'grid.hidden=[3,4,5]', 'none of h5-b60-s0, which is of it'],
])('export refuses %s than that of the tables, and writes nothing', async (_, setting, got) => {
  const out = join(folder, 'other');
  expect(await exportTo(out, setting)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `${study.folder.table('models')}: expected the models of the grid that is asked for, got ${got}; run make report first, or make sweep where models are still to be computed\n`,
  });
  expect(await exists(out)).toBe(false);
});

test('export writes of a study that is not finished what the tables have, and refuses once more is finished', async () => {
  const out = await openTemporaryFolder();
  const written = await exportTo(out);
  expect(written).toMatchObject({ code: 0, stderr: '' });
  expect(written.stdout).toMatch(/\(3 tables, \d+ figures, 1 event file\)\n$/);
  expect(await readdir(join(out, 'tensorboard'))).toEqual(['h3-b60-s0']);
  await computeModel(study, study.models[1]!, small.data);
  await score(study, small.data);
  expect(await exportTo(out)).toMatchObject({
    code: 2,
    stderr: `${study.folder.table('models')}: expected the models that are finished now, got none of h4-b60-s0; run make report first\n`,
  });
  await report();
  expect((await exportTo(out)).stdout).toContain('2 event files');
});

test('export refuses to write into the study itself, whatever its folder is called, and leaves it as it was', async () => {
  const { root } = study.folder;
  const elsewhere = await openTemporaryFolder();
  await symlink(root, join(elsewhere, 'link'));
  await mkdir(join(elsewhere, 'out'));
  await symlink(join(root, 'models'), join(elsewhere, 'out/tables'));
  const before = await hashFiles(root, /./);
  const places = [root, join(root, 'new/out'), join(root, 'models/..'), join(elsewhere, 'link/new')];
  for (const out of [...places, join(elsewhere, 'out')]) {
    expect(await exportTo(out)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `--out: expected a place outside the study in ${root}, got ${out}; give another: the study is only read\n`,
    });
  }
  expect(await hashFiles(root, /./)).toEqual(before);
  expect(await exists(join(root, 'new'))).toBe(false);
  // A name that only begins in the same way is another folder.
  expect((await exportTo(`${root}-tables`)).code).toBe(0);
});

test('export refuses to write into another study, and leaves that as it was', async () => {
  const other = join(await openTemporaryFolder(), 'artifacts/other');
  await cp(study.folder.root, other, { recursive: true });
  const before = await hashFiles(other, /./);
  for (const out of [other, join(other, 'new')]) {
    expect(await exportTo(out)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `--out: expected a place outside the study in ${other}, got ${out}; give another: what lies there is taken for the study's results\n`,
    });
  }
  expect(await hashFiles(other, /./)).toEqual(before);
});

test('an export in the place of a former one leaves nothing of it that would be taken for its own', async () => {
  const out = await openTemporaryFolder();
  await exportTo(out);
  const first = await hashFiles(out, /./);
  const [table, run] = [study.folder.table('hints'), 'tensorboard/h3-b60-s0'];
  await writeFile(table, 'model\nh3-b60-s0\n');
  onTestFinished(() => rm(table, { force: true }));
  vi.stubEnv('SOURCE_DATE_EPOCH', '1700000000');
  onTestFinished(() => void vi.unstubAllEnvs());
  await exportTo(out);
  expect(await readdir(join(out, run))).toEqual(['events.out.tfevents.1700000000.digit-ideas']);
  expect(await readdir(join(out, 'tables'))).toContain('hints.csv');
  await rm(table);
  vi.unstubAllEnvs();
  const own = ['tables/mine.csv', 'figures/mine-1.svg'].map((name) => join(out, name));
  for (const path of own) await writeFile(path, '');
  await addFormerFigure(join(out, 'figures'), 'hints-1');
  await exportTo(out);
  for (const path of own) await rm(path);
  expect(await hashFiles(out, /./)).toEqual(first);
});

test.each([
  ['tables', ['# Tables of the study small-2', '# My tables']],
  ['figures', ['# Figures of the study small-2', '# My figures']],
])(
  'export refuses a folder whose %s are of another study or of somebody else, and writes nothing',
  async (part, titles) => {
    const out = await openTemporaryFolder();
    const readme = join(out, part, 'README.md');
    await mkdir(join(out, part));
    for (const title of titles) {
      await writeFile(readme, `${title}\n\nText.\n`);
      expect(await exportTo(out)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: `${readme}: expected none, or that of an export of small, got '${title}'; give another --out\n`,
      });
    }
    expect(await readdir(out, { recursive: true })).toEqual([part, `${part}/README.md`]);
  },
);

test.each([
  ['a changed number', (text: string) => text.replace(/,0\.\d+,/, ',0.99,')],
  ['a line more', (text: string) => `${text}\n`],
])('export refuses a table with %s, and writes nothing', async (_, change) => {
  const out = await openTemporaryFolder();
  const path = study.folder.table('ideas');
  const text = await readFile(path, 'utf8');
  onTestFinished(() => writeFile(path, text));
  expect(change(text)).not.toBe(text);
  await writeFile(path, change(text));
  expect(await exportTo(out)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `${path}: expected the bytes that manifest.json has a digest of, got others; run make report, which writes it anew\n`,
  });
  expect(await readdir(out)).toEqual([]);
});

test('export before a sweep is one line, and leaves nothing behind', async () => {
  const artifacts = await openTemporaryFolder();
  const options = ['--config', 'configs/smoke.yaml', '--artifacts', artifacts];
  const root = join(artifacts, 'smoke');
  expect(await call('export', options)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `export: expected a study whose tables are in ${root}, got none; make report writes them, or make sweep where nothing is computed yet\n`,
  });
  expect(await readdir(artifacts)).toEqual([]);
});
