/** One command at a time on a study, and under one config. */
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { COMPILED } from '../../build/compile.ts';
import { lockOf, withLock } from '../../pipeline/store/lock.ts';
import { encodeDat } from '../../pipeline/store/models/dat.ts';
import { encodeRecord } from '../../pipeline/store/recordFile.ts';
import { studySchema } from '../../pipeline/study/config.ts';
import { drawModel } from '../engine/drawn.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, ROOT, readStamps, type Started, smallStudy, start } from './commandLine.ts';

const SMALL = ['dataset.train=200', 'dataset.test=50', 'grid.hidden=[8]', 'training.epochs=1'];

/** A study whose dataset is there, and a folder for a model, and the options that name it. */
async function openStudy() {
  const artifacts = await openTemporaryFolder();
  const options = smallStudy(artifacts, ...SMALL);
  expect(await call('dataset', options)).toMatchObject({ code: 0, stderr: '' });
  const root = join(artifacts, 'smoke');
  await mkdir(join(root, 'models/h8-b50-s0'), { recursive: true });
  return { artifacts, options, root };
}

/** Does `work` while a sweep seems to work in `folder`. */
function whileBusy<Value>(folder: string, work: () => Promise<Value>): Promise<Value> {
  const fail = (line: string) => {
    throw new Error(line);
  };
  return withLock(folder, { command: 'sweep', onTaken: fail, onLost: fail }, work);
}

const BUSY = `sweep \\(process ${process.pid} on \\S+, since .* UTC(, last heard of \\d+ s ago)?\\)`;

/** Commands that write, each with its options beside the study. */
const WRITING: readonly (readonly [command: string, ...options: string[]])[] = [
  ['dataset'],
  ['dataset', '--fresh'],
  ['train'],
  ['ideas'],
  ['judge'],
  ['analyse'],
  ['report'],
  ['sweep'],
  ['sweep', '--fresh'],
  ['film'],
  ['rate'],
  ['rate-import', '--csv', 'none.csv'],
  ...['compare', 'hints', 'counterfeits', 'transfer', 'optimum', 'legibility', 'baselines'].map(
    (word) => ['experiment', word] as const,
  ),
];

test('whatever writes into a study is refused while another command works on it, and changes nothing', async () => {
  const { artifacts, options, root } = await openStudy();
  const stamps = await readStamps(artifacts, /./);
  await whileBusy(root, async () => {
    for (const [command, ...own] of WRITING) {
      // The word of an experiment is its first.
      const words = command === 'experiment' ? [...own, ...options] : [...options, ...own];
      const run = await call(command, words);
      expect([command, run.code, run.stdout]).toEqual([command, 2, '']);
      expect(run.stderr).toMatch(
        new RegExp(`^${root}: expected no other run in this folder, got ${BUSY}; wait for it[^\\n]*\\n$`),
      );
    }
    for (const flag of ['--status', '--dry-run']) {
      const { code, stdout } = await call('sweep', [...options, flag]);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`^running here: ${BUSY}\\n`));
    }
  });
  expect(await readStamps(artifacts, /./)).toEqual(stamps);
});

test('what only reads a study waits as well, for half of what it read might be of before', async () => {
  const { artifacts, options, root } = await openStudy();
  const stamps = await readStamps(artifacts, /./);
  await whileBusy(root, async () => {
    for (const command of ['export', 'power']) {
      expect(await call(command, options)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(
          `^${root}: expected a study that no command works on, got ${BUSY}; wait until it ends\n$`,
        ),
      });
    }
  });
  expect(await readStamps(artifacts, /./)).toEqual(stamps);
});

