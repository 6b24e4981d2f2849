/** A film from the command line, of a model in a file. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeApng } from 'fast-png';
import { expect, test } from 'vitest';
import type { LabelledImages } from '../../pipeline/engine/engine.ts';
import { encodeDat } from '../../pipeline/store/models/dat.ts';
import { decodeVf, encodeVf } from '../../pipeline/store/vf.ts';
import { drawModel } from '../engine/drawn.ts';
import { readDigits } from '../judging/digits.ts';
import { definePlainEnergy } from '../search/plainSearch.ts';
import { writeIdxFolder } from '../store/madeImages.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, hashFiles, readStamps, smallStudy } from './commandLine.ts';

const MODEL = drawModel(8, 1);

/** A folder with MODEL in it, and a run of the command on it, with one quick judge. */
async function openModel() {
  const folder = await openTemporaryFolder();
  const path = join(folder, 'model.dat');
  await writeFile(path, encodeDat(MODEL));
  const film = (...options: string[]) =>
    call('film', ['--model', path, '--digit', '3', '--set', 'judging.judges=[cnn]', ...options]);
  return { folder, film };
}

async function readFrames(folder: string) {
  const { content } = JSON.parse(await readFile(join(folder, 'film.json'), 'utf8'));
  return content.frames as { step: number; energy: number; score: number; file: string }[];
}

test('a film has a frame for each snapshot and one for the idea, with the energies of its images', async () => {
  const { folder, film } = await openModel();
  const out = join(folder, 'film');
  const { code, stdout, stderr } = await film('--out', out, '--proposals', '900', '--snapshots', '200');
  expect(stderr).toMatch(/^\S+model\.dat: expected at least 90\.00% of MNIST[^\n]+\n$/);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^\S+model\.dat: an MLP [^\n]+\n\S+model\.dat: reads [^\n]+\nfilm: 6 frames written in .*film \(film\.gif, film\.png, sheet\.png\); logit/,
  );
  const frames = await readFrames(out);
  expect(frames.map(({ file }) => file)).toEqual(
    [0, 200, 400, 600, 800, 900].map((step) => `x${String(step).padStart(4, '0')}.vf`),
  );
  for (const { file, energy, score } of frames) {
    const image = decodeVf(await readFile(join(out, file)), file);
    expect(energy).toBeCloseTo(definePlainEnergy(MODEL, 3)(image), 4);
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(1);
  }
  const shown = decodeApng(await readFile(join(out, 'film.png')));
  expect([shown.width, shown.height, shown.frames.length]).toEqual([280, 376, 6]);
});

test('a film lies in the folder of its model, is found again, and made elsewhere has the same bytes', async () => {
  const { folder, film } = await openModel();
  const artifacts = join(folder, 'artifacts');
  const search = ['--method', 'gradient', '--updates', '8', '--snapshots', '4', '--artifacts', artifacts];
  const first = await film(...search);
  const hash = createHash('sha256').update(encodeDat(MODEL)).digest('hex').slice(0, 8);
  const own = join(artifacts, 'films', hash, '3-gradient');
  expect(first.stdout).toContain(`frames written in ${own} `);
  const stamps = await readStamps(own, /./);
  const again = await film(...search);
  expect(again.stdout).toBe(first.stdout.replace('written', 'found'));
  expect(await readStamps(own, /./)).toEqual(stamps);

  const elsewhere = join(folder, 'elsewhere');
  await film(...search, '--out', elsewhere);
  expect(await hashFiles(elsewhere, /./)).toEqual(await hashFiles(own, /./));

  const frames = await readFrames(own);
  expect(frames.map(({ file }) => file)).toEqual(['x0000.vf', 'x0004.vf', 'x0008_grey.vf', 'x0008.vf']);
  const [grey, idea] = await Promise.all(
    frames.slice(2).map(async ({ file }) => decodeVf(await readFile(join(own, file)), file)),
  );
  expect(grey!.some((value) => value > 0.1 && value < 0.9)).toBe(true);
  expect(idea!.every((value) => value === 0 || value === 1)).toBe(true);
  expect(frames[2]!.energy).toBeCloseTo(definePlainEnergy(MODEL, 3)(grey!), 4);

  const other = await film(...search.with(3, '9'));
  expect(other.stdout).toMatch(
    /^\S+ an MLP .*\n\S+ reads .*\nfilm made again: updates .*\nfilm: 5 frames written/,
  );
});

