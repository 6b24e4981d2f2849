/**
 * IDX, the format MNIST is published in (LeCun, Cortes and Burges): a big-endian header, then one byte a value.
 *
 * Files are read as strictly as they can be, since a damaged file would otherwise train a slightly wrong model.
 */
import { gunzipSync } from 'node:zlib';
import type { LabelledImages } from '../engine/engine.ts';
import { CLASSES, PIXELS, SIDE } from '../math/images.ts';
import { expected, type UserError } from '../study/errors.ts';
import { recogniseBytes } from './recogniseBytes.ts';

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
const IMAGES_HEADER = 16;
const LABELS_HEADER = 8;
const NEXT_STEP = 'replace it by an intact copy';

/** Types of values by the third byte of a file. */
const TYPES: Readonly<Record<number, string>> = {
  8: 'bytes',
  9: 'signed bytes',
  11: '16-bit integers',
  12: '32-bit integers',
  13: '32-bit floats',
  14: '64-bit floats',
};

/**
 * The images [n, 784] of an IDX file, plain or gzipped, as a view of its bytes. `where` names the file in messages.
 * Throws a UserError for another magic number, other sizes than 28 x 28, or a length that does not fit.
 */
export function parseIdxImages(bytes: Uint8Array, where: string): Uint8Array {
  const plain = unzip(bytes, where);
  const header = readHeader(plain, where, IMAGES_MAGIC, IMAGES_HEADER);
  const [rows, columns] = [header.getUint32(8), header.getUint32(12)];
  if (rows !== SIDE || columns !== SIDE) {
    throw expected(
      where,
      `images of ${SIDE} x ${SIDE} pixels`,
      `${rows} x ${columns}`,
      'use a set of that size',
    );
  }
  assertLength(plain, IMAGES_HEADER + header.getUint32(4) * PIXELS, where);
  return plain.subarray(IMAGES_HEADER);
}

/**
 * The labels [n] of an IDX file, plain or gzipped, as a view of its bytes, each in 0 ... 9.
 * Throws a UserError for another magic number, another label, or a length that does not fit.
 */
export function parseIdxLabels(bytes: Uint8Array, where: string): Uint8Array {
  const plain = unzip(bytes, where);
  const header = readHeader(plain, where, LABELS_MAGIC, LABELS_HEADER);
  assertLength(plain, LABELS_HEADER + header.getUint32(4), where);
  const labels = plain.subarray(LABELS_HEADER);
  assertDigits(labels, where);
  return labels;
}

/** Share of labels above 9 from which on they are classes of their own: fewer are bytes gone wrong. */
const CLASS_SHARE = 0.01;

/** A set of other classes is as good a set as any; it is only none of ten. */
function assertDigits(labels: Uint8Array, where: string): void {
  const first = labels.findIndex((label) => label >= CLASSES);
  if (first < 0) return;
  const wrong = labels.reduce((count, label) => count + Number(label >= CLASSES), 0);
  const found = new Set(labels);
  const range = `labels ${Math.min(...found)} to ${Math.max(...found)}`;
  throw expected(
    where,
    `labels in 0 ... ${CLASSES - 1}`,
    `${range}: ${wrong} of ${labels.length} are above ${CLASSES - 1}, the first ${labels[first]} at position ${first}`,
    wrong < CLASS_SHARE * labels.length
      ? NEXT_STEP
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

function unzip(bytes: Uint8Array, where: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const plain = gunzipSync(bytes);
    return new Uint8Array(plain.buffer, plain.byteOffset, plain.length);
  } catch (error) {
    // What zlib says of a file that ends before its end.
    const isCut = error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
    const fault = isCut ? 'that end too early (a download that was cut short)' : 'that are damaged';
    throw expected(where, 'a whole gzip file', `${bytes.length} bytes ${fault}`, NEXT_STEP);
  }
}

function readHeader(bytes: Uint8Array, where: string, magic: number, length: number): DataView {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = bytes.length >= 4 ? view.getUint32(0) : null;
  if (found !== magic) throw describeOther(bytes, where, magic);
  if (bytes.length >= length) return view;
  throw expected(where, `an IDX header of ${length} bytes`, `${bytes.length} bytes`, NEXT_STEP);
}

/** The error for bytes that do not begin with `magic`: what they are instead, as far as that can be told. */
function describeOther(bytes: Uint8Array, where: string, magic: number): UserError {
  const kind = magic === IMAGES_MAGIC ? 'images' : 'labels';
  const wanted = `an IDX file of ${kind}`;
  const other = describeIdx(bytes);
  if (other !== null) return expected(where, wanted, other, `put the ${kind} of the set there`);
  const look = recogniseBytes(bytes);
  if (look !== null) return expected(where, wanted, look.what, look.nextStep);
  const beginning = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  return expected(
    where,
    `${wanted}, which begins with ${magic.toString(16).padStart(8, '0')}`,
    `the bytes ${beginning}`,
    NEXT_STEP,
  );
}

/** What an IDX file of another kind holds; null where it is none. */
function describeIdx(bytes: Uint8Array): string | null {
  const [zero, alsoZero, type, dimensions] = bytes;
  if (zero !== 0 || alsoZero !== 0 || dimensions === undefined || TYPES[type!] === undefined) return null;
  if (type === 8 && dimensions === 3) return 'one of images';
  if (type === 8 && dimensions === 1) return 'one of labels';
  return `one of ${TYPES[type!]} in ${dimensions} dimension${dimensions === 1 ? '' : 's'}`;
}

function assertLength(bytes: Uint8Array, length: number, where: string): void {
  if (bytes.length === length) return;
  const fault = bytes.length < length ? 'truncated' : 'too long';
  throw expected(where, `${length} bytes, as its header says`, `${bytes.length} (${fault})`, NEXT_STEP);
}
