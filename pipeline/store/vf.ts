/** The article's image file (`idea_D.vf`): 784 little-endian float32, row-major y * 28 + x. */
import { PIXELS } from '../math/images.ts';
import { expected } from '../study/errors.ts';
import { decodeFloat32, encodeFloat32, FLOAT32_BYTES } from './float32.ts';

const VF_BYTES = PIXELS * FLOAT32_BYTES;

/** What other programs keep an image in, by the bytes of a number. */
const OTHER_NUMBERS = [
  { size: 8, name: 'float64' },
  { size: 2, name: 'float16' },
  { size: 1, name: 'bytes' },
] as const;

/** An image [784], in [0, 1], as the 3,136 bytes of a .vf file. */
export function encodeVf(image: Float32Array): Uint8Array {
  if (image.length !== PIXELS) {
    throw new RangeError(`encodeVf: expected ${PIXELS} pixels, got ${image.length}`);
  }
  return encodeFloat32(image);
}

/** The image [784] of a .vf file. Throws a UserError that names `where` for another length, an infinity or a NaN. */
export function decodeVf(bytes: Uint8Array, where: string): Float32Array {
  if (bytes.length !== VF_BYTES) {
    throw expected(
      where,
      `${VF_BYTES} bytes (${PIXELS} float32)`,
      `${bytes.length}${nameOtherNumbers(bytes.length)}`,
      'make the file again',
    );
  }
  return decodeFloat32(bytes, where);
}

/** Other numbers that a file of that many bytes may hold, in brackets; nothing where none come to mind. */
function nameOtherNumbers(length: number): string {
  const found = OTHER_NUMBERS.find(({ size }) => length === PIXELS * size);
  return found === undefined ? '' : ` (${PIXELS} ${found.name})`;
}
