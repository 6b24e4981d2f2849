/**
 * The dataset of a study as files: its source cut and split once, so that every later stage reads the same images.
 *
 * dataset.json is written last, with the SHA-256 of every file beside it; the same config and source give the same bytes.
 */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LabelledImages } from '../engine/engine.ts';
import { selectImages } from '../engine/selectImages.ts';
import { drawPermutation, openStream } from '../math/streams.ts';
import type { DatasetConfig } from '../study/config.ts';
import { expected, UserError } from '../study/errors.ts';
import { type DatasetRecord, datasetRecord } from '../study/records.ts';
import {
  exists,
  readBytes,
  readJson,
  removeFile,
  sha256,
  sha256File,
  writeFileAtomic,
  writeJson,
} from './files.ts';
import { encodeIdxImages, encodeIdxLabels, parseIdxPair } from './idx.ts';
import { digestSource, readSource } from './sources.ts';

/** Name of the record in the dataset's folder. */
const RECORD = 'dataset.json';
const NEXT_STEP = 'run the dataset stage again';

/** The parts of a dataset, by the prefix of their two files. */
type Part = 'train' | 'validation' | 't10k';

/** A dataset in memory. */
export interface Dataset {
  readonly record: DatasetRecord;
  readonly train: LabelledImages;
  /** Null where the study has none. */
  readonly validation: LabelledImages | null;
  readonly test: LabelledImages;
}

/**
 * Reads the source, splits off the validation images, and writes all as IDX files into `directory`.
 * Throws a UserError where the source is at fault, or where the validation images would leave none to train on.
 * What `assertUsable` throws comes before anything is written.
 */
export async function prepareDataset(
  config: DatasetConfig,
  directory: string,
  assertUsable: (counts: DatasetRecord['counts']) => void = () => undefined,
): Promise<DatasetRecord> {
  const source = await readSource(config);
  const { train, validation } = splitValidation(source.train, config);
  const counts = {
    train: train.labels.length,
    validation: validation?.labels.length ?? 0,
    test: source.test.labels.length,
  };
  assertUsable(counts);
  const digests = {
    ...(await writePart(directory, 'train', train)),
    ...(validation === null ? {} : await writePart(directory, 'validation', validation)),
    ...(await writePart(directory, 't10k', source.test)),
  };
  // An earlier run of another config may have left some.
  if (validation === null) {
    await Promise.all(partNames('validation').map((name) => removeFile(join(directory, name))));
  }
  const record: DatasetRecord = {
    source: config.source,
    config: withoutUndefined(config),
    counts,
    sourceSha256: source.sha256,
    sha256: digests,
  };
  await writeJson(join(directory, RECORD), record);
  return record;
}

/** Reads what {@link prepareDataset} wrote. Throws a UserError where a file is missing or not as it was written. */
export async function readDataset(directory: string): Promise<Dataset> {
  const record = await readRecord(directory);
  const train = await readPart(directory, 'train', record);
  const validation = record.counts.validation > 0 ? await readPart(directory, 'validation', record) : null;
  const test = await readPart(directory, 't10k', record);
  return { record, train, validation, test };
}

/**
 * SHA-256 over the names and digests of the written files: two datasets have the same identity exactly when they hold
 * the same images, labels and split.
 */
export function datasetIdentity(record: DatasetRecord): string {
  const lines = Object.entries(record.sha256).map(([name, digest]) => `${digest}  ${name}\n`);
  return sha256(lines.sort().join(''));
}

/**
 * Whether `directory` holds the dataset that {@link prepareDataset} would write: the same config, the same bytes of
 * the source, and every file intact. Throws a UserError where the source itself is missing.
 */
export async function isDatasetCurrent(directory: string, config: DatasetConfig): Promise<boolean> {
  const record = await readRecordIfSound(directory);
  if (record === null || !isDeepStrictEqual(record.config, withoutUndefined(config))) return false;
  if (!isDeepStrictEqual(record.sourceSha256, await digestSource(config))) return false;
  const parts: Part[] = record.counts.validation > 0 ? ['train', 'validation', 't10k'] : ['train', 't10k'];
  const intact = await Promise.all(
    parts.flatMap(partNames).map(async (name) => {
      const path = join(directory, name);
      return (await exists(path)) && (await sha256File(path)) === record.sha256[name];
    }),
  );
  return intact.every(Boolean);
}

async function readRecord(directory: string): Promise<DatasetRecord> {
  return readJson(join(directory, RECORD), datasetRecord, NEXT_STEP);
}

async function readRecordIfSound(directory: string): Promise<DatasetRecord | null> {
  try {
    return await readRecord(directory);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
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

/** Writes the two files of a part and returns their SHA-256 by name. */
async function writePart(
  directory: string,
  part: Part,
  { images, labels }: LabelledImages,
): Promise<Record<string, string>> {
  const [imagesName, labelsName] = partNames(part);
  const [imagesFile, labelsFile] = [encodeIdxImages(images), encodeIdxLabels(labels)];
  await writeFileAtomic(join(directory, imagesName), imagesFile);
  await writeFileAtomic(join(directory, labelsName), labelsFile);
  return { [imagesName]: sha256(imagesFile), [labelsName]: sha256(labelsFile) };
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
