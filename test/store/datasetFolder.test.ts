import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  datasetIdentity,
  findDataset,
  findDatasetFault,
  makeDataset,
  readDataset,
  writeDataset,
} from '../../pipeline/store/datasetFolder.ts';
import type { DatasetConfig } from '../../pipeline/study/config.ts';
import type { DatasetRecord } from '../../pipeline/study/records.ts';
import { errorLine } from './errorLine.ts';
import { fillsOf, makeImages, openStudy, writeIdxFolder } from './madeImages.ts';

const TRAIN = [
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
];
const VALIDATION = ['validation-images-idx3-ubyte', 'validation-labels-idx1-ubyte'];

/** Makes and writes a dataset, as the stage does. */
async function prepareDataset(config: DatasetConfig, directory: string): Promise<DatasetRecord> {
  const dataset = await makeDataset(config);
  await writeDataset(directory, dataset);
  return dataset.record;
}

/** Writes the record of a dataset anew, with changes, as versions did that wrote no digest of it. */
async function changeRecord(directory: string, change: (record: DatasetRecord) => unknown): Promise<void> {
  const path = join(directory, 'dataset.json');
  const { recordSha256: _, ...record } = JSON.parse(await readFile(path, 'utf8')) as DatasetRecord & {
    readonly recordSha256: string;
  };
  await writeFile(path, JSON.stringify(change(record)));
}

describe('a prepared dataset', () => {
  test('is read back with its record', async () => {
    const { config, directory } = await openStudy({ validation: 0 });
    const record = await prepareDataset(config, directory);
    const dataset = await readDataset(directory, config);
    expect(dataset).toEqual(await makeDataset(config));
    expect(dataset).toEqual({ record, train: makeImages(20), validation: null, test: makeImages(5, 100) });
    expect(record.counts).toEqual({ train: 20, validation: 0, test: 5 });
    expect(await readdir(directory)).toEqual(['dataset.json', ...TRAIN]);
  });

  test('has validation images of the training images, both in the order of the source', async () => {
    const { config, directory } = await openStudy();
    await prepareDataset(config, directory);
    const { record, train, validation } = await readDataset(directory, config);
    const [kept, drawn] = [fillsOf(train), fillsOf(validation!)];
    expect(record.counts).toEqual({ train: 16, validation: 4, test: 5 });
    expect([...kept, ...drawn].sort((a, b) => a - b)).toEqual(fillsOf(makeImages(20)));
    expect(kept).toEqual(kept.toSorted((a, b) => a - b));
    expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
    expect([...validation!.labels]).toEqual(drawn.map((fill) => fill % 10));
    expect([...train.labels]).toEqual(kept.map((fill) => fill % 10));
    expect(await readdir(directory)).toEqual(['dataset.json', ...TRAIN, ...VALIDATION]);
  });

  test('loses no image and doubles none, whatever is asked for', async () => {
    const { config, directory } = await openStudy();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.nat(19), fc.nat(), async (train, draw, seed) => {
        const validation = draw % train;
        const asked = { ...config, train, validation, seed };
        await prepareDataset(asked, directory);
        const dataset = await readDataset(directory, asked);
        const fills = [...fillsOf(dataset.train), ...(dataset.validation ? fillsOf(dataset.validation) : [])];
        expect(fills).toHaveLength(train);
        expect(new Set(fills).size).toBe(train);
        expect(dataset.validation?.labels.length ?? 0).toBe(validation);
      }),
      { numRuns: 10 },
    );
  });

  test('has the same bytes each time, and others under another seed', async () => {
    const { config, directory } = await openStudy();
    const bytes = async (folder: string) =>
      Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'hex')));
    await prepareDataset(config, directory);
    await prepareDataset(config, `${directory}-again`);
    await prepareDataset({ ...config, seed: 1 }, `${directory}-other`);
    expect(await bytes(`${directory}-again`)).toEqual(await bytes(directory));
    expect(await bytes(`${directory}-other`)).not.toEqual(await bytes(directory));
  });

  test('drops the validation images of an earlier run', async () => {
    const { config, directory } = await openStudy();
    await prepareDataset(config, directory);
    await prepareDataset({ ...config, validation: 0 }, directory);
    expect(await readdir(directory)).toEqual(['dataset.json', ...TRAIN]);
  });

  test.each([20, 21])('cannot have %i of 20 images for validation', async (validation) => {
    const { config, directory } = await openStudy({ validation });
    expect(await errorLine(() => prepareDataset(config, directory))).toBe(
      `dataset.validation: expected fewer than 20 (the training images), got ${validation}; ` +
        'lower it, or use more images',
    );
  });

  test('counts the validation images among those of dataset.train', async () => {
    const { config, directory } = await openStudy({ train: 4, validation: 4 });
    expect(await errorLine(() => prepareDataset(config, directory))).toContain('expected fewer than 4');
  });
});

