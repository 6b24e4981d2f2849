/** Arrays of little-endian float32, which the article's two formats (vf.ts, models/dat.ts) and others are made of. */
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
