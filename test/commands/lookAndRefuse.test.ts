/** Looking at a study changes nothing of it, and a stage refuses a dataset of another config, whoever made it. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../pipeline/store/files.ts';
import { IDX_NAMES } from '../../pipeline/store/idx.ts';
import { readDigits } from '../judging/digits.ts';
import { makeImages, writeIdxFolder } from '../store/madeImages.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { call, smallStudy } from './commandLine.ts';

const SETTINGS = [
  'dataset.train=300',
  'dataset.test=50',
  'grid.hidden=[8]',
  'grid.batch=[200]',
  'training.epochs=1',
];
/** Configs of other datasets. */
const OTHERS = ['dataset.train=250', 'dataset.cut=drawn', 'dataset.source=mnist dataset.validation=20'];

let artifacts: string;
const study = (...changes: string[]) => smallStudy(artifacts, ...SETTINGS, ...changes);

beforeAll(async () => {
  artifacts = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  for (const stage of ['dataset', 'train']) expect((await call(stage, study())).code).toBe(0);
});
afterAll(() => rm(artifacts, { recursive: true }));

/** Everything below a folder, hidden or not: bytes, times, places on the disk. */
async function photograph(root: string): Promise<Record<string, string>> {
  const paths = await readdir(root, { recursive: true });
  const describe = async (path: string) => {
    const { ino, mtimeMs, ctimeMs, size, mode } = await stat(join(root, path));
    const isFolder = (mode & 0o170000) === 0o040000;
    const content = isFolder ? 'folder' : sha256(await readFile(join(root, path)));
    return [path, `${ino} ${mtimeMs} ${ctimeMs} ${size} ${content}`] as const;
  };
  return Object.fromEntries(await Promise.all(['.', ...paths].map(describe)));
}

test.each(OTHERS)(
  '--status and --dry-run with %s write nothing, and say that a sweep would be refused',
  async (change) => {
    const before = await photograph(artifacts);
    const status = await call('sweep', [...study(change), '--status']);
    expect(status).toMatchObject({ code: 0, stderr: '' });
    expect(status.stdout).toMatch(
      /^h8-b200-s0: train and search: dataset changed from [0-9a-f]{8} to [0-9a-f]{8}/,
    );
    const refusal = `${artifacts}/smoke: expected the config that it was made with, dataset.`;
    expect(status.stdout).toContain(`\na sweep would be refused: ${refusal}`);
    const dry = await call('sweep', [...study(change), '--dry-run']);
    expect(dry).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(refusal) });
    expect(await photograph(artifacts)).toEqual(before);
  },
);

test('explain says of another config, at its end, what a sweep would refuse it with; of its own it says nothing', async () => {
  const before = await photograph(artifacts);
  const { stderr } = await call('sweep', [...study('training.epochs=4'), '--dry-run']);
  const explained = await call('explain', study('training.epochs=4'));
  expect(explained).toMatchObject({ code: 0, stderr: '' });
  expect(explained.stdout).toMatch(/stale\n.*epochs: recorded 1, now 4\n/);
  expect(explained.stdout.endsWith(`\na sweep would be refused: ${stderr}`)).toBe(true);
  const status = await call('sweep', [...study('training.epochs=4'), '--status']);
  expect(status.stdout.endsWith(`\na sweep would be refused: ${stderr}`)).toBe(true);
  expect((await call('explain', study())).stdout).not.toContain('refused');
  expect(await photograph(artifacts)).toEqual(before);
});

test('after a look with another config the model that was trained is still the wanted one', async () => {
  await call('sweep', [...study('dataset.train=250'), '--dry-run']);
  expect((await call('train', study())).stdout).toBe('train: 0 models trained, 1 there before\n');
});

