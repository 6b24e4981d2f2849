/** Human data in the form of Golan et al.: a CSV and a folder of PNGs. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { PIXELS, SIDE, unitToBytes } from '../../pipeline/math/images.ts';

/** The CSV's header, as published. */
export const GOLAN_HEADER = 'subject_code,image,image_repetition,response_category,category_rating';

/** A PNG of an image [784], grey or, with `channels` 3, in colour. */
export function drawPng(image: Float32Array, channels: 1 | 3 = 1): Uint8Array {
  const bytes = unitToBytes(image);
  const data = Uint8Array.from({ length: PIXELS * channels }, (_, at) => bytes[Math.floor(at / channels)]!);
  return encode({ width: SIDE, height: SIDE, data, depth: 8, channels });
}

/** Writes the data and returns where it is. */
export async function writeGolan(
  folder: string,
  lines: readonly string[],
  pictures: Readonly<Record<string, Uint8Array>>,
): Promise<{ readonly csv: string; readonly images: string }> {
  const [csv, images] = [join(folder, 'golan.csv'), join(folder, 'pictures')];
  await mkdir(images);
  await writeFile(csv, [...lines, ''].join('\n'));
  for (const [name, bytes] of Object.entries(pictures)) await writeFile(join(images, name), bytes);
  return { csv, images };
}
