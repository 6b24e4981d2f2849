/**
 * Images of ink and no ink, a bit a pixel: 98 bytes each, one behind the other. Pixels are in rows, the first in the highest
 * bit of the first byte, as `numpy.unpackbits` reads them.
 */
import { PIXELS } from '../math/images.ts';
import { expected } from '../study/errors.ts';

/** Bytes of one image. */
export const PACKED_BYTES = PIXELS / 8;

/** The images [784] as bits. Throws a RangeError where a pixel is neither 0 nor 1. */
export function packImages(images: readonly Float32Array[]): Uint8Array {
  const bytes = new Uint8Array(images.length * PACKED_BYTES);
  images.forEach((image, at) => {
    image.forEach((value, pixel) => {
      if (value !== 0 && value !== 1) {
        throw new RangeError(`packImages: expected pixels of 0 and 1, got ${value} in image ${at}`);
      }
      if (value === 1) bytes[at * PACKED_BYTES + (pixel >> 3)]! |= 0x80 >> (pixel & 7);
    });
  });
  return bytes;
}

/** The images [784] of 0 and 1 of the file `where`. Throws a UserError where it does not hold `count` images. */
export function unpackImages(bytes: Uint8Array, count: number, where: string): Uint8Array[] {
  if (bytes.length !== count * PACKED_BYTES) {
    const what = `${count * PACKED_BYTES} bytes (${count} images of ${PACKED_BYTES})`;
    throw expected(where, what, String(bytes.length), 'make the file again');
  }
  return Array.from({ length: count }, (_, at) =>
    Uint8Array.from(
      { length: PIXELS },
      (__, pixel) => (bytes[at * PACKED_BYTES + (pixel >> 3)]! >> (7 - (pixel & 7))) & 1,
    ),
  );
}

/** Images [784] that are held for long, by their place: those of ink and no ink as bits, from which each is made when it is asked for. */
export function holdImages(images: readonly Float32Array[]): (at: number) => Float32Array {
  const isBinary = images.every((image) => image.every((value) => value === 0 || value === 1));
  return isBinary ? holdBits(packImages(images)) : (at) => images[at]!;
}

/** A function of its own: what {@link holdImages} gave would keep its images in memory beside their bits. */
function holdBits(bits: Uint8Array): (at: number) => Float32Array {
  return (at) => {
    const image = new Float32Array(PIXELS);
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      image[pixel] = (bits[at * PACKED_BYTES + (pixel >> 3)]! >> (7 - (pixel & 7))) & 1;
    }
    return image;
  };
}
