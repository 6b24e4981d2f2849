import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { PIXELS, SIDE, unitToBytes } from '../../pipeline/math/images.ts';
import { readGolanRatings, readImageFolder } from '../../pipeline/rating/golanFiles.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { drawPng, GOLAN_HEADER, writeGolan } from './madeGolan.ts';

const ramp = Float32Array.from({ length: PIXELS }, (_, pixel) => (pixel % 256) / 255);

/** Each byte followed by `other`. */
const interleave = (bytes: Uint8Array, other: number) =>
  Uint8Array.from({ length: 2 * bytes.length }, (_, at) => (at % 2 === 0 ? bytes[at / 2]! : other));

test('ratings of a German spreadsheet are read', async () => {
  const lines = [GOLAN_HEADER.replaceAll(',', ';'), 'S1;a.png;0;3,0;0,75', 'S1;a.png;0;4;1,000'];
  const { csv } = await writeGolan(await openTemporaryFolder(), lines, {});
  const { rows, problems } = await readGolanRatings(csv);
  expect(problems).toEqual([]);
  expect(rows.map(({ row: { category, rating } }) => [category, rating])).toEqual([
    [3, 0.75],
    [4, 1],
  ]);
});

test('ratings are read whatever the spelling of the header, and bad rows are named', async () => {
  for (const header of [
    GOLAN_HEADER,
    'Subject Code,Image,Image Repetition,Response Category,Category Rating',
    'subjectCode,image,imageRepetition,responseCategory,categoryRating',
  ]) {
    const rows = ['S1,a.png,0,3,0.75', 'S1,stimuli/a,1,3.0,1', 'S1,a,0,10,0.5', 'S1,a,0,3,1.5', 'S1,a,0,3,'];
    const { csv } = await writeGolan(await openTemporaryFolder(), [header, ...rows], {});
    const read = await readGolanRatings(csv);
    expect(read.rows.map(({ row }) => row)).toEqual([
      { subject: 'S1', image: 'a', category: 3, rating: 0.75 },
      { subject: 'S1', image: 'a', category: 3, rating: 1 },
    ]);
    expect(read.problems.map(({ line, what }) => `${line}: ${what}`)).toEqual([
      "4: response_category: expected a digit, got '10'",
      "5: category_rating: expected a number from 0 to 1, got '1.5'",
      "6: category_rating: expected a number from 0 to 1, got ''",
    ]);
  }
});

test('a row of the header’s other spelling is of the same rating scale: a missing column is named', async () => {
  const { csv } = await writeGolan(await openTemporaryFolder(), ['subject_code,image,rating', 'S1,a,1'], {});
  await expect(readGolanRatings(csv)).rejects.toThrow('response_category, category_rating');
});

test('pictures are read grey, coloured, with a palette, and in 16 bits; others are named', async () => {
  const side = { width: SIDE, height: SIDE };
  const bits = ramp.map((value) => (value > 0.5 ? 1 : 0));
  const { images: folder } = await writeGolan(await openTemporaryFolder(), [], {
    'grey.png': drawPng(ramp),
    'colour.PNG': drawPng(ramp, 3),
    'deep.png': encode({ ...side, depth: 16, channels: 1, data: Uint16Array.from(ramp, (v) => v * 65535) }),
    'small.png': encode({ width: 14, height: 14, depth: 8, channels: 1, data: new Uint8Array(196) }),
    'torn.png': drawPng(ramp).slice(0, 60),
    'clear.png': encode({ ...side, depth: 8, channels: 2, data: new Uint8Array(2 * PIXELS) }),
    'opaque.png': encode({ ...side, depth: 8, channels: 2, data: interleave(unitToBytes(ramp), 255) }),
    'page.png': new TextEncoder().encode('<html>'),
    'readme.txt': new Uint8Array(3),
    'lacking.png': encode({
      ...{ ...side, depth: 8, channels: 1, data: new Uint8Array(PIXELS).fill(2) },
      palette: [
        [0, 0, 0],
        [255, 255, 255],
      ],
    }),
    'palette.png': encode({
      ...side,
      depth: 8,
      channels: 1,
      data: Uint8Array.from(bits),
      palette: [
        [0, 0, 0],
        [255, 255, 255],
      ],
    }),
  });
  const { images, problems } = await readImageFolder(folder);
  expect([...images.keys()].sort()).toEqual(['colour', 'deep', 'grey', 'opaque', 'palette']);
  expect(images.get('grey')).toEqual(ramp);
  expect(images.get('palette')).toEqual(bits);
  for (const name of ['colour', 'deep', 'opaque']) {
    const worst = Math.max(...images.get(name)!.map((value, pixel) => Math.abs(value - ramp[pixel]!)));
    expect(worst).toBeLessThan(1e-4);
  }
  expect(problems.map(({ what }) => what)).toEqual([
    'expected a PNG of 28 x 28 pixels, got one with transparency',
    'expected a PNG of 28 x 28 pixels, got a palette that lacks colours',
    'expected a PNG of 28 x 28 pixels, got an HTML page',
    'expected a PNG of 28 x 28 pixels, got 14 x 14',
    'expected a PNG of 28 x 28 pixels, got another file',
  ]);
});
