/**
 * IDX, the format MNIST is published in (LeCun, Cortes and Burges): a big-endian header, then one byte a value.
 *
 * Files are read as strictly as they can be, since a damaged file would otherwise train a slightly wrong model.
 */
import { gunzipSync } from 'node:zlib';
import type { LabelledImages } from '../engine/engine.ts';
import { CLASSES, PIXELS, SIDE } from '../math/images.ts';
import { expected } from '../study/errors.ts';

/** The usual names of the four files of MNIST. */
export const IDX_NAMES = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;

/** Magic numbers: unsigned bytes (0x08) in three dimensions, and in one. */
const IMAGES_MAGIC = 2051;
const LABELS_MAGIC = 2049;
const IMAGES_HEADER = 16;
const LABELS_HEADER = 8;
const NEXT_STEP = 'replace it by an intact copy';

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
  const wrong = labels.findIndex((label) => label >= CLASSES);
  if (wrong >= 0) {
    throw expected(
      where,
      `labels in 0 ... ${CLASSES - 1}`,
      `${labels[wrong]} at position ${wrong}`,
      NEXT_STEP,
    );
  }
  return labels;
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
  } catch {
    throw expected(where, 'a whole gzip file', `${bytes.length} bytes that do not unpack`, NEXT_STEP);
  }
}

function readHeader(bytes: Uint8Array, where: string, magic: number, length: number): DataView {
  if (bytes.length < length) {
    throw expected(where, `an IDX header of ${length} bytes`, `${bytes.length} bytes`, NEXT_STEP);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const found = view.getUint32(0);
  if (found !== magic) {
    const kind = magic === IMAGES_MAGIC ? 'images' : 'labels';
    throw expected(where, `the magic number ${magic} of IDX ${kind}`, String(found), NEXT_STEP);
  }
  return view;
}

function assertLength(bytes: Uint8Array, length: number, where: string): void {
  if (bytes.length === length) return;
  const fault = bytes.length < length ? 'truncated' : 'too long';
  throw expected(where, `${length} bytes, as its header says`, `${bytes.length} (${fault})`, NEXT_STEP);
}
