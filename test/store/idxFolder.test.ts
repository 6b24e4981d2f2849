import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { IDX_NAMES } from '../../pipeline/store/idx.ts';
import { locateIdxFiles } from '../../pipeline/store/idxFolder.ts';
import { errorLine } from './errorLine.ts';
import { makeImages, writeIdxFolder } from './madeImages.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

const [train, held] = [makeImages(3), makeImages(2)];
/** The names of a set of EMNIST. */
const emnist = (set: string) => IDX_NAMES.map((name) => `emnist-${set}-${name.replace('t10k', 'test')}.gz`);

/** A folder with a set under `names` in each of `folders` below it. */
async function openSets(folders: readonly string[], names: readonly string[] = IDX_NAMES): Promise<string> {
  const root = await openTemporaryFolder();
  for (const folder of folders) await writeIdxFolder(join(root, folder), train, held, names);
  return root;
}

async function namesOf(path: string): Promise<string[]> {
  return (await locateIdxFiles(path)).map(({ name }) => name);
}

describe('a set of IDX files is found', () => {
  test('beside folders of the same names, as Kaggle packs it', async () => {
    const root = await openSets(
      ['.'],
      IDX_NAMES.map((name) => name.replace('-idx', '.idx')),
    );
    for (const name of IDX_NAMES) {
      await mkdir(join(root, name));
      await writeFile(join(root, name, name), 'not looked at');
    }
    expect(await namesOf(root)).toEqual(IDX_NAMES.map((name) => name.replace('-idx', '.idx')));
  });

  test('inside of folders of the same names, where there is nothing beside them', async () => {
    const root = await openSets(['whole']);
    for (const name of IDX_NAMES) {
      await mkdir(join(root, name));
      await rename(join(root, 'whole', name), join(root, name, name));
    }
    expect(await locateIdxFiles(root)).toEqual(
      IDX_NAMES.map((name) => ({ name: `${name}/${name}`, where: join(root, name, name) })),
    );
  });

  test('below the folder that torchvision is given, or that contains the files, or between', async () => {
    const root = await openSets(['MNIST/raw']);
    expect(await namesOf(root)).toEqual(IDX_NAMES.map((name) => `MNIST/raw/${name}`));
    expect(await namesOf(join(root, 'MNIST'))).toEqual(IDX_NAMES.map((name) => `raw/${name}`));
    expect(await namesOf(join(root, 'MNIST/raw'))).toEqual(IDX_NAMES);
  });

  test('behind links, as caches of downloads have them', async () => {
    const root = await openSets(['blobs']);
    await mkdir(join(root, 'snapshot'));
    for (const name of IDX_NAMES) await symlink(join(root, 'blobs', name), join(root, 'snapshot', name));
    expect(await namesOf(join(root, 'snapshot'))).toEqual(IDX_NAMES);
    await mkdir(join(root, 'data'));
    await symlink(join(root, 'blobs'), join(root, 'data', 'MNIST'));
    expect(await namesOf(join(root, 'data'))).toEqual(IDX_NAMES.map((name) => `MNIST/${name}`));
  });

  test('by its own name before the usual ones', async () => {
    const root = await openSets(['.'], emnist('digits'));
    expect(await namesOf(root)).toEqual(emnist('digits'));
  });

  test('by the names of QMNIST, whose labels have another ending', async () => {
    const names = [
      'train-images-idx3-ubyte',
      'train-labels-idx2-int',
      'test-images-idx3-ubyte',
      'test-labels-idx2-int',
    ];
    const qmnist = names.map((name) => `qmnist-${name}.gz`);
    const root = await openSets(['QMNIST/raw'], qmnist);
    expect(await namesOf(root)).toEqual(qmnist.map((name) => `QMNIST/raw/${name}`));
  });

  test('by folder and name, where the folder has several', async () => {
    const root = await openSets(['.'], emnist('digits'));
    await writeIdxFolder(root, train, held, emnist('letters'));
    expect(await namesOf(join(root, 'emnist-letters'))).toEqual(emnist('letters'));
    expect(await errorLine(() => locateIdxFiles(root))).toBe(
      `${root}: expected one set of IDX files, got 2; ` +
        `name one of them: idx:${join(root, 'emnist-digits')}, idx:${join(root, 'emnist-letters')}`,
    );
  });

  test('under the usual names rather than another set beside them', async () => {
    const root = await openSets(['.']);
    await writeIdxFolder(root, train, held, emnist('digits'));
    expect(await namesOf(root)).toEqual(IDX_NAMES);
  });

  test('in the home folder by ~', async () => {
    const root = await openSets(['.']);
    const path = `~/${relative(homedir(), root)}`;
    expect((await locateIdxFiles(path)).map(({ where }) => where)).toEqual(
      IDX_NAMES.map((name) => join(root, name)),
    );
  });
});