describe('reading a dataset', () => {
  test.each([...TRAIN, ...VALIDATION])('refuses a changed %s', async (name) => {
    const { config, directory } = await openStudy();
    await prepareDataset(config, directory);
    const bytes = await readFile(join(directory, name));
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(join(directory, name), bytes);
    expect(await errorLine(() => readDataset(directory, config))).toMatch(
      new RegExp(
        `${name}: expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}; run the dataset stage, or the sweep$`,
      ),
    );
  });

  test.each([...TRAIN, ...VALIDATION, 'dataset.json'])('refuses a missing %s', async (name) => {
    const { config, directory } = await openStudy();
    await prepareDataset(config, directory);
    await rm(join(directory, name));
    expect(await errorLine(() => readDataset(directory, config))).toBe(
      `${join(directory, name)}: expected a file, got none; run the dataset stage, or the sweep`,
    );
  });

  test('refuses a record without the digest of a file, or with one of a file that is none of it', async () => {
    const { config, directory } = await openStudy();
    await prepareDataset(config, directory);
    await changeRecord(directory, (record) => ({ ...record, sha256: { ...record.sha256, other: '00' } }));
    expect(await errorLine(() => readDataset(directory, config))).toMatch(
      /alone, got other; run the dataset stage, or the sweep$/,
    );
    await changeRecord(directory, (record) => ({ ...record, sha256: {} }));
    expect(await errorLine(() => readDataset(directory, config))).toContain(
      'run the dataset stage, or the sweep',
    );
  });

  test('refuses a record of another shape', async () => {
    const { config, directory } = await openStudy();
    await prepareDataset(config, directory);
    await changeRecord(directory, (record) => ({ ...record, counts: 3 }));
    expect(await errorLine(() => readDataset(directory, config))).toMatch(
      /counts: .*; run the dataset stage, or the sweep$/,
    );
  });

  test.each([
    ['train', 60000, 16],
    ['validation', 0, 4],
    ['test', 6, 5],
  ])('does not believe a count of %s images that is %i', async (key, count, present) => {
    const { config, directory } = await openStudy();
    await prepareDataset(config, directory);
    await changeRecord(directory, (record) => ({ ...record, counts: { ...record.counts, [key]: count } }));
    expect(await errorLine(() => readDataset(directory, config))).toBe(
      `${directory}/dataset.json: expected counts.${key} to be the ${present} images there are, got ${count}; ` +
        'run the dataset stage, or the sweep',
    );
    expect(await findDataset(directory, config)).toBeNull();
  });

  test.each<[changes: Partial<DatasetConfig>, wanted: string, got: string]>([
    [{ source: 'mnist' }, 'source mnist', 'idx:.*/source'],
    [{ train: 10 }, 'train 10', 'unset \\(all images\\)'],
    [{ test: 2 }, 'test 2', 'unset \\(all images\\)'],
    [{ transpose: true }, 'transpose true', 'false'],
    [{ invert: true }, 'invert true', 'false'],
    [{ validation: 3 }, 'validation 3', '4'],
    [{ validation: 0, seed: 1 }, 'validation 0', '4'],
    [{ seed: 1 }, 'seed 1', '0'],
  ])('refuses it for the config %o, and names the key', async (changes, wanted, got) => {
    const { config, directory } = await openStudy();
    await prepareDataset(config, directory);
    expect(await errorLine(() => readDataset(directory, { ...config, ...changes }))).toMatch(
      new RegExp(
        `/dataset.json: expected a dataset of dataset.${wanted}, as the config says, got ${got}; ` +
          'run the dataset stage or the sweep with this config, or give the config that it was made with$',
      ),
    );
  });

  test('takes one of an earlier version, whose record has no cut, for one that was cut from the front', async () => {
    const { config, directory } = await openStudy({ train: 12, cut: 'first' });
    await prepareDataset(config, directory);
    await changeRecord(
      directory,
      ({ config: { cut: _, transpose: __, invert: ___, ...had }, ...record }) => ({
        ...record,
        config: had,
      }),
    );
    expect((await readDataset(directory, config)).record.counts.train).toBe(8);
    expect(await findDataset(directory, config)).not.toBeNull();
    const drawn = { ...config, cut: 'drawn' as const };
    expect(await findDataset(directory, drawn)).toBeNull();
    expect(await errorLine(() => readDataset(directory, drawn))).toContain(
      'expected a dataset of dataset.cut drawn, as the config says, got first',
    );
  });

  test('does not ask how a cut chooses where there is none', async () => {
    const { config, directory } = await openStudy({ cut: 'first' });
    await prepareDataset(config, directory);
    expect(await findDataset(directory, { ...config, cut: 'drawn' })).not.toBeNull();
  });
});

