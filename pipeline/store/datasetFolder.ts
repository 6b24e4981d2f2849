/**
 * The dataset of a study as files: its source cut and split once, so that every later stage reads the same images.
 *
 * dataset.json is written last, with the SHA-256 of every file beside it and its own; the same config and source give the
 * same bytes.
 */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LabelledImages } from '../engine/engine.ts';
import { selectImages } from '../engine/selectImages.ts';
import { drawPermutation, openStream } from '../math/streams.ts';
import { type DatasetConfig, studySchema } from '../study/config.ts';
import { expected, UserError } from '../study/errors.ts';
import { type DatasetRecord, datasetRecord } from '../study/records.ts';
import { exists, readBytes, removeFile, sha256, writeFileAtomic } from './files.ts';
import { encodeIdxImages, encodeIdxLabels, parseIdxPair } from './idx.ts';
import { readRecordOfAnyVersion, writeRecord } from './recordFile.ts';
import { digestSource, readSource } from './sources.ts';

/** Name of the record in the dataset's folder. */
const RECORD = 'dataset.json';
const NEXT_STEP = 'run the dataset stage, or the sweep';
/** Every key of a dataset's config, in the order in which a difference is told. */
const DATASET_KEYS = Object.keys(studySchema.shape.dataset.unwrap().shape) as (keyof DatasetConfig)[];

/** The parts of a dataset, by the prefix of their two files. */
type Part = 'train' | 'validation' | 't10k';

/** A file to be written. */
interface EncodedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A dataset in memory. */
export interface Dataset {
  readonly record: DatasetRecord;
  readonly train: LabelledImages;
  /** Null where the study has none. */
  readonly validation: LabelledImages | null;
  readonly test: LabelledImages;
}

/**
 * Makes the dataset in memory: reads the source and splits off the validation images.
 * Throws a UserError where the source is at fault, or where the validation images would leave none to train on.
 */
export async function makeDataset(config: DatasetConfig): Promise<Dataset> {
  const source = await readSource(config);
  const { train, validation } = splitValidation(source.train, config);
  const { test } = source;
  const record: DatasetRecord = {
    source: config.source,
    config: withoutUndefined(config),
    counts: countImages({ train, validation, test }),
    sourceSha256: source.sha256,
    sha256: Object.fromEntries(
      listParts({ train, validation, test })
        .flatMap(encodePart)
        .map(({ name, bytes }) => [name, sha256(bytes)]),
    ),
  };
  return { record, train, validation, test };
}

/** Writes a dataset into `directory`: its images as IDX files, and then its record. */
export async function writeDataset(directory: string, dataset: Dataset): Promise<void> {
  for (const part of listParts(dataset)) {
    for (const { name, bytes } of encodePart(part)) await writeFileAtomic(join(directory, name), bytes);
  }
  // An earlier run of another config may have left some.
  if (dataset.validation === null) {
    await Promise.all(partNames('validation').map((name) => removeFile(join(directory, name))));
  }
  await writeRecord(join(directory, RECORD), dataset.record);
}

/** Whether there is a dataset in `directory`, of whatever config and in whatever state. */
export async function hasDataset(directory: string): Promise<boolean> {
  return exists(join(directory, RECORD));
}

/**
 * Reads what {@link writeDataset} wrote. Throws a UserError where a file is missing or not as it was written, or the
 * record counts other images than there are, and where the dataset is not that of `config`.
 */
export async function readDataset(directory: string, config: DatasetConfig): Promise<Dataset> {
  const record = await readRecordOfAnyVersion(join(directory, RECORD), datasetRecord, NEXT_STEP);
  assertOfConfig(record, config, join(directory, RECORD));
  const train = await readPart(directory, 'train', record);
  const validation = config.validation > 0 ? await readPart(directory, 'validation', record) : null;
  const test = await readPart(directory, 't10k', record);
  assertCounts(record, { train, validation, test }, join(directory, RECORD));
  return { record, train, validation, test };
}

/**
 * The dataset in `directory` where it is the one that {@link makeDataset} would make: of the same config, from the same
 * bytes of the source, and with every file intact; otherwise null. Throws a UserError where the source itself is missing.
 */
export async function findDataset(directory: string, config: DatasetConfig): Promise<Dataset | null> {
  const dataset = await readIfSound(directory, config);
  if (dataset === null) return null;
  return isDeepStrictEqual(dataset.record.sourceSha256, await digestSource(config)) ? dataset : null;
}

/** Why {@link findDataset} gives none though there is a dataset in `directory`; null where there is none or it gives it. */
export async function findDatasetFault(directory: string, config: DatasetConfig): Promise<string | null> {
  if (!(await hasDataset(directory))) return null;
  try {
    const { record } = await readDataset(directory, config);
    const isOfSource = isDeepStrictEqual(record.sourceSha256, await digestSource(config));
    return isOfSource ? null : `${join(directory, RECORD)}: made from other bytes of ${config.source}`;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // What to do about it is being done.
    return error.message.slice(0, error.message.lastIndexOf('; '));
  }
}

