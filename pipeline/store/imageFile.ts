/** Reads images of other programs: the article's .vf, and PNG of 28x28 or enlarged by a whole factor. */
import { extname } from 'node:path';
import { convertIndexedToRgb, decode } from 'fast-png';
import { PIXELS, SIDE } from '../math/images.ts';
import { expected } from '../study/errors.ts';
import { readBytes, sha256 } from './files.ts';
import { decodeVf } from './vf.ts';

const FIX = 'name a .vf file, or a .png of 28x28 pixels or a whole multiple of it';

/**
 * The image [784] in [0, 1] in a .vf or .png file. Colours become grey by luma (Rec. 709), transparency shows black,
 * and an enlarged image is reduced to the mean of each square. Throws a UserError for anything else.
 */
export async function readImageFile(path: string): Promise<Float32Array> {
  return (await readImageAndDigest(path)).image;
}

/** The image in a file, as {@link readImageFile} gives it, and the file's SHA-256. */
export async function readImageAndDigest(path: string) {
  const extension = extname(path).toLowerCase();
  if (extension !== '.vf' && extension !== '.png')
    throw expected(path, 'a .vf or .png file', extension || 'no extension', FIX);
  const bytes = await readBytes(path, FIX);
  const image = extension === '.vf' ? decodeVf(bytes, path) : decodePng(bytes, path);
  const stray = image.find((value) => value < 0 || value > 1);
  if (stray !== undefined) throw expected(path, 'pixels in 0 ... 1', String(stray), 'scale the image');
  return { image, digest: sha256(bytes) };
}

/** The image [784] of a PNG file. */
export function decodePng(bytes: Uint8Array, where: string): Float32Array {
  const { width, height, grey } = readGrey(bytes, where);
  const scale = width / SIDE;
  if (width !== height || !Number.isInteger(scale) || scale < 1) {
    throw expected(
      where,
      'an image of 28x28 pixels or a whole multiple of it',
      `${width}x${height}`,
      'scale it',
    );
  }
  const image = new Float32Array(PIXELS);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const [x0, y0] = [(pixel % SIDE) * scale, Math.floor(pixel / SIDE) * scale];
    let sum = 0;
    for (let y = y0; y < y0 + scale; y++) for (let x = x0; x < x0 + scale; x++) sum += grey[y * width + x]!;
    image[pixel] = sum / (scale * scale);
  }
  return image;
}

/** Luma of red, green and blue by Rec. 709. */
const LUMA = [0.2126, 0.7152, 0.0722] as const;

/** Every pixel's grey in [0, 1], over black. */
function readGrey(bytes: Uint8Array, where: string) {
  const png = decodeOrRefuse(bytes, where);
  const data = png.palette ? convertIndexedToRgb(png) : png.data;
  const channels = png.palette ? data.length / (png.width * png.height) : png.channels;
  const largest = png.palette ? 255 : (1 << png.depth) - 1;
  const valueAt =
    png.depth < 8 && !png.palette ? unpack(png.width, png.depth, data) : (at: number) => data[at]!;
  const grey = Float64Array.from({ length: png.width * png.height }, (_, pixel) => {
    const at = pixel * channels;
    const isGrey = channels < 3;
    const hasAlpha = channels % 2 === 0;
    const luma = isGrey ? valueAt(at) : LUMA.reduce((sum, weight, k) => sum + weight * valueAt(at + k), 0);
    return ((luma / largest) * (hasAlpha ? valueAt(at + channels - 1) : largest)) / largest;
  });
  return { width: png.width, height: png.height, grey };
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
  try {
    return decode(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw expected(where, 'a PNG image', `a damaged one (${reason})`, 'make the file again');
  }
}
