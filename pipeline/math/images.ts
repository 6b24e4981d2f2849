/** The shape of every image in this project, and conversions between its two representations. */

/** Width and height of an image in pixels. */
export const SIDE = 28;

/** Pixels of an image; index = y * SIDE + x. */
export const PIXELS = SIDE * SIDE;

/** Number of digit classes. */
export const CLASSES = 10;

/** Every digit, 0 to 9. */
export const DIGITS: readonly number[] = Array.from({ length: CLASSES }, (_, digit) => digit);

/** Bytes [n, 784] in 0 ... 255 as float32 in [0, 1]. */
export function bytesToUnit(bytes: Uint8Array): Float32Array {
  const unit = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) unit[i] = bytes[i]! / 255;
  return unit;
}

/** An image [784] shifted by whole pixels, round the edges: out[y + dy, x + dx] = in[y, x]. */
export function rollImage(image: Float32Array, dx: number, dy: number): Float32Array {
  const wrap = (at: number) => ((at % SIDE) + SIDE) % SIDE;
  return image.map((_, at) => {
    const [x, y] = [wrap((at % SIDE) - dx), wrap(Math.floor(at / SIDE) - dy)];
    return image[y * SIDE + x]!;
  });
}

/** Float32 in [0, 1] as the nearest bytes in 0 ... 255; values outside are clipped. */
export function unitToBytes(unit: Float32Array): Uint8Array {
  return Uint8Array.from(unit, (value) => Math.round(Math.min(1, Math.max(0, value)) * 255));
}

/** Images [784] as one array [n, 784]. */
export function stackImages(images: readonly Float32Array[]): Float32Array {
  const stacked = new Float32Array(images.length * PIXELS);
  images.forEach((image, k) => {
    stacked.set(image, k * PIXELS);
  });
  return stacked;
}

/** Images [n, 784] with rows and columns exchanged: out[y, x] = in[x, y]. */
export function transposeImages(images: Uint8Array): Uint8Array {
  const out = new Uint8Array(images.length);
  for (let at = 0; at < images.length; at += PIXELS) {
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) out[at + y * SIDE + x] = images[at + x * SIDE + y]!;
    }
  }
  return out;
}

/** Images [n, 784] with black and white exchanged: 255 - x. */
export function invertImages(images: Uint8Array): Uint8Array {
  return images.map((value) => 255 - value);
}
