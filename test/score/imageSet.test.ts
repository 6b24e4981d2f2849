import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { bytesToUnit, invertImages, PIXELS } from '../../pipeline/math/images.ts';
import { rowOf } from '../../pipeline/math/rows.ts';
import { readImageSet } from '../../pipeline/score/imageSet.ts';
import { encodeFloat32 } from '../../pipeline/store/float32.ts';
import { encodeIdxImages } from '../../pipeline/store/idx.ts';
import { encodePng } from '../../pipeline/store/png.ts';
import { encodeVf } from '../../pipeline/store/vf.ts';
import { readDigits } from '../judging/digits.ts';
import { errorLine } from '../store/errorLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const BYTES = readDigits('t10k', 0, 3).images;
const DIGITS = bytesToUnit(BYTES);
const digit = (row: number) => rowOf(DIGITS, row, PIXELS);

/** Writes files into a folder of the test's own. */
async function write(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const folder = await openTemporaryFolder();
  await mkdir(join(folder, 'below'));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  return folder;
}

test('a folder is read in the order of its names, whatever the formats, and other files are passed over', async () => {
  const folder = await write({
    'b.png': encodePng(digit(1)),
    'a.vf': encodeVf(digit(0)),
    'below/c.PNG': encodePng(digit(2), 1),
    'notes.txt': Buffer.from('notes'),
  });
  const { names, images, remarks } = await readImageSet(folder, false);
  expect(names).toEqual(['a.vf', 'b.png', 'below/c.PNG']);
  expect(images).toEqual(DIGITS);
  expect(remarks).toEqual([`${folder}: 1 other file (notes.txt) is passed over`]);
});

describe.each([
  ['images', (bytes: Uint8Array) => encodeIdxImages(bytes)],
  ['images.gz', (bytes: Uint8Array) => gzipSync(encodeIdxImages(bytes))],
  ['images.f32', (bytes: Uint8Array) => encodeFloat32(bytesToUnit(bytes))],
])('the file %s', (name, pack) => {
  test('has images by number', async () => {
    const folder = await write({ [name]: pack(BYTES) });
    const set = await readImageSet(join(folder, name), false);
    expect(set).toEqual({ names: ['0', '1', '2'], images: DIGITS, remarks: [] });
  });

  test('that is dark on white is so remarked, and read the same inverted', async () => {
    const path = join(await write({ [name]: pack(invertImages(BYTES)) }), name);
    const { remarks } = await readImageSet(path, false);
    expect(remarks).toEqual([
      `${path}: 3 images (such as 0) are mostly light; are they dark on white? then INVERT=1`,
    ]);
    const inverted = await readImageSet(path, true);
    expect(inverted.remarks).toEqual([]);
    inverted.images.forEach((value, at) => {
      expect(value).toBeCloseTo(DIGITS[at]!, 6);
    });
  });
});

describe('a picture of another size', () => {
  /** A black bar on white paper, 40 x 30. */
  const data = Uint8Array.from({ length: 1200 }, (_, at) => (at % 40 > 9 && at % 40 < 14 ? 0 : 255));

  test('is inverted first, then fitted, which is said', async () => {
    const folder = await write({ 'bar.png': encode({ width: 40, height: 30, channels: 1, depth: 8, data }) });
    const { images, remarks } = await readImageSet(join(folder, 'bar.png'), true);
    expect(remarks).toEqual([
      "1 picture (bar.png (40x30)) is fitted as MNIST's digits were: to a box of 20x20, by the centre of mass",
    ]);
    // 4 of 30 pixels wide: 3 of 20.
    expect(images.filter((value) => value > 0)).toHaveLength(60);
  });

  test('that is blank is refused', async () => {
    const folder = await write({
      'blank.png': encode({ width: 40, height: 30, channels: 1, depth: 8, data: new Uint8Array(1200) }),
    });
    expect(await errorLine(() => readImageSet(folder, false))).toBe(
      `${folder}/blank.png: expected ink to fit to 28x28 pixels, got a blank picture of 40x30; take it away`,
    );
  });
});

test.each([
  ['x.f32', Buffer.alloc(3000), /expected float32 \[n, 784\], a multiple of 3136 bytes, got 3000 bytes/],
  [
    'x.f32',
    Buffer.from(encodeFloat32(DIGITS.map((v) => 255 * v))),
    /pixels in 0 \.\.\. 1, .* divide them by 255/,
  ],
  ['x.npy', Buffer.from('\x93NUMPY', 'latin1'), /expected an IDX file of images, got a NumPy file/],
  ['x.png', Buffer.from('text'), /expected a PNG image, got another file/],
])('%s that is none is refused', async (name, bytes, message) => {
  const folder = await write({ [name]: bytes });
  expect(await errorLine(() => readImageSet(join(folder, name), false))).toMatch(message);
});

test('an empty folder and a path with nothing are refused', async () => {
  const folder = await write({});
  expect(await errorLine(() => readImageSet(folder, false))).toMatch(
    /expected images, got none; name a folder/,
  );
  expect(await errorLine(() => readImageSet(join(folder, 'x'), false))).toMatch(
    /expected a file or a folder/,
  );
});
