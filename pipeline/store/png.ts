/** Ideas as pictures: white ink on black, as in MNIST, with every pixel enlarged to a crisp square. */
import { encode } from 'fast-png';
import { PIXELS, SIDE, unitToBytes } from '../math/images.ts';

/**
 * An 8-bit greyscale PNG [28 scale, 28 scale] of an image [784] in [0, 1]; values outside are clipped.
 * `scale`: side of an enlarged pixel, a whole number of at least 1; the article's is 10.
 */
export function encodePng(image: Float32Array, scale = 10): Uint8Array {
  if (image.length !== PIXELS) {
    throw new RangeError(`encodePng: expected ${PIXELS} pixels, got ${image.length}`);
  }
  if (!Number.isInteger(scale) || scale < 1) {
    throw new RangeError(`encodePng: expected a whole scale of at least 1, got ${scale}`);
  }
  const side = SIDE * scale;
  return encode({
    width: side,
    height: side,
    data: enlarge(unitToBytes(image), scale),
    depth: 8,
    channels: 1,
  });
}

/** Repeats every pixel `scale` times in both directions: out[y, x] = in[floor(y / scale), floor(x / scale)]. */
function enlarge(bytes: Uint8Array, scale: number): Uint8Array {
  const side = SIDE * scale;
  const enlarged = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    const row = Math.floor(y / scale) * SIDE;
    for (let x = 0; x < side; x++) enlarged[y * side + x] = bytes[row + Math.floor(x / scale)]!;
  }
  return enlarged;
}

/** An 8-bit PNG in colour of `pixels` [height, width, 3], red, green and blue, each enlarged to a square of `scale`. */
export function encodeColourPng(pixels: Uint8Array, width: number, scale: number): Uint8Array {
  const height = pixels.length / 3 / width;
  const [wide, high] = [width * scale, height * scale];
  const data = new Uint8Array(wide * high * 3);
  for (let at = 0; at < wide * high; at++) {
    const source = Math.floor(Math.floor(at / wide) / scale) * width + Math.floor((at % wide) / scale);
    data.set(pixels.subarray(source * 3, source * 3 + 3), at * 3);
  }
  return encode({ width: wide, height: high, data, depth: 8, channels: 3 });
}