test('the ladder, and films of models in files, have a folder that one works in at a time', async () => {
  const artifacts = await openTemporaryFolder();
  const model = join(artifacts, 'model.dat');
  await writeFile(model, encodeDat(drawModel(4, 1)));
  const ladder = await whileBusy(join(artifacts, 'ladder'), () => call('ladder', ['--artifacts', artifacts]));
  const film = await whileBusy(join(artifacts, 'films'), () =>
    call('film', ['--model', model, '--artifacts', artifacts, '--set', 'judging.judges=[cnn]']),
  );
  for (const { code, stdout, stderr } of [ladder, film]) {
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^\\S+: expected no other run in this folder, got ${BUSY}; `));
  }
  expect(await readdir(artifacts)).toEqual(['model.dat']);
});

/** Starts a process that runs `code` with what a compiled module exports as `it`. */
function startScript(module: string, code: string): Started {
  const url = pathToFileURL(join(ROOT, COMPILED, 'pipeline', module)).href;
  const script = `const it = await import(${JSON.stringify(url)});\n${code}`;
  return start(process.execPath, ['--input-type=module', '--eval', script]);
}

/** Takes the lock of `folder`, says which it is, and then does as `then` says. */
function startHolder(folder: string, then: string): Started {
  const plan = `{ command: 'sweep', onTaken() {}, onLost() {} }`;
  return startScript(
    'store/lock.js',
    `await it.withLock(${JSON.stringify(folder)}, ${plan}, async () => { console.log('held'); ${then} })
       .catch((error) => console.log('refused', error.name));`,
  );
}

const WAIT_FOR_END = 'await new Promise((resolve) => setTimeout(resolve, 600_000));';

test.each([
  ['no lock', null],
  ['the lock of a process that has ended', { process: 4_194_304 }],
  ['the old lock of another machine', { machine: 'elsewhere' }],
  ['an old lock that cannot be read', {}],
])('of many that begin at once where there is %s, one gets the study', async (_, left) => {
  const folder = join(await openTemporaryFolder(), 'study');
  if (left !== null) {
    const record = await withLock(folder, { command: 'x', onTaken() {}, onLost() {} }, async () =>
      JSON.parse(await readFile(lockOf(folder), 'utf8')),
    );
    const { recordSha256: _, ...fields } = record;
    const isWhole = Object.keys(left).length > 0;
    await writeFile(lockOf(folder), isWhole ? encodeRecord({ ...fields, ...left }) : '');
    const old = new Date(Date.now() - 3_600_000);
    await utimes(lockOf(folder), old, old);
  }
  const all = Array.from({ length: 6 }, () => startHolder(folder, WAIT_FOR_END));
  await Promise.all(all.map(({ printed }) => printed(/^(held|refused)/gm, 1)));
  for (const { child } of all) child.kill('SIGKILL');
  const said = await Promise.all(all.map(async ({ ended }) => (await ended).stdout.trim()));
  expect(said.sort()).toEqual(['held', ...Array(5).fill('refused UserError')]);
  expect(await readdir(join(folder, '..'))).toEqual(['study.lock']);
});

test.each([
  ['exits', 'process.exit(3);', 3],
  ['fails', 'setImmediate(() => { throw new Error("a fault"); }); await new Promise(() => {});', 1],
])('a process that %s leaves no lock', async (_, then, code) => {
  const folder = join(await openTemporaryFolder(), 'study');
  const run = await startHolder(folder, then).ended;
  expect([run.code, run.stdout]).toEqual([code, 'held\n']);
  expect(await readdir(join(folder, '..'))).toEqual([]);
});

test('a worker ends with the process that started it, though it is too busy to hear of that', async () => {
  const worker = startScript(
    'sweep/endWithParent.js',
    `const { spawn } = await import('node:child_process');
     if (process.argv[1] === 'worker') {
       it.endWithParent();
       setTimeout(() => { console.log('busy'); for (;;); }, 300);
     } else {
       spawn(process.execPath, [...process.execArgv, 'worker'], { stdio: 'inherit' });
     }`,
  );
  await worker.printed(/^busy/gm, 1);
  worker.child.kill('SIGKILL');
  // All that hold its output open have ended.
  expect(await worker.ended).toMatchObject({ signal: 'SIGKILL', stdout: 'busy\n' });
});

test('a config is held to by every command, whichever came first', async () => {
  const { artifacts, root } = await openStudy();
  const other = smallStudy(artifacts, ...SMALL, 'training.epochs=2');
  const stamps = await readStamps(artifacts, /./);
  for (const [command, ...own] of WRITING.filter((words) => !words.includes('--fresh'))) {
    const words = command === 'experiment' ? [...own, ...other] : [...other, ...own];
    const { code, stdout, stderr } = await call(command, words);
    expect([command, code, stdout]).toEqual([command, 2, '']);
    expect(stderr).toMatch(
      new RegExp(
        `^${root}: expected the config that it was made with, training.epochs 1, got training.epochs 2; `,
      ),
    );
  }
  expect(await readStamps(artifacts, /./)).toEqual(stamps);
});

test('a grid may grow, and a study without a config is taken as it is', async () => {
  const { artifacts, root, options } = await openStudy();
  const grown = smallStudy(artifacts, ...SMALL, 'grid.hidden=[8,9]', 'description=other');
  expect(await call('dataset', grown)).toMatchObject({ code: 0, stderr: '' });
  await rm(join(root, 'study.json'));
  // What is refused for another reason makes no config that of the study.
  expect(await call('rate', options)).toMatchObject({ code: 2 });
  expect(await readdir(root)).toEqual(['dataset', 'models']);
  expect(await call('dataset', options)).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(await readFile(join(root, 'study.json'), 'utf8'))).toMatchObject({
    training: { epochs: 1 },
  });
});

test('before there is a model, the dataset stage and a sweep may set another config, and no other command', async () => {
  const { artifacts, root } = await openStudy();
  await rm(join(root, 'models'), { recursive: true });
  const other = smallStudy(artifacts, ...SMALL, 'dataset.train=210', 'training.epochs=2');
  const conflict = 'dataset.train 200, got dataset.train 210 (and 1 more that differ)';
  expect((await call('train', other)).stderr).toContain(conflict);
  expect(await call('sweep', [...other, '--dry-run'])).toMatchObject({ code: 0, stderr: '' });
  expect(await call('dataset', other)).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(await readFile(join(root, 'study.json'), 'utf8'))).toMatchObject({
    dataset: { train: 210 },
    training: { epochs: 2 },
  });
});

test('keys that are newer than the config of a study have had their default', async () => {
  const { artifacts, root, options } = await openStudy();
  const path = join(root, 'study.json');
  const { recordSha256: __, search, ...made } = JSON.parse(await readFile(path, 'utf8'));
  const { order: _, ...older } = search;
  await writeFile(path, JSON.stringify({ ...made, search: older }));
  expect(await call('dataset', options)).toMatchObject({ code: 0, stderr: '' });
  const shuffled = await call('dataset', smallStudy(artifacts, ...SMALL, 'search.order=shuffled'));
  expect(shuffled.stderr).toContain("search.order 'raster', got search.order 'shuffled'");
});

test.runIf(Object.hasOwn(studySchema.shape.dataset.unwrap().shape, 'cut'))(
  'a dataset from before it could be drawn was cut from the front',
  async () => {
    const { artifacts, root } = await openStudy();
    const path = join(root, 'study.json');
    const made = JSON.parse(await readFile(path, 'utf8'));
    delete made.dataset.cut;
    // Nor had it a digest then.
    delete made.recordSha256;
    await writeFile(path, JSON.stringify(made));
    const drawn = await call('dataset', smallStudy(artifacts, ...SMALL, 'dataset.cut=drawn'));
    expect(drawn.stderr).toContain("dataset.cut 'first', got dataset.cut 'drawn'");
    const first = await call('train', smallStudy(artifacts, ...SMALL, 'dataset.cut=first'));
    expect(first.stderr).not.toContain('the config that it was made with');
  },
);

test('a config of which a word was changed is refused, and not taken for what the study was made with', async () => {
  const { root, options } = await openStudy();
  const path = join(root, 'study.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace('"epochs": 1', '"epochs": 3'));
  const { code, stderr } = await call('train', options);
  expect(code).toBe(2);
  expect(stderr).toContain(
    `${path}: expected the config that its folder was made with, got none that can be read; remove it, and `,
  );
});

test.each(['', '{', '[]', '{"name":"smoke"}', 'null'])(
  'a config that cannot be read (%j) is refused with what to do, and --fresh begins again',
  async (text) => {
    const { artifacts, root, options } = await openStudy();
    const path = join(root, 'study.json');
    await writeFile(path, text);
    await mkdir(`${root}.1`);
    const { code, stderr } = await call('train', options);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      new RegExp(
        `^${path}: expected the config that its folder was made with, got none that can be read; .* as ${root}.2\\n$`,
      ),
    );
    expect(await readFile(path, 'utf8')).toBe(text);
    const fresh = await call('dataset', [...options, '--fresh']);
    expect(fresh).toMatchObject({ code: 0, stderr: '' });
    expect(fresh.stdout).toContain(`${root}: begun again; what was there is kept in ${root}.2\n`);
    expect(await readFile(join(`${root}.2`, 'study.json'), 'utf8')).toBe(text);
    expect((await readdir(artifacts)).sort()).toEqual(['smoke', 'smoke.1', 'smoke.2']);
  },
);

test('the numbers of an experiment that is off may change until its command has done it', async () => {
  const { artifacts, root } = await openStudy();
  const other = smallStudy(artifacts, ...SMALL, 'experiments.hints.images=7');
  expect((await call('dataset', other)).code).toBe(0);
  const folder = join(root, 'models/h8-b50-s0/hints');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'hints.json'), '{}');
  const { code, stderr } = await call('dataset', other);
  expect(code).toBe(2);
  expect(stderr).toContain('experiments.hints.images 20, got experiments.hints.images 7; ');
});