test.each(['--dry-run', '--status'])('%s without any artifacts makes none', async (look) => {
  const folder = await openTemporaryFolder();
  const { code, stdout } = await call('sweep', [...smallStudy(join(folder, 'none'), ...SETTINGS), look]);
  expect(code).toBe(0);
  expect(stdout).toContain('h8-b200-s0: train and search: not computed yet');
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ['train', []],
  ['ideas', []],
  ['judge', []],
  ['analyse', []],
  ['report', []],
  ['experiment', ['hints']],
  ['rate', []],
  ['film', []],
])('%s refuses the dataset of another config, and writes nothing', async (command, words) => {
  // Without it, nothing but the dataset itself tells which config it is of.
  await rm(join(artifacts, 'smoke/study.json'), { force: true });
  const before = await photograph(join(artifacts, 'smoke'));
  const { code, stdout, stderr } = await call(command, [...words, ...study('dataset.train=250')]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe(
    `${artifacts}/smoke/dataset/dataset.json: expected a dataset of dataset.train 250, as the config says, got 300; ` +
      'run the dataset stage or the sweep with this config, or give the config that it was made with\n',
  );
  expect(await photograph(join(artifacts, 'smoke'))).toEqual(before);
});

test('a report without a dataset is refused, and makes none', async () => {
  const folder = await openTemporaryFolder();
  const { code, stderr } = await call('report', smallStudy(folder, ...SETTINGS));
  expect(code).toBe(2);
  expect(stderr).toMatch(/dataset\.json: expected a file, got none; run the dataset stage, or the sweep\n$/);
  expect(await readdir(folder)).toEqual([]);
});

test('the dataset stage says where it found a set that is not in the folder itself', async () => {
  const folder = await openTemporaryFolder();
  await writeIdxFolder(join(folder, 'MNIST/raw'), makeImages(50), makeImages(20));
  const source = ['--set', `dataset={source: 'idx:${folder}'}`];
  const { code, stdout } = await call('dataset', [...smallStudy(folder, 'grid.batch=[50]'), ...source]);
  expect(code).toBe(0);
  expect(stdout.split('\n').slice(1)).toEqual([
    'dataset: the images are below the folder: MNIST/raw/train-images-idx3-ubyte and three more files',
    'dataset: 20 of 20 test images are training images too, so that accuracy is too high',
    '',
  ]);
});

test('the dataset stage says of a set of EMNIST that it lies on its side, until it is turned', async () => {
  const folder = await openTemporaryFolder();
  const names = IDX_NAMES.map((name) => `emnist-digits-${name.replace('t10k', 'test')}`);
  await writeIdxFolder(join(folder, 'gzip'), makeImages(50), makeImages(20, 100), names);
  const prepare = (name: string, more: string) =>
    call('dataset', [
      ...smallStudy(folder, 'grid.batch=[50]'),
      ...['--set', `name=${name}`, '--set', `dataset={source: 'idx:${folder}/gzip'${more}}`],
    ]);
  const note = 'dataset.transpose=true turns them upright';
  expect((await prepare('lying', '')).stdout).toContain(note);
  expect((await prepare('upright', ', transpose: true')).stdout).not.toContain(note);
});

test('the dataset stage names the classes that a cut of a sorted set leaves out, and a drawn cut leaves out none', async () => {
  const folder = await openTemporaryFolder();
  const { images } = makeImages(400);
  // 20 images of 0, then as many of 1 ... 8, then all the others of 9.
  const labels = new Uint8Array(400).map((_, i) => Math.min(9, Math.floor(i / 20)));
  const unseen = readDigits('t10k', 0, 200);
  await writeIdxFolder(join(folder, 'sorted'), { images, labels }, unseen);
  const prepare = (cut: string) =>
    call('dataset', [
      ...smallStudy(folder, 'grid.batch=[50]'),
      ...['--set', `dataset={source: 'idx:${folder}/sorted', train: 141, cut: ${cut}}`],
    ]);
  expect((await prepare('first')).stdout.split('\n').slice(1)).toEqual([
    'dataset: no training image of 8, 9; of the training images only 1 of 7 (an equal share is 14)',
    '',
  ]);
  const again = (await prepare('drawn')).stdout.split('\n');
  expect(again[0]).toMatch(/^dataset prepared again: .*cut/);
  expect(again.slice(2)).toEqual(['']);
});
