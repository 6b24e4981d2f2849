/** Films: pictures that follow each other, as an animated GIF and as an animated PNG. */
import { createRequire } from 'node:module';
import UPNG from 'upng-js';
import { SIDE, unitToBytes } from '../math/images.ts';
import type { Picture } from '../store/typeset.ts';

/** How long pictures are shown, in milliseconds. */
export interface Pace {
  readonly frame: number;
  readonly last: number;
}

/** The part of gifenc that is used here; the package has no types. */
interface Gifenc {
  GIFEncoder(): {
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: { palette?: number[][]; delay?: number; repeat?: number },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  };
  quantize(rgba: Uint8Array, colours: number): number[][];
  applyPalette(rgba: Uint8Array, palette: number[][]): Uint8Array;
}

// Required, not imported: its default export differs between the loaders of Node and of the tests.
const gifenc: Gifenc = createRequire(import.meta.url)('gifenc');

const OPAQUE = 255;

/** An image [784] in [0, 1] with every pixel enlarged to a crisp square of `scale`. */
export function enlargeToPicture(image: Float32Array, scale: number): Picture {
  const side = SIDE * scale;
  const bytes = unitToBytes(image);
  const rgba = new Uint8Array(side * side * 4);
  for (let y = 0, at = 0; y < side; y++) {
    const row = Math.floor(y / scale) * SIDE;
    for (let x = 0; x < side; x++, at += 4) {
      const grey = bytes[row + Math.floor(x / scale)]!;
      rgba[at] = grey;
      rgba[at + 1] = grey;
      rgba[at + 2] = grey;
      rgba[at + 3] = OPAQUE;
    }
  }
  return { width: side, height: side, rgba };
}

/** Grey of the sheet between pictures, as dark as the strip below a film. */
const SHEET_GREY = 22;

/** Pictures of one size side by side in rows of `columns`, `gap` pixels apart and from the edge. */
export function tile(pictures: readonly Picture[], columns: number, gap: number): Picture {
  const first = pictures[0];
  if (first === undefined) throw new RangeError('tile: expected at least one picture, got none');
  const [stepX, stepY] = [first.width + gap, first.height + gap];
  const width = gap + stepX * Math.min(columns, pictures.length);
  const height = gap + stepY * Math.ceil(pictures.length / columns);
  const rgba = new Uint8Array(width * height * 4).fill(SHEET_GREY);
  for (let at = 3; at < rgba.length; at += 4) rgba[at] = OPAQUE;
  pictures.forEach((picture, k) => {
    const left = gap + (k % columns) * stepX;
    const top = gap + Math.floor(k / columns) * stepY;
    for (let y = 0; y < picture.height; y++) {
      const row = picture.rgba.subarray(y * picture.width * 4, (y + 1) * picture.width * 4);
      rgba.set(row, ((top + y) * width + left) * 4);
    }
  });
  return { width, height, rgba };
}

/** One picture above another of the same width. */
export function stackPictures(upper: Picture, lower: Picture): Picture {
  if (upper.width !== lower.width) {
    throw new RangeError(`stackPictures: expected one width, got ${upper.width} and ${lower.width}`);
  }
  const rgba = new Uint8Array(upper.rgba.length + lower.rgba.length);
  rgba.set(upper.rgba);
  rgba.set(lower.rgba, upper.rgba.length);
  return { width: upper.width, height: upper.height + lower.height, rgba };
}

/** An animated PNG, without loss, that begins again at its end. Throws a RangeError for no frames. */
export function encodeApng(frames: readonly Picture[], pace: Pace): Uint8Array {
  const { width, height } = firstOf(frames);
  const buffers = frames.map(({ rgba }) => rgba.slice().buffer);
  return new Uint8Array(UPNG.encode(buffers, width, height, 0, delays(frames, pace)));
}

/**
 * An animated GIF that begins again at its end, in 256 colours that all frames share. Black and white stay exact.
 * Throws a RangeError for no frames.
 */
export function encodeGif(frames: readonly Picture[], pace: Pace): Uint8Array {
  const { width, height } = firstOf(frames);
  const palette = choosePalette(frames);
  const encoder = gifenc.GIFEncoder();
  const shown = delays(frames, pace);
  frames.forEach(({ rgba }, k) => {
    const index = gifenc.applyPalette(rgba, palette);
    encoder.writeFrame(index, width, height, {
      delay: shown[k]!,
      ...(k === 0 && { palette, repeat: 0 }),
    });
  });
  encoder.finish();
  return encoder.bytes();
}

/** Colours of the first, the middle and the last frame, and pure black and white. */
function choosePalette(frames: readonly Picture[]): number[][] {
  const samples = [frames[0]!, frames[Math.floor(frames.length / 2)]!, frames.at(-1)!];
  const pixels = new Uint8Array(samples.reduce((sum, { rgba }) => sum + rgba.length, 0));
  let at = 0;
  for (const { rgba } of samples) {
    pixels.set(rgba, at);
    at += rgba.length;
  }
  return [[0, 0, 0], [255, 255, 255], ...gifenc.quantize(pixels, 254)];
}

function delays(frames: readonly Picture[], { frame, last }: Pace): number[] {
  return frames.map((_, k) => (k === frames.length - 1 ? last : frame));
}

function firstOf(frames: readonly Picture[]): Picture {
  const first = frames[0];
  if (first === undefined) throw new RangeError('a film: expected at least one frame, got none');
  return first;
}
