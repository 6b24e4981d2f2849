/** An idea as an image that needs no file: white ink on black, as in MNIST, one byte a pixel. */
import { encode } from 'fast-png';
import { PIXELS, SIDE, unitToBytes } from '../math/images.ts';

/**
 * A PNG of an image [784] in [0, 1] as a data URI, 28 x 28 and 8-bit grey. The page enlarges it without smoothing.
 * Throws a RangeError for another number of pixels.
 */
export function ideaDataUri(image: Float32Array): string {
  if (image.length !== PIXELS) {
    throw new RangeError(`ideaDataUri: expected ${PIXELS} pixels, got ${image.length}`);
  }
  return encodeUri(unitToBytes(image));
}

/** The same for an image that is given as base64 of its 784 bytes. */
export function bytesDataUri(base64: string): string {
  return encodeUri(new Uint8Array(Buffer.from(base64, 'base64')));
}

function encodeUri(data: Uint8Array): string {
  const png = encode({ width: SIDE, height: SIDE, data, depth: 8, channels: 1 });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
