/** Arrays of little-endian float32, which the article's two formats (vf.ts, models/dat.ts) and others are made of. */
import { PIXELS } from '../math/images.ts';
import { expected } from '../study/errors.ts';

/** Bytes of one float32. */
export const FLOAT32_BYTES = 4;

/** The values as little-endian float32 [4 n bytes], whatever the byte order of this machine. */
export function encodeFloat32(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * FLOAT32_BYTES);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat32(i * FLOAT32_BYTES, values[i]!, true);
  return bytes;
}

/**
 * The values of little-endian float32 bytes, whose length the caller has checked to be a multiple of 4.
 * Throws a UserError that names `where` for an infinity or a NaN.
 */
export function decodeFloat32(bytes: Uint8Array, where: string): Float32Array {
  const values = new Float32Array(bytes.length / FLOAT32_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let i = 0; i < values.length; i++) {
    const value = view.getFloat32(i * FLOAT32_BYTES, true);
    if (!Number.isFinite(value)) {
      throw expected(where, 'finite numbers', `${value} at position ${i}`, 'make the file again');
    }
    values[i] = value;
  }
  return values;
}

/**
 * Images [n, 784] in [0, 1] of bare float32, as `numpy.tofile` writes them. Throws a UserError that names `where` for a part
 * of an image, the other byte order, or a value outside [0, 1].
 */
export function decodeImages(bytes: Uint8Array, where: string): Float32Array {
  if (bytes.length % (PIXELS * FLOAT32_BYTES) !== 0) {
    const what = `float32 [n, ${PIXELS}], a multiple of ${PIXELS * FLOAT32_BYTES} bytes`;
    throw expected(where, what, `${bytes.length} bytes`, 'make the file again');
  }
  if (looksBigEndian(bytes)) {
    const next = "write them in the byte order of x86 and ARM, as numpy's '<f4' does";
    throw expected(where, 'little-endian float32', 'big-endian', next);
  }
  const images = decodeFloat32(bytes, where);
  const stray = images.find((value) => value < 0 || value > 1);
  if (stray === undefined) return images;
  const isBytes = images.every((value) => value >= 0 && value <= 255);
  const next = isBytes ? 'if they are in 0 ... 255, divide them by 255' : 'scale the image';
  throw expected(where, 'pixels in 0 ... 1', String(stray), next);
}

/** Sizes of numbers that a model's weights or an image's pixels have, zero apart. */
const USUAL = { least: 1e-20, most: 1e10 } as const;

/**
 * Whether float32 bytes make sense only in the other byte order: read as big-endian nearly all numbers but zeros are of a usual
 * size, and as little-endian many are not, as where 1 is read as 4.6e-41.
 */
export function looksBigEndian(bytes: Uint8Array): boolean {
  return shareUsual(bytes, true) < 0.6 && shareUsual(bytes, false) > 0.95;
}

/** Share of the numbers but zeros that are of a usual size; 1 where all are zeros. */
function shareUsual(bytes: Uint8Array, isLittleEndian: boolean): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let [usual, all] = [0, 0];
  for (let at = 0; at + FLOAT32_BYTES <= bytes.length; at += FLOAT32_BYTES) {
    const size = Math.abs(view.getFloat32(at, isLittleEndian));
    if (size === 0) continue;
    all++;
    if (size >= USUAL.least && size <= USUAL.most) usual++;
  }
  return all === 0 ? 1 : usual / all;
}
