/**
 * The article's model file (`test.dat`): little-endian float32 without a header, in the order
 * W1[H][784], b1[H], W2[H][H], b2[H], W3[10][H], b3[10]. Its rows are outputs, ours in memory are inputs, so every
 * weight is transposed on its way in and out.
 */
import type { MlpParameters } from '../../engine/engine.ts';
import { countParameters, PARAMETER_NAMES } from '../../engine/parameters.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { expected } from '../../study/errors.ts';
import { decodeFloat32, encodeFloat32, FLOAT32_BYTES } from '../float32.ts';
import { countNumbers, fromOutputRows, outputRowShapes, toOutputRows } from './layout.ts';

/** The model as the bytes of a .dat file, 4 n of them. Throws a RangeError where an array does not fit `hidden`. */
export function encodeDat(parameters: MlpParameters): Uint8Array {
  const arrays = toOutputRows(parameters);
  const values = new Float32Array(countParameters(parameters.hidden));
  let at = 0;
  for (const name of PARAMETER_NAMES) {
    values.set(arrays[name], at);
    at += arrays[name].length;
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
  const shapes = outputRowShapes(hidden);
  let at = 0;
  const take = (shape: readonly number[]): Float32Array => {
    at += countNumbers(shape);
    return values.slice(at - countNumbers(shape), at);
  };
  // The order of these lines is the order of the file.
  const w1 = take(shapes.w1);
  const b1 = take(shapes.b1);
  const w2 = take(shapes.w2);
  const b2 = take(shapes.b2);
  const w3 = take(shapes.w3);
  const b3 = take(shapes.b3);
  return fromOutputRows(hidden, { w1, b1, w2, b2, w3, b3 });
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
