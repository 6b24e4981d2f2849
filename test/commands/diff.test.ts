/** One small study, published, and copies of it that are changed file by file: diff says what, and how much still holds. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
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
import { encodeLock, makeLock } from '../../pipeline/verify/resultsLock.ts';
import { summariseStudy } from '../../pipeline/verify/summariseStudy.ts';
import { openSmallStudy, score } from '../models/smallStudy.ts';
import { call, hashFiles } from './commandLine.ts';

let folder = '';
let study: Study;
let copies = 0;

/** A copy of the study under another folder's name, for a test to change. */
async function copyStudy(): Promise<string> {
  const path = join(folder, `copy-${copies++}`);
  await cp(study.folder.root, path, { recursive: true });
  return path;
}

const diff = (a: string, b: string) =>
  call('diff', ['--a', a, '--b', b, '--out', join(folder, 'out/page.html')]);

beforeAll(async () => {
  const temporary = makeTemporaryFolder();
  folder = temporary.path;
  const small = await openSmallStudy(folder);
  study = await small.change({ hidden: [3] });
  await computeModel(study, study.models[0]!, small.data);
  await keepConfig(study);
  await score(study, small.data);
  await writeTables(study, await gatherResults(study, small.data));
  await writeManifest(study);
  return () => temporary.remove();
});

test('two studies without a model are not the same: there is nothing to compare', async () => {
  const [one, other] = [await copyStudy(), await copyStudy()];
  for (const path of [one, other]) {
    for (const made of ['models', 'models.csv', 'ideas.csv', 'times.csv'])
      await rm(join(path, made), { recursive: true });
  }
  expect(await diff(one, other)).toMatchObject({
    code: 2,
    stderr: `${one} and ${other}: expected a study with models, got none; make sweep computes them\n`,
  });
});

test('a copy is the same, and so is what a lock says of it', async () => {
  const root = study.folder.root;
  const { code, stdout, stderr } = await diff(root, await copyStudy());
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /^diff: A .*small, B .*copy-\d: identical bytes \(.*page\.html\)\nnothing of what both have differs\n/,
  );
  expect(stdout).toContain('ideas: the same (10 ideas)\n');
  expect(await readFile(join(folder, 'out/page.html'), 'utf8')).toContain('<h1>Identical bytes</h1>');
  const lock = join(folder, 'small.lock.json');
  await writeFile(lock, encodeLock(makeLock((await summariseStudy(study)).summary, null)));
  expect((await diff(lock, root)).stdout).toContain(': identical bytes (');
});

test('an idea with a flipped bit leaves the numbers: 3, and a picture', async () => {
  const copy = await copyStudy();
  const idea = join(copy, 'models/h3-b60-s0/ideas/idea_3.vf');
  const bytes = await readFile(idea);
  bytes[43]! ^= 1;
  await writeFile(idea, bytes);
  const { code, stdout } = await diff(study.folder.root, copy);
  expect(code).toBe(3);
  expect(stdout).toContain(
    'first difference: ideas of h3-b60-s0: ideas/idea_3.vf: other bytes\nlikely reason: the file was changed',
  );
  expect(stdout).toContain('ideas: 1 of 10 ideas differs\n  idea_3 of h3-b60-s0: 1 of 784 pixels\n');
  expect(await readFile(join(folder, 'out/page.html'), 'utf8')).toContain(
    'alt="idea_3 of h3-b60-s0 in A, in B',
  );
});

test('a picture of an idea that is gone on one side is named, and the same on both sides is none', async () => {
  const [copy, other] = [await copyStudy(), await copyStudy()];
  const picture = 'models/h3-b60-s0/ideas/idea_3.png';
  await rm(join(copy, picture));
  const gone = await diff(study.folder.root, copy);
  expect(gone.code).toBe(3);
  expect(gone.stdout).toContain('first difference: ideas of h3-b60-s0: ideas/idea_3.png: only in A\n');
  expect((await diff(copy, study.folder.root)).stdout).toContain('idea_3.png: only in B\n');
  await rm(join(other, picture));
  expect((await diff(copy, other)).code).toBe(0);
});

