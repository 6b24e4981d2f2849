import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { bytesToUnit, PIXELS } from '../../pipeline/math/images.ts';
import { decodePng, readImageFile } from '../../pipeline/store/imageFile.ts';
import { encodePng } from '../../pipeline/store/png.ts';
import { encodeVf } from '../../pipeline/store/vf.ts';
import { drawImageOf } from '../search/tasks.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

const binary = drawImageOf([0, 1], 1);
const grey = bytesToUnit(Uint8Array.from({ length: PIXELS }, (_, at) => (at * 7) % 256));

describe('a PNG', () => {
  test.each([1, 2, 10])('enlarged %d times reads back bit for bit', (scale) => {
    expect(decodePng(encodePng(binary, scale), 'test')).toEqual(binary);
    expect(decodePng(encodePng(grey, scale), 'test')).toEqual(grey);
  });

  test('of colours is read by luma, and transparency shows black', () => {
    const pixels = (color: readonly number[]) =>
      Uint8Array.from({ length: PIXELS * color.length }, (_, at) => color[at % color.length]!);
    const read = (channels: 2 | 3 | 4, color: readonly number[]) =>
      decodePng(encode({ width: 28, height: 28, channels, depth: 8, data: pixels(color) }), 'test')[400];
    expect(read(3, [255, 0, 0])).toBeCloseTo(0.2126, 6);
    expect(read(3, [0, 255, 255])).toBeCloseTo(0.7152 + 0.0722, 6);
    expect(read(4, [255, 255, 255, 51])).toBeCloseTo(0.2, 6);
    expect(read(2, [102, 255])).toBeCloseTo(0.4, 6);
  });

  test('of sixteen bits or of one bit is read in full', () => {
    const deep = encode({
      width: 28,
      height: 28,
      channels: 1,
      depth: 16,
      data: new Uint16Array(PIXELS).fill(13107),
    });
    expect(decodePng(deep, 'test')[5]).toBeCloseTo(0.2, 6);
    const packed = new Uint8Array(28 * 4);
    packed[0] = 0b01000000;
    packed[4 * 27 + 3] = 0b00010000;
    const flat = encode({ width: 28, height: 28, channels: 1, depth: 1, data: packed });
    const ink = decodePng(flat, 'test');
    expect(Array.from(ink.keys()).filter((pixel) => ink[pixel] !== 0)).toEqual([1, 783]);
  });
});

describe('what is no image of 28x28 is refused in one line', () => {
  const refuse = async (name: string, bytes: Uint8Array) => {
    const path = join(await openTemporaryFolder(), name);
    await writeFile(path, bytes);
    return readImageFile(path).then(
      () => 'read',
      (error: Error) => error.message,
    );
  };
  const wide = encode({ width: 56, height: 28, channels: 1, depth: 8, data: new Uint8Array(56 * 28) });

  test.each([
    ['wide.png', wide, /28x28 pixels or a whole multiple.*56x28/],
    ['damaged.png', encodePng(binary).subarray(0, 60), /a PNG image.*damaged/],
    ['short.vf', encodeVf(binary).subarray(4), /3136 bytes/],
    ['bright.vf', encodeVf(binary.with(3, 2)), /pixels in 0 \.\.\. 1.*2/],
    ['image.bmp', new Uint8Array(3), /a \.vf or \.png file.*\.bmp/],
  ])('%s', async (name, bytes, message) => {
    const line = await refuse(name, bytes);
    expect(line).toMatch(message);
    expect(line).not.toContain('\n');
  });

  test('a file that is not there', async () => {
    await expect(readImageFile('/nowhere/image.png')).rejects.toThrow(/\/nowhere\/image\.png/);
  });
});

test('a .vf file reads as it is', async () => {
  const path = join(await openTemporaryFolder(), 'image.vf');
  await writeFile(path, encodeVf(grey));
  expect(await readImageFile(path)).toEqual(grey);
});