describe('datasetIdentity', () => {
  test('follows the written images, not the place they came from', async () => {
    const [here, there] = [await openStudy(), await openStudy()];
    const record = await prepareDataset(here.config, here.directory);
    const same = await prepareDataset(there.config, there.directory);
    const other = await prepareDataset({ ...there.config, train: 19 }, there.directory);
    expect(datasetIdentity(record)).toMatch(/^[0-9a-f]{64}$/);
    expect(datasetIdentity(same)).toBe(datasetIdentity(record));
    expect(datasetIdentity(other)).not.toBe(datasetIdentity(record));
  });

  test('tells apart which file holds which bytes', async () => {
    const { config, directory } = await openStudy();
    const record = await prepareDataset(config, directory);
    const [first, second] = Object.keys(record.sha256) as [string, string];
    const swapped = { ...record.sha256, [first]: record.sha256[second]!, [second]: record.sha256[first]! };
    expect(datasetIdentity({ ...record, sha256: swapped })).not.toBe(datasetIdentity(record));
  });
});

describe('findDataset', () => {
  test('gives what was prepared, whether an option is left out or undefined', async () => {
    const { config, directory } = await openStudy();
    expect(await findDataset(directory, config)).toBeNull();
    expect(await readdir(join(directory, '..'))).toEqual(['source']);
    await prepareDataset({ ...config, train: undefined }, directory);
    expect(await findDataset(directory, config)).not.toBeNull();
    expect(await findDataset(directory, { test: undefined, ...config })).not.toBeNull();
  });

  test.each([{ train: 10 }, { test: 2 }, { validation: 3 }, { validation: 0 }, { seed: 1 }])(
    'gives none for the config %o',
    async (changes) => {
      const { config, directory } = await openStudy();
      await prepareDataset(config, directory);
      expect(await findDataset(directory, { ...config, ...changes })).toBeNull();
    },
  );

  test('gives none when the source has changed', async () => {
    const { source, config, directory } = await openStudy();
    await prepareDataset(config, directory);
    await writeIdxFolder(source, makeImages(20, 1), makeImages(5, 100));
    expect(await findDataset(directory, config)).toBeNull();
  });

  test.each([...TRAIN, ...VALIDATION, 'dataset.json'])(
    'gives none when %s is damaged or missing',
    async (name) => {
      const { config, directory } = await openStudy();
      await prepareDataset(config, directory);
      await writeFile(join(directory, name), 'damaged');
      expect(await findDataset(directory, config)).toBeNull();
      await rm(join(directory, name));
      expect(await findDataset(directory, config)).toBeNull();
    },
  );

  test('gives none, and says why, when a word of its record is another that nothing else tells', async () => {
    const { source, config, directory } = await openStudy();
    const path = join(directory, 'dataset.json');
    expect(await findDatasetFault(directory, config)).toBeNull();
    await prepareDataset(config, directory);
    expect(await findDatasetFault(directory, config)).toBeNull();
    await writeFile(path, (await readFile(path, 'utf8')).replace('"source": "idx:', '"source": "idy:'));
    expect(await findDataset(directory, config)).toBeNull();
    expect(await findDatasetFault(directory, config)).toBe(
      `${path}: expected a record as it was written, got one that is damaged`,
    );
    await prepareDataset(config, directory);
    await writeIdxFolder(source, makeImages(20, 1), makeImages(5, 100));
    expect(await findDatasetFault(directory, config)).toBe(`${path}: made from other bytes of idx:${source}`);
  });

  test('says so when the source is gone', async () => {
    const { source, config, directory } = await openStudy();
    await prepareDataset(config, directory);
    await rm(source, { recursive: true });
    expect(await errorLine(() => findDataset(directory, config))).toContain('expected a folder of IDX files');
  });
});
