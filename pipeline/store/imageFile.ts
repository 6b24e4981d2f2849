/** Reads images of other programs: the article's .vf, and PNG of 28x28 or enlarged by a whole factor. */
import { extname } from 'node:path';
import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import { PIXELS, SIDE } from '../math/images.ts';
import { mean } from '../math/rows.ts';
import { describeReason, expected } from '../study/errors.ts';
import { readBytes, sha256 } from './files.ts';
import { decodeImages, FLOAT32_BYTES } from './float32.ts';
import { nameOtherKind } from './recogniseBytes.ts';
import { decodeVf } from './vf.ts';

/** As nameOtherKind has it. */
const PNG = 'a PNG image';
const FIX = 'name a .vf file, or a .png of 28x28 pixels or a whole multiple of it';

/** An image from a file. */
export interface ImageOfFile {
  /** [784], in [0, 1]. */
  readonly image: Float32Array;
  /** SHA-256 of the file. */
  readonly digest: string;
  /** What a reader should know of it, as one line: that it is blank, or mostly light; null where there is nothing. */
  readonly remark: string | null;
}

/**
 * The image in a .vf or .png file. Colours become grey by luma (Rec. 709), transparency shows black, but strokes without
 * light on it are ink, and an enlarged image is reduced to the mean of each square. Throws a UserError for anything else.
 */
export async function readImageFile(path: string): Promise<ImageOfFile> {
  const extension = extname(path).toLowerCase();
  if (extension !== '.vf' && extension !== '.png')
    throw expected(path, 'a .vf or .png file', extension || 'no extension', FIX);
  const bytes = await readBytes(path, FIX);
  const image = extension === '.vf' ? decodeOwnVf(bytes, path) : decodePng(bytes, path);
  return { image, digest: sha256(bytes), remark: extension === '.vf' ? null : findRemark(image, path) };
}

/** The image of a .vf file of another program: in the right byte order, and in [0, 1]. */
function decodeOwnVf(bytes: Uint8Array, where: string): Float32Array {
  const isWhole = bytes.length === PIXELS * FLOAT32_BYTES;
  return isWhole ? decodeImages(bytes, where) : decodeVf(bytes, where);
}

/**
 * A picture that is lighter than this on the whole is hardly white ink on black: real digits have at most 0.4, images of noise
 * about 0.5, dark digits on white paper more than 0.6.
 */
export const MOSTLY_LIGHT = 0.65;

function findRemark(image: Float32Array, path: string): string | null {
  const light = mean(image);
  if (light === 0)
    return `${path}: nothing in it is light, or drawn on transparent ground: the image is blank`;
  if (light < MOSTLY_LIGHT) return null;
  return `${path}: ${Math.round(100 * light)}% of it is light; images are white ink on black here: is it a dark digit on white, to be turned into its negative first?`;
}

/** The image [784] of a PNG file. */
export function decodePng(bytes: Uint8Array, where: string): Float32Array {
  const picture = decodePicture(bytes, where);
  const image = reducePicture(picture);
  if (image !== null) return image;
  const size = `${picture.width}x${picture.height}`;
  throw expected(where, 'an image of 28x28 pixels or a whole multiple of it', size, 'scale it');
}

/** The image [784] of a picture of 28x28 or enlarged by a whole factor, the mean of each square; null of another size. */
export function reducePicture({ width, height, ink }: Picture): Float32Array | null {
  const scale = width / SIDE;
  if (width !== height || !Number.isInteger(scale) || scale < 1) return null;
  const image = new Float32Array(PIXELS);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const [x0, y0] = [(pixel % SIDE) * scale, Math.floor(pixel / SIDE) * scale];
    let sum = 0;
    for (let y = y0; y < y0 + scale; y++) for (let x = x0; x < x0 + scale; x++) sum += ink[y * width + x]!;
    image[pixel] = sum / (scale * scale);
  }
  return image;
}

/** Luma of red, green and blue by Rec. 709. */
const LUMA = [0.2126, 0.7152, 0.0722] as const;

