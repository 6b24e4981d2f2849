/**
 * The published human data of Golan, Raju and Kriegeskorte (PNAS 2020, 117(47), experiment 1): a CSV with one row a
 * rating, and a folder of 28 x 28 PNGs by image name.
 */
import { join } from 'node:path';
import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import { z } from 'zod';
import { PIXELS, SIDE } from '../math/images.ts';
import type { Problem } from '../store/csvFile.ts';
import { listFolder } from '../store/fileList.ts';
import { readBytes } from '../store/files.ts';
import { nameOtherKind } from '../store/recogniseBytes.ts';
import { readDecimal } from '../store/writtenNumbers.ts';
import { type Checked, digitField, readChecked } from './ratingFiles.ts';

/** A row of the CSV: how much `subject` sees the digit `category` in `image`, in [0, 1]. */
export interface GolanRow {
  readonly subject: string;
  /** Name of the image, without folder and without `.png`. */
  readonly image: string;
  readonly category: number;
  readonly rating: number;
}

// Compared without case, spaces and underscores, see store/csvFile.ts.
const COLUMNS = ['subject_code', 'image', 'image_repetition', 'response_category', 'category_rating'];

const row = z
  .object({
    subject_code: z.string().regex(/./, 'a code'),
    image: z.string().regex(/./, 'the name of an image'),
    response_category: digitField,
    category_rating: z
      .string()
      .refine((text) => isUnit(readDecimal(text)), { error: 'a number from 0 to 1' })
      .transform((text) => readDecimal(text)!),
  })
  .transform(
    (fields): GolanRow => ({
      subject: fields.subject_code,
      image: nameImage(fields.image),
      category: fields.response_category,
      rating: fields.category_rating,
    }),
  );

/** Reads the CSV. Throws a UserError where it is missing or lacks a column. */
export function readGolanRatings(path: string): Promise<Checked<GolanRow>> {
  return readChecked(path, COLUMNS, () => row);
}

function isUnit(value: number | null): boolean {
  return value !== null && value >= 0 && value <= 1;
}

function nameImage(file: string): string {
  return file.replace(/^.*[/\\]/, '').replace(/\.png$/i, '');
}

/** Images [784] in [0, 1] by name, and the files that are none. */
export interface NamedImages {
  readonly images: ReadonlyMap<string, Float32Array>;
  readonly problems: readonly Problem[];
}

/** Reads every PNG of a folder, 28 x 28, grey or colour. Throws a UserError where the folder cannot be read. */
export async function readImageFolder(folder: string): Promise<NamedImages> {
  const names = await listFolder(folder, 'a folder of PNG images');
  const images = new Map<string, Float32Array>();
  const problems: Problem[] = [];
  for (const name of names.filter((file) => /\.png$/i.test(file)).sort()) {
    const where = join(folder, name);
    const read = readPixels(await readBytes(where));
    if (typeof read === 'string')
      problems.push({ file: where, line: null, what: `expected a PNG of 28 x 28 pixels, got ${read}` });
    else images.set(nameImage(name), read);
  }
  return { images, problems };
}

/** The image [784] in [0, 1], colours averaged; or what the bytes are instead. */
function readPixels(bytes: Uint8Array): Float32Array | string {
  const png = decodeIfPng(bytes);
  if (png === null) return nameOtherFile(bytes);
  if (png.width !== SIDE || png.height !== SIDE) return `${png.width} x ${png.height}`;
  if (!png.palette && png.depth < 8) return `${png.depth} bits a pixel`;
  const data = png.palette ? colourIfWhole(png) : png.data;
  if (data === null) return 'a palette that lacks colours';
  const channels = png.palette ? png.palette[0]!.length : png.channels;
  const white = png.depth === 16 ? 65535 : 255;
  // What is seen through the picture, dark or light, is not known.
  if (png.transparency !== undefined || isSeenThrough(data, channels, white)) return 'one with transparency';
  return toGrey(data, channels, white);
}

/** The colours of the pixels; null where the palette lacks one. */
function colourIfWhole(png: DecodedPng): Uint8Array | null {
  try {
    return convertIndexedToRgb(png);
  } catch {
    return null;
  }
}

/** Whether any pixel is not opaque. */
function isSeenThrough(data: ArrayLike<number>, channels: number, opaque: number): boolean {
  return (
    channels % 2 === 0 &&
    Array.from(data).some((value, at) => at % channels === channels - 1 && value < opaque)
  );
}

function nameOtherFile(bytes: Uint8Array): string {
  const kind = nameOtherKind(bytes);
  return kind === null || kind === 'a PNG image' ? 'another file' : kind;
}

function decodeIfPng(bytes: Uint8Array): DecodedPng | null {
  try {
    return decode(bytes);
  } catch {
    return null;
  }
}

function toGrey(data: ArrayLike<number>, channels: number, white: number): Float32Array {
  const colours = channels < 3 ? 1 : 3;
  return Float32Array.from({ length: PIXELS }, (_, pixel) => {
    let sum = 0;
    for (let c = 0; c < colours; c++) sum += data[pixel * channels + c]!;
    return sum / (colours * white);
  });
}
