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

/** Pixels between the images of a row, through which the page is seen. */
export const ROW_GAP = 4;

/**
 * Images that are given as base64 of their 784 bytes, side by side in one PNG: a page opens one picture in the time of one,
 * whatever is in it. 8-bit grey with opacity, 28 high and 32 n - 4 wide.
 */
export function rowDataUri(images: readonly string[]): string {
  const [step, width] = [SIDE + ROW_GAP, images.length * (SIDE + ROW_GAP) - ROW_GAP];
  const data = new Uint8Array(2 * width * SIDE);
  for (const [at, image] of images.entries()) {
    for (const [pixel, grey] of Buffer.from(image, 'base64').entries()) {
      const place = Math.floor(pixel / SIDE) * width + at * step + (pixel % SIDE);
      data.set([grey, 255], 2 * place);
    }
  }
  return toUri(encode({ width, height: SIDE, data, depth: 8, channels: 2 }));
}

function encodeUri(data: Uint8Array): string {
  return toUri(encode({ width: SIDE, height: SIDE, data, depth: 8, channels: 1 }));
}

function toUri(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