test('another number is 4, another conclusion 5', async () => {
  const copy = await copyStudy();
  const table = join(copy, 'models.csv');
  const [head, row, ...rest] = (await readFile(table, 'utf8')).split('\n');
  const at = head!.split(',').indexOf('test_accuracy');
  const changed = row!.split(',').map((field, column) => (column === at ? '0.999' : field));
  await writeFile(table, [head, changed.join(','), ...rest].join('\n'));
  const other = await diff(study.folder.root, copy);
  expect(other.code).toBe(4);
  expect(other.stdout).toMatch(
    /^ {2}models\.test_accuracy of h3-b60-s0: [\d.]+ in A, 0\.999 in B \([\d.]+ times/m,
  );
  const verdicts = join(copy, 'verdicts.json');
  await writeFile(verdicts, (await readFile(verdicts, 'utf8')).replace(/"H1": "[^"]*"/, '"H1": "supported"'));
  const worse = await diff(study.folder.root, copy);
  expect(worse.code).toBe(5);
  expect(worse.stdout).toMatch(/^ {2}H1: .* in A, supported in B$/m);
});

test('a study of a former version, without environment.json and with another manifest, is compared and this is said', async () => {
  const copy = await copyStudy();
  await rm(join(copy, 'environment.json'));
  await writeFile(join(copy, 'manifest.json'), '{"files": {}}');
  const { code, stdout } = await diff(copy, study.folder.root);
  expect(code).toBe(0);
  expect(stdout).toContain(
    'note: A does not record its environment (no environment.json) and the version of its scores\n',
  );
});

test('a page in the place of a lock, or in a study that is compared, is refused, and nothing is written', async () => {
  const { root } = study.folder;
  const lock = join(folder, 'own.lock.json');
  await writeFile(lock, encodeLock(makeLock((await summariseStudy(study)).summary, null)));
  const before = await hashFiles(folder, /(^|\/)(artifacts|own)/);
  const compare = (out: string) => call('diff', ['--a', lock, '--b', root, '--out', out]);
  expect(await compare(lock)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `--out: expected a file that is no input, got ${lock}; give another name, for it would be overwritten\n`,
  });
  for (const out of [join(root, 'models.csv'), join(root, 'report/diff.html')]) {
    expect(await compare(out)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `--out: expected a place outside the study in ${root}, got ${out}; give another: the study is only read\n`,
    });
  }
  const third = await copyStudy();
  const page = join(third, 'report/index.html');
  expect((await compare(page)).stderr).toContain(
    `--out: expected a place outside the study in ${third}, got ${page}; `,
  );
  expect(await exists(page)).toBe(false);
  expect(await hashFiles(folder, /(^|\/)(artifacts|own)/)).toEqual(before);
});

test('what the user can mend is one line and exit code 2', async () => {
  const { root } = study.folder;
  const next = 'give such as A=artifacts/sweep or A=configs/ci.lock.json (--a, --b)';
  const lost = join(folder, 'lost');
  const what = 'expected the folder of a study, or a lock of results';
  expect(await diff(lost, root)).toMatchObject({
    code: 2,
    stderr: `${lost}: ${what}, got nothing; ${next}\n`,
  });
  await mkdir(lost);
  expect(await diff(root, lost)).toMatchObject({
    code: 2,
    stderr: `${lost}: ${what}, got a folder without study.json; ${next}\n`,
  });
  expect((await diff(root, join(root, 'manifest.json'))).code).toBe(2);
  for (const [level, options] of [
    [undefined, '--b'],
    ['1', 'B=...'],
  ]) {
    vi.stubEnv('MAKELEVEL', level);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await call('diff', ['--a', root])).toMatchObject({
      code: 2,
      stderr: `diff: expected ${options}, got none; see --help\n`,
    });
  }
  const config = join(folder, 'my.yaml');
  await writeFile(config, 'name: mine\n');
  expect(await call('diff', ['--a', root, '--b', root, '--out', config])).toMatchObject({
    code: 2,
    stderr: `--out: expected the name of a page, .html, got ${config}; give another\n`,
  });
});
