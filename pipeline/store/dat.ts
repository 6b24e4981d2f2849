/**
 * The article's model file (`test.dat`): little-endian float32 without a header, in the order
 * W1[H][784], b1[H], W2[H][H], b2[H], W3[10][H], b3[10]. Its rows are outputs, ours in memory are inputs, so every
 * weight is transposed on its way in and out.
 */
import type { MlpParameters } from '../engine/engine.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import { expected } from '../study/errors.ts';
import { decodeFloat32, encodeFloat32, FLOAT32_BYTES } from './float32.ts';

/** Numbers of a model with H hidden units: n = H^2 + (784 + 1 + 1 + 10) H + 10. */
function countParameters(hidden: number): number {
  return hidden ** 2 + (PIXELS + 2 + CLASSES) * hidden + CLASSES;
}

/** The model as the bytes of a .dat file, 4 n of them. Throws a RangeError where an array does not fit `hidden`. */
export function encodeDat(parameters: MlpParameters): Uint8Array {
  const { hidden, w1, b1, w2, b2, w3, b3 } = parameters;
  const arrays = [
    transpose(assertSize('w1', w1, PIXELS * hidden), PIXELS, hidden),
    assertSize('b1', b1, hidden),
    transpose(assertSize('w2', w2, hidden * hidden), hidden, hidden),
    assertSize('b2', b2, hidden),
    transpose(assertSize('w3', w3, hidden * CLASSES), hidden, CLASSES),
    assertSize('b3', b3, CLASSES),
  ];
  const values = new Float32Array(countParameters(hidden));
  let at = 0;
  for (const array of arrays) {
    values.set(array, at);
    at += array.length;
  }
  return encodeFloat32(values);
}

/**
 * The model of a .dat file, whose hidden size follows from its length.
 * Throws a UserError that names `where` for a length that no hidden size has, an infinity or a NaN.
 */
export function decodeDat(bytes: Uint8Array, where: string): MlpParameters {
  const hidden = hiddenOfLength(bytes.length, where);
  const values = decodeFloat32(bytes, where);
  let at = 0;
  const take = (length: number): Float32Array => {
    at += length;
    return values.slice(at - length, at);
  };
  // The order of these lines is the order of the file.
  const w1 = transpose(take(hidden * PIXELS), hidden, PIXELS);
  const b1 = take(hidden);
  const w2 = transpose(take(hidden * hidden), hidden, hidden);
  const b2 = take(hidden);
  const w3 = transpose(take(CLASSES * hidden), CLASSES, hidden);
  const b3 = take(CLASSES);
  return { hidden, w1, b1, w2, b2, w3, b3 };
}

/** Solves n = H^2 + 796 H + 10 for H: H = sqrt(398^2 + n - 10) - 398. */
function hiddenOfLength(length: number, where: string): number {
  const half = (PIXELS + 2 + CLASSES) / 2;
  const count = length / FLOAT32_BYTES;
  const hidden = Math.round(Math.sqrt(half ** 2 + count - CLASSES) - half);
  if (hidden >= 1 && countParameters(hidden) === count) return hidden;
  throw expected(
    where,
    '4 (H^2 + 796 H + 10) bytes for a whole H of at least 1',
    `${length} bytes`,
    'use a whole model file',
  );
}

/** The matrix [rows, columns] as [columns, rows]. */
function transpose(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const transposed = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      transposed[column * rows + row] = matrix[row * columns + column]!;
    }
  }
  return transposed;
}

function assertSize(name: string, array: Float32Array, size: number): Float32Array {
  if (array.length === size) return array;
  throw new RangeError(`encodeDat: expected ${size} numbers in ${name}, got ${array.length}`);
}
