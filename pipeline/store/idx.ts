/**
 * IDX, the format MNIST is published in (LeCun, Cortes and Burges), as images and labels: bytes, or any other of its types
 * (`idxValues.ts`).
 *
 * Files are read as strictly as they can be, since a damaged file would otherwise train a slightly wrong model.
 */
import type { LabelledImages } from '../engine/engine.ts';
import { CLASSES, PIXELS, SIDE } from '../math/images.ts';
import { expected } from '../study/errors.ts';
import { type IdxNumbers, INTACT_COPY, parseIdx } from './idxValues.ts';

/** The usual names of the four files of MNIST. */
export const IDX_NAMES = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;

/** Magic numbers: unsigned bytes (0x08) in three dimensions, and in one. */
const IMAGES_MAGIC = 0x0803;
const LABELS_MAGIC = 0x0801;

/** Numbers in a row of QMNIST's labels (Yadav and Bottou, 2019): the digit, then who wrote it and where it is from. */
const QMNIST_COLUMNS = 8;

/**
 * The images [n, 784] of an IDX file, plain or gzipped; of bytes a view of them. Integers are in 0 ... 255; floats too, or
 * in [0, 1] where none is above 1, and are rounded to the nearest byte. `where` names the file in messages.
 * Throws a UserError for another kind of file, other sizes than 28 x 28, other values, or a length that does not fit.
 */
export function parseIdxImages(bytes: Uint8Array, where: string): Uint8Array {
  const { values } = parseIdx(bytes, where, 'images', ([, rows, columns]) => {
    if (rows === SIDE && columns === SIDE) return;
    const found = `${rows} x ${columns}`;
    throw expected(where, `images of ${SIDE} x ${SIDE} pixels`, found, 'use a set of that size');
  });
  return values instanceof Uint8Array ? values : toBytes(values, where);
}

function toBytes(values: Exclude<IdxNumbers, Uint8Array>, where: string): Uint8Array {
  const isFloat = values instanceof Float32Array || values instanceof Float64Array;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value > most) most = value;
    if (value >= 0 && value <= 255) continue;
    const range = isFloat ? '0 ... 255 or 0 ... 1' : '0 ... 255';
    const next = 'use the images as they are before any normalisation';
    throw expected(where, `pixels in ${range}`, `${value} at position ${i}`, next);
  }
  const scale = isFloat && most <= 1 ? 255 : 1;
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) bytes[i] = Math.round(values[i]! * scale);
  return bytes;
}

/**
 * The labels [n] of an IDX file, plain or gzipped, each in 0 ... 9; of bytes a view of them. Of QMNIST's labels [n, 8] they
 * are the first column.
 * Throws a UserError for another kind of file, another label, or a length that does not fit.
 */
export function parseIdxLabels(bytes: Uint8Array, where: string): Uint8Array {
  const { shape, values } = parseIdx(bytes, where, 'labels', (sizes) => {
    if ([undefined, 1, QMNIST_COLUMNS].includes(sizes[1])) return;
    const what = `labels [n], or [n, ${QMNIST_COLUMNS}] as QMNIST's`;
    throw expected(where, what, `[${sizes.join(', ')}]`, 'use one label an image');
  });
  const [count, columns = 1] = shape as [number, number?];
  const labels = columns === 1 ? values : new Float64Array(count).map((_, row) => values[row * columns]!);
  assertDigits(labels, where);
  return labels instanceof Uint8Array ? labels : Uint8Array.from(labels);
}

/** Share of labels above 9 from which on they are classes of their own: fewer are bytes gone wrong. */
const CLASS_SHARE = 0.01;

function isDigit(label: number): boolean {
  return Number.isInteger(label) && label >= 0 && label < CLASSES;
}

/** A set of other classes is as good a set as any; it is only none of ten. */
function assertDigits(labels: IdxNumbers, where: string): void {
  const first = labels.findIndex((label: number) => !isDigit(label));
  if (first < 0) return;
  let [wrong, least, most] = [0, labels[0]!, labels[0]!];
  for (const label of labels) {
    wrong += Number(!isDigit(label));
    least = Math.min(least, label);
    most = Math.max(most, label);
  }
  const are = labels instanceof Uint8Array ? `above ${CLASSES - 1}` : 'none of these';
  throw expected(
    where,
    `labels in 0 ... ${CLASSES - 1}`,
    `labels ${least} to ${most}: ${wrong} of ${labels.length} are ${are}, the first ${labels[first]} at position ${first}`,
    wrong < CLASS_SHARE * labels.length
      ? INTACT_COPY
      : 'these are other classes (of EMNIST, the letters are 1 to 26): use a set of ten, such as emnist-digits',
  );
}

/** One IDX file in memory; `where` names it in messages. */
export interface IdxFile {
  readonly bytes: Uint8Array;
  readonly where: string;
}

/** Images with their labels. Throws as the parsers do, and where there are not as many of one as of the other. */
export function parseIdxPair(imagesFile: IdxFile, labelsFile: IdxFile): LabelledImages {
  const images = parseIdxImages(imagesFile.bytes, imagesFile.where);
  const labels = parseIdxLabels(labelsFile.bytes, labelsFile.where);
  if (images.length !== labels.length * PIXELS) {
    const what = `${images.length / PIXELS} labels (the images of ${imagesFile.where})`;
    throw expected(labelsFile.where, what, String(labels.length), 'use files of the same set');
  }
  return { images, labels };
}

/** Images [n, 784] as an IDX file. */
export function encodeIdxImages(images: Uint8Array): Uint8Array {
  if (images.length % PIXELS !== 0) {
    throw new RangeError(`encodeIdxImages: expected a multiple of ${PIXELS} bytes, got ${images.length}`);
  }
  return encodeIdx([IMAGES_MAGIC, images.length / PIXELS, SIDE, SIDE], images);
}

/** Labels [n] as an IDX file. */
export function encodeIdxLabels(labels: Uint8Array): Uint8Array {
  return encodeIdx([LABELS_MAGIC, labels.length], labels);
}

function encodeIdx(header: readonly number[], values: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(header.length * 4 + values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of header.entries()) view.setUint32(i * 4, word);
  bytes.set(values, header.length * 4);
  return bytes;
}