/** A picture of any size: the ink of its pixels [height, width], each in [0, 1]. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly ink: Float64Array;
}

/** The picture of a PNG file, read as {@link readImageFile} does. Throws a UserError where it is none. */
export function decodePicture(bytes: Uint8Array, where: string): Picture {
  const png = decodeOrRefuse(bytes, where);
  const data = png.palette ? colourByPalette(png, where) : png.data;
  const channels = png.palette ? data.length / (png.width * png.height) : png.channels;
  const largest = png.palette ? 255 : (1 << png.depth) - 1;
  const valueAt =
    png.depth < 8 && !png.palette ? unpack(png.width, png.depth, data) : (at: number) => data[at]!;
  const [isGrey, hasAlpha] = [channels < 3, channels % 2 === 0];
  const colours = isGrey ? 1 : 3;
  /** Whether the pixel has the one colour that the file calls transparent. */
  const isCutOut = (at: number) =>
    png.transparency?.length === colours && png.transparency.every((value, k) => value === valueAt(at + k));
  const opacities = new Float64Array(png.width * png.height);
  const lights = opacities.map((_, pixel) => {
    const at = pixel * channels;
    const luma = isGrey ? valueAt(at) : LUMA.reduce((sum, weight, k) => sum + weight * valueAt(at + k), 0);
    const opacity = hasAlpha ? valueAt(at + channels - 1) : isCutOut(at) ? 0 : largest;
    opacities[pixel] = opacity / largest;
    return ((luma / largest) * opacity) / largest;
  });
  return { width: png.width, height: png.height, ink: isDarkOnClear(lights, opacities) ? opacities : lights };
}

/** Red, green and blue, where the palette has it opacity too, of each pixel. Throws a UserError where the palette lacks a colour. */
function colourByPalette(png: DecodedPng, where: string): Uint8Array {
  const { palette = [], depth } = png;
  if (palette.length > 0 && depth <= 8) {
    try {
      return convertIndexedToRgb(png);
    } catch {
      // A pixel has a number that the palette does not have, or there are not as many pixels as it says.
    }
  }
  const got = `${palette.length} colours and ${depth} bits a pixel`;
  throw expected(
    where,
    'a PNG picture whose palette has the colour of each pixel',
    got,
    'make the file again',
  );
}

/** The most light that strokes have that count as drawn in black: that of blue ink. */
const MOST_LIGHT_OF_BLACK = 0.1;

/** Whether some of the picture is transparent, and what is seen on it has no light: over black it would vanish. */
function isDarkOnClear(lights: Float64Array, opacities: Float64Array): boolean {
  return opacities.some((opacity) => opacity < 1) && lights.every((light) => light <= MOST_LIGHT_OF_BLACK);
}

/** Reads values of fewer than eight bits, which are packed into bytes row by row. */
function unpack(width: number, depth: number, data: ArrayLike<number>): (at: number) => number {
  const perByte = 8 / depth;
  const rowBytes = Math.ceil(width / perByte);
  return (at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const byte = data[y * rowBytes + Math.floor(x / perByte)]!;
    return (byte >> (8 - depth * ((x % perByte) + 1))) & ((1 << depth) - 1);
  };
}

function decodeOrRefuse(bytes: Uint8Array, where: string) {
  const kind = nameOtherKind(bytes);
  if (kind !== null && kind !== PNG) throw expected(where, PNG, kind, FIX);
  assertSize(bytes, where);
  try {
    return decode(bytes);
  } catch (error) {
    // Of data that end too early the library only says that it was decompressing.
    const reason = describeReason(error).replace(/:$/, '');
    const got = kind === PNG ? `a damaged one (${reason})` : 'another file';
    throw expected(where, PNG, got, 'make the file again');
  }
}

/** Where the header of a PNG file has the picture's size, as two numbers of four bytes, its bits and its kind of colour. */
const IHDR = { name: 12, size: 16, depth: 24, colour: 25, end: 26 } as const;
/** Numbers of a pixel by the kind of colour. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** The most that deflate makes of a byte. Source: zlib's technical details, "maximum compression factor". */
const MOST_INFLATED = 1032;
/** Pixels of a picture of 4096x4096, which takes some 400 MB while it is read. */
const MOST_PIXELS = 1 << 24;

/** Throws a UserError for a header that promises more than the file can hold, or a picture too large to be one digit. */
function assertSize(bytes: Uint8Array, where: string): void {
  const isNamed = String.fromCharCode(...bytes.subarray(IHDR.name, IHDR.size)) === 'IHDR';
  if (bytes.length < IHDR.end || !isNamed) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [width, height] = [view.getUint32(IHDR.size), view.getUint32(IHDR.size + 4)];
  const bits = width * (CHANNELS[bytes[IHDR.colour]!] ?? 1) * bytes[IHDR.depth]!;
  if (height * Math.ceil(bits / 8) > MOST_INFLATED * bytes.length) {
    const got = `a damaged one (${bytes.length} bytes that promise ${width}x${height} pixels)`;
    throw expected(where, PNG, got, 'make the file again');
  }
  if (width * height <= MOST_PIXELS) return;
  throw expected(where, `a picture of at most ${MOST_PIXELS} pixels`, `${width}x${height}`, 'scale it down');
}