describe('what is no set of IDX files is named', () => {
  test('two sets below the folder', async () => {
    const root = await openSets(['MNIST/raw', 'FashionMNIST/raw']);
    expect(await errorLine(() => locateIdxFiles(root))).toBe(
      `${root}: expected one set of IDX files, got 2; ` +
        `name one of them: idx:${root}/FashionMNIST/raw, idx:${root}/MNIST/raw`,
    );
  });

  test('a file of the set in the place of its folder', async () => {
    const root = await openSets(['.']);
    expect(await errorLine(() => locateIdxFiles(join(root, IDX_NAMES[0])))).toBe(
      `${join(root, IDX_NAMES[0])}: expected a folder of IDX files, got a file; name its folder, idx:${root}`,
    );
  });

  test('an archive', async () => {
    const path = join(await openTemporaryFolder(), 'gzip.zip');
    await writeFile(path, 'PK\u0003\u0004');
    expect(await errorLine(() => locateIdxFiles(path))).toBe(
      `${path}: expected a folder of IDX files, got a zip archive; unpack it and name the folder`,
    );
  });

  test.each([
    [
      'a download that has not ended',
      'only t10k-labels-idx1-ubyte.gz.part',
      (path: string) => writeFile(`${path}.gz.part`, ''),
    ],
    [
      'a link to nothing',
      'a link t10k-labels-idx1-ubyte to nothing',
      (path: string) => symlink('none', path),
    ],
    [
      'an empty folder of its name',
      'a folder t10k-labels-idx1-ubyte without it',
      (path: string) => mkdir(path),
    ],
  ])('%s instead of a file', async (_, got, make) => {
    const root = await openSets(['.']);
    const last = join(root, IDX_NAMES[3]);
    await rename(last, join(root, 'elsewhere'));
    await make(last);
    expect(await errorLine(() => locateIdxFiles(root))).toBe(
      `${root}: expected a file ${basename(last)} or ${basename(last)}.gz, got ${got}; ` +
        'put all four IDX files of the set there',
    );
  });

  test('a missing file of a set with a name, by that name', async () => {
    const names = emnist('digits');
    const root = await openSets(['gzip'], names);
    await rename(join(root, 'gzip', names[3]!), join(root, 'gzip', 'elsewhere'));
    const line = `${root}/gzip: expected a file emnist-digits-test-labels-idx1-ubyte or `;
    expect(await errorLine(() => locateIdxFiles(root))).toContain(line);
    expect(await errorLine(() => locateIdxFiles(`${root}/gzip/emnist-digits`))).toContain(line);
  });

  test('an empty folder, and one of other files', async () => {
    const root = await openTemporaryFolder();
    const line = `${root}: expected a set of IDX files, such as train-images-idx3-ubyte.gz, got`;
    const step = '; put all four IDX files of the set there';
    expect(await errorLine(() => locateIdxFiles(root))).toBe(`${line} an empty folder${step}`);
    for (const name of ['a', 'b', 'c', 'd', 'train.csv']) await writeFile(join(root, name), '');
    expect(await errorLine(() => locateIdxFiles(root))).toBe(
      `${line} other files (a, b, c, d and 1 more)${step}`,
    );
  });
});
