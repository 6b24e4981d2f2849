/** Images that come with the project: digits of another collection, and clothes. data/README.md has their origin. */
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { interpolate } from '../../math/affine.ts';
import { bytesToUnit, PIXELS, SIDE } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';
import { readBytes } from '../../store/files.ts';
import { fitPicture } from './fit.ts';
import { roundToBytes, type SecondImages, type SecondTask, shareOf } from './secondImages.ts';

const NEXT_STEP = 'take the folder pipeline/ladder/second/data from the repository again';

/** Side of an image of optdigits, its darkest grey, and the bytes of one with its label. */
const SMALL = 8;
const DARKEST = 16;
const RECORD = SMALL * SMALL + 1;

/** How many times its side a small image is enlarged to before it is fitted. */
const ENLARGED = 10;

/** Handwritten digits of another collection, enlarged from 8 x 8 pixels by bilinear interpolation and fitted. */
export async function makeOptdigits(task: SecondTask): Promise<SecondImages> {
  const bytes = await readCarried('optdigits.gz');
  const rows = spread(bytes.length / RECORD, shareOf(task, bytes.length / RECORD));
  const records = rows.map((row) => rowOf(bytes, row, RECORD));
  return {
    group: 'otherDigits',
    kind: 'optdigits',
    description:
      'Digits by other writers, of the UCI collection optdigits: 8 x 8 greys, enlarged smoothly and fitted as MNIST’s were.',
    images: roundToBytes(records.map((record) => fitPicture(enlarge(record)))),
    digits: records.map((record) => record[RECORD - 1]!),
  };
}

/** A small image ten times as large; its pixels are squares of which the greys hold in the middle. */
function enlarge(record: Uint8Array) {
  const padded = new Float32Array(PIXELS);
  for (let y = 0; y < SMALL; y++) {
    for (let x = 0; x < SMALL; x++) padded[(y + 1) * SIDE + x + 1] = record[y * SMALL + x]! / DARKEST;
  }
  const side = ENLARGED * (SMALL + 1);
  const ink = Float32Array.from({ length: side * side }, (_, at) =>
    interpolate(padded, ((at % side) + 0.5) / ENLARGED, (Math.floor(at / side) + 0.5) / ENLARGED),
  );
  return { width: side, height: side, ink };
}

/** Images of clothes as they are. */
export async function makeClothes(task: SecondTask): Promise<SecondImages> {
  const bytes = await readCarried('clothes.gz');
  const rows = spread(bytes.length / PIXELS, shareOf(task, bytes.length / PIXELS));
  return {
    group: 'structured',
    kind: 'clothes',
    description: 'Clothes, shoes and bags of Fashion-MNIST.',
    images: roundToBytes(rows.map((row) => bytesToUnit(rowOf(bytes, row, PIXELS)))),
    digits: null,
  };
}

async function readCarried(name: string): Promise<Uint8Array> {
  const path = fileURLToPath(new URL(`./data/${name}`, import.meta.url));
  return new Uint8Array(gunzipSync(await readBytes(path, NEXT_STEP)));
}

/** `count` of `all` rows, evenly spread, so that every class is among them. */
function spread(all: number, count: number): number[] {
  return Array.from({ length: Math.min(all, count) }, (_, k) => Math.floor((k * all) / Math.min(all, count)));
}