test('the film of a study says how well its judges read; where they do not, it shows no score', async () => {
  const folder = await openTemporaryFolder();
  const film = async (name: string, digits: (set: 'train' | 't10k', count: number) => LabelledImages) => {
    const source = join(folder, name);
    await writeIdxFolder(source, digits('train', 120), digits('t10k', 20));
    const images = [`name=${name}`, `dataset={source: 'idx:${source}'}`];
    const study = smallStudy(folder, ...images, 'grid.hidden=[3]', 'grid.batch=[50]', 'training.epochs=1');
    return call('film', [...study, '--proposals', '20', '--snapshots', '10']);
  };
  const read = await film('upright', (set, count) => readDigits(set, 0, count));
  expect(read.stderr).toBe('');
  expect(read.stdout).toMatch(
    /\njudges: they read \d+\.\d\d% of 20 .*\nfilm: .*, recognisability \d\.\d\d \(whole image\) at the end\n$/,
  );

  const unread = await film('inverted', (set, count) => {
    const { images, labels } = readDigits(set, 0, count);
    return { images: images.map((value) => 255 - value), labels };
  });
  expect(unread.code).toBe(0);
  expect(unread.stderr).toMatch(
    /^judges: expected to read at least 80% .*; set dataset\.invert: true and [^\n]*\n$/,
  );
  expect(unread.stdout).toMatch(/\njudges: they read .*\nfilm: .*; logit -?[\d.]+ at the end\n$/);
});

test('a search whose length is not known before gives no film that is too long', async () => {
  const { folder, film } = await openModel();
  const { code, stdout, stderr } = await film(
    '--method',
    'coordinate',
    '--snapshots',
    '1',
    '--out',
    join(folder, 'x'),
  );
  expect(code).toBe(2);
  expect(stdout).toMatch(/^\S+ an MLP [^\n]+\n\S+ reads [^\n]+\n$/);
  expect(stderr).toMatch(
    /\n--snapshots: expected steps that give at most 1000 frames, got \d{4} frames; try [^\n]+\n$/,
  );
  expect(await readdir(folder)).toEqual(['model.dat']);
});

test.each([
  [['--digit', '10'], /^--digit: expected a digit, 0 to 9, got 10; /],
  [['--snapshots', '0'], /^--snapshots: expected at least 1, got 0; /],
  [['--snapshots', '1'], /^--snapshots: expected steps that give at most 1000 frames, got 10001 frames; /],
  [['--method', 'magic'], /^--method: expected .*'monte-carlo'.*'magic'/],
  [['--restarts', '2'], /^film: expected the options that --help lists, .*restarts/],
  [['--rate', '0.5'], /^--rate: expected the method gradient, got monte-carlo; /],
  [['--passes', '2'], /^--passes: expected the method coordinate, got monte-carlo; /],
  [['--invert'], /^--invert: expected --model beside it, got none; /],
  [['--model', 'm.dat', '--std', '0.3'], /^--std: expected --mean beside it, got none; /],
  [['--model', 'm.dat', '--only', 'h8-b50-s0'], /^--only: expected no --model beside it, got m\.dat; /],
  [
    ['--set', 'search.proposals=9'],
    /^--set: expected no search of a config, got search\.proposals=9; .*--proposals 9/,
  ],
])('%j is refused in one line', async (options, line) => {
  const { code, stderr } = await call('film', options);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toMatch(line);
});

test('a film in the place of its start is refused, and nothing is written', async () => {
  const { folder, film } = await openModel();
  const [out, start] = [join(folder, 'film'), join(folder, 'film/x0200.vf')];
  await mkdir(out);
  await writeFile(start, encodeVf(new Float32Array(784)));
  expect(await film('--out', out, '--start', `file:${start}`)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `--out: expected a file that is no input, got ${start}; give another folder, for it would be overwritten\n`,
  });
  expect(await readdir(out)).toEqual(['x0200.vf']);
});

test('a film in a folder where somebody has one of another program is refused, and that is left as it is', async () => {
  const { folder, film } = await openModel();
  const out = join(folder, 'mine');
  await mkdir(out);
  await writeFile(join(out, 'film.gif'), 'mine');
  expect(await film('--out', out)).toMatchObject({
    code: 2,
    stdout: '',
    stderr:
      '--out: expected a folder that is empty or has a film of ours, got film.gif without film.json; give another, or remove it\n',
  });
  expect(await readFile(join(out, 'film.gif'), 'utf8')).toBe('mine');
});
