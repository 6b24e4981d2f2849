/**
 * IDX as an array of any of its types: two bytes of 0, a byte for the type of the values, one for the number of dimensions,
 * their sizes as 32-bit integers, then the values; all big-endian.
 */
import { gunzipSync } from 'node:zlib';
import { expected, type UserError } from '../study/errors.ts';
import { recogniseBytes } from './recogniseBytes.ts';

/** What to do about a file whose bytes are not as they were written. */
export const INTACT_COPY = 'replace it by an intact copy';

/** What a file holds: images have three dimensions; labels one, or two where each stands in a row with more about its image. */
export type IdxKind = 'images' | 'labels';

const DIMENSIONS: Readonly<Record<IdxKind, readonly number[]>> = { images: [3], labels: [1, 2] };
/** The usual magic number, which is of unsigned bytes. */
const MAGIC: Readonly<Record<IdxKind, string>> = { images: '00000803', labels: '00000801' };

export type IdxNumbers = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** A type of values: its name, the bytes of one, and how `count` of them are read. */
interface IdxType {
  readonly name: string;
  readonly size: number;
  read(view: DataView, count: number): IdxNumbers;
}

/** The types, by the third byte of a file. */
const TYPES: Readonly<Record<number, IdxType>> = {
  8: {
    name: 'bytes',
    size: 1,
    // A view: sets of bytes have 47 million of them.
    read: ({ buffer, byteOffset }, count) => new Uint8Array(buffer, byteOffset, count),
  },
  9: {
    name: 'signed bytes',
    size: 1,
    read: ({ buffer, byteOffset }, count) => new Int8Array(buffer, byteOffset, count),
  },
  11: {
    name: '16-bit integers',
    size: 2,
    read: (view, count) => new Int16Array(count).map((_, i) => view.getInt16(i * 2)),
  },
  12: {
    name: '32-bit integers',
    size: 4,
    read: (view, count) => new Int32Array(count).map((_, i) => view.getInt32(i * 4)),
  },
  13: {
    name: '32-bit floats',
    size: 4,
    read: (view, count) => new Float32Array(count).map((_, i) => view.getFloat32(i * 4)),
  },
  14: {
    name: '64-bit floats',
    size: 8,
    read: (view, count) => new Float64Array(count).map((_, i) => view.getFloat64(i * 8)),
  },
};

/** What an IDX file holds. */
export interface IdxArray {
  /** Number of images or labels first. */
  readonly shape: readonly number[];
  /** In order, the last dimension fastest; bytes are a view of the file's. */
  readonly values: IdxNumbers;
}

/**
 * The values of an IDX file of a kind, plain or gzipped. `where` names the file in messages; `assertShape` throws for a shape
 * that is not wanted. Throws a UserError for other bytes, another number of dimensions, or a length that does not fit.
 */
export function parseIdx(
  bytes: Uint8Array,
  where: string,
  kind: IdxKind,
  assertShape: (shape: readonly number[]) => void,
): IdxArray {
  const plain = unzip(bytes, where);
  const [zero, alsoZero, code, dimensions] = plain;
  const type = TYPES[code!];
  if (zero !== 0 || alsoZero !== 0 || type === undefined || !DIMENSIONS[kind].includes(dimensions!)) {
    throw describeOther(plain, where, kind);
  }
  const header = 4 + 4 * dimensions!;
  if (plain.length < header) {
    throw expected(where, `an IDX header of ${header} bytes`, `${plain.length} bytes`, INTACT_COPY);
  }
  const view = new DataView(plain.buffer, plain.byteOffset, plain.length);
  const shape = Array.from({ length: dimensions! }, (_, i) => view.getUint32(4 + 4 * i));
  assertShape(shape);
  const count = shape.reduce((product, size) => product * size, 1);
  assertLength(plain, header + count * type.size, where);
  return { shape, values: type.read(new DataView(plain.buffer, plain.byteOffset + header), count) };
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
    throw expected(where, 'a whole gzip file', `${bytes.length} bytes ${fault}`, INTACT_COPY);
  }
}

/** The error for bytes that are no IDX file of `kind`: what they are instead, as far as that can be told. */
function describeOther(bytes: Uint8Array, where: string, kind: IdxKind): UserError {
  const wanted = `an IDX file of ${kind}`;
  const other = describeIdx(bytes);
  if (other !== null) return expected(where, wanted, other, `put the ${kind} of the set there`);
  const look = recogniseBytes(bytes);
  if (look !== null) return expected(where, wanted, look.what, look.nextStep);
  const beginning = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  return expected(
    where,
    `${wanted}, which begins with ${MAGIC[kind]}`,
    `the bytes ${beginning}`,
    INTACT_COPY,
  );
}

/** What an IDX file of another kind holds; null where it is none. */
function describeIdx(bytes: Uint8Array): string | null {
  const [zero, alsoZero, code, dimensions] = bytes;
  const type = TYPES[code!];
  if (zero !== 0 || alsoZero !== 0 || dimensions === undefined || type === undefined) return null;
  if (code === 8 && dimensions === 3) return 'one of images';
  if (code === 8 && dimensions === 1) return 'one of labels';
  return `one of ${type.name} in ${dimensions} dimension${dimensions === 1 ? '' : 's'}`;
}

function assertLength(bytes: Uint8Array, length: number, where: string): void {
  if (bytes.length === length) return;
  const fault = bytes.length < length ? 'truncated' : 'too long';
  throw expected(where, `${length} bytes, as its header says`, `${bytes.length} (${fault})`, INTACT_COPY);
}