/**
 * SHA-256 over the names and digests of the written files: two datasets have the same identity exactly when they hold
 * the same images, labels and split.
 */
export function datasetIdentity(record: DatasetRecord): string {
  const lines = Object.entries(record.sha256).map(([name, digest]) => `${digest}  ${name}\n`);
  return sha256(lines.sort().join(''));
}

async function readIfSound(directory: string, config: DatasetConfig): Promise<Dataset | null> {
  try {
    return await readDataset(directory, config);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Throws a UserError that names the first key of the config from which the dataset was not made. */
function assertOfConfig(record: DatasetRecord, config: DatasetConfig, where: string): void {
  const key = findChangedKey(record.config, config);
  if (key === null) return;
  const name = (value: unknown) => (value === undefined ? 'unset (all images)' : String(value));
  throw expected(
    where,
    `a dataset of dataset.${key} ${name(config[key])}, as the config says`,
    name(record.config[key]),
    'run the dataset stage or the sweep with this config, or give the config that it was made with',
  );
}

/** The first key in which two configs of datasets differ. How images are chosen matters only where some are. */
function findChangedKey(had: DatasetConfig, wanted: DatasetConfig): keyof DatasetConfig | null {
  const isCut = wanted.train !== undefined || wanted.test !== undefined;
  const keys = DATASET_KEYS.filter((key) => key !== 'cut' || isCut);
  return keys.find((key) => had[key] !== wanted[key]) ?? null;
}

/** Throws a UserError where the record counts other images, or more files, than there are. */
function assertCounts(record: DatasetRecord, images: Omit<Dataset, 'record'>, where: string): void {
  const found = countImages(images);
  for (const key of ['train', 'validation', 'test'] as const) {
    const count = record.counts[key];
    if (count === found[key]) continue;
    throw expected(where, `counts.${key} to be the ${found[key]} images there are`, String(count), NEXT_STEP);
  }
  const names = listParts(images).flatMap(([part]) => partNames(part));
  const stray = Object.keys(record.sha256).find((name) => !names.includes(name));
  if (stray !== undefined) throw expected(where, `sha256 of ${names.join(', ')} alone`, stray, NEXT_STEP);
}

function countImages({ train, validation, test }: Omit<Dataset, 'record'>): DatasetRecord['counts'] {
  return {
    train: train.labels.length,
    validation: validation?.labels.length ?? 0,
    test: test.labels.length,
  };
}

/** Draws the validation images by the stream dataset/validation; both parts keep the order of the source. */
function splitValidation(
  all: LabelledImages,
  config: DatasetConfig,
): { train: LabelledImages; validation: LabelledImages | null } {
  const count = all.labels.length;
  if (config.validation === 0) return { train: all, validation: null };
  if (config.validation >= count) {
    const what = `fewer than ${count} (the training images)`;
    throw expected('dataset.validation', what, String(config.validation), 'lower it, or use more images');
  }
  const order = drawPermutation(openStream(config.seed, 'dataset/validation'), count);
  return {
    train: selectImages(all, order.slice(config.validation).sort()),
    validation: selectImages(all, order.slice(0, config.validation).sort()),
  };
}

function partNames(part: Part): [images: string, labels: string] {
  return [`${part}-images-idx3-ubyte`, `${part}-labels-idx1-ubyte`];
}

/** The parts that a dataset has. */
function listParts({ train, validation, test }: Omit<Dataset, 'record'>): [Part, LabelledImages][] {
  return [
    ['train', train],
    ...(validation === null ? [] : [['validation', validation] as [Part, LabelledImages]]),
    ['t10k', test],
  ];
}

/** The two files of a part. */
function encodePart([part, { images, labels }]: readonly [Part, LabelledImages]): EncodedFile[] {
  const [imagesName, labelsName] = partNames(part);
  return [
    { name: imagesName, bytes: encodeIdxImages(images) },
    { name: labelsName, bytes: encodeIdxLabels(labels) },
  ];
}

async function readPart(directory: string, part: Part, record: DatasetRecord): Promise<LabelledImages> {
  const files = partNames(part).map(async (name) => {
    const where = join(directory, name);
    const bytes = await readBytes(where, NEXT_STEP);
    const digest = record.sha256[name] ?? `a digest in ${RECORD}`;
    const found = sha256(bytes);
    if (found !== digest) throw expected(where, `SHA-256 ${digest}`, found, NEXT_STEP);
    return { bytes, where };
  });
  const [images, labels] = await Promise.all(files);
  return parseIdxPair(images!, labels!);
}

/** The config as JSON keeps it: without the keys that are there but undefined. */
function withoutUndefined(config: DatasetConfig): DatasetConfig {
  return JSON.parse(JSON.stringify(config)) as DatasetConfig;
}
