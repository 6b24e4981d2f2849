import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { bytesToUnit, PIXELS } from '../../pipeline/math/images.ts';
import { decodePng, readImageFile } from '../../pipeline/store/imageFile.ts';
import { encodePng } from '../../pipeline/store/png.ts';
import { encodeVf } from '../../pipeline/store/vf.ts';
import { countAllocations } from '../hostile/allocations.ts';
import { readDigits } from '../judging/digits.ts';
import { drawImageOf } from '../search/tasks.ts';
import { errorLine } from './errorLine.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

/** A PNG with a chunk tRNS of these bytes before its pixels. */
function insertTransparency(png: Uint8Array, bytes: readonly number[]): Uint8Array {
  const at = Buffer.from(png).indexOf('IDAT') - 4;
  return Buffer.concat([png.subarray(0, at), makeChunk('tRNS', bytes), png.subarray(at)]);
}

/** A PNG with other bytes in the first chunk of that name. */
function replaceChunk(png: Uint8Array, name: string, bytes: readonly number[]): Uint8Array {
  const at = Buffer.from(png).indexOf(name) - 4;
  const end = at + 12 + Buffer.from(png).readUInt32BE(at);
  return Buffer.concat([png.subarray(0, at), makeChunk(name, bytes), png.subarray(end)]);
}

function makeChunk(name: string, bytes: readonly number[]): Buffer {
  const chunk = Buffer.alloc(12 + bytes.length);
  chunk.writeUInt32BE(bytes.length, 0);
  chunk.write(name, 4, 'latin1');
  chunk.set(bytes, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), 8 + bytes.length);
  return chunk;
}

/** As PNG has it: each bit of the remainder by the polynomial 0xedb88320. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

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

  describe('on transparent ground', () => {
    /** Strokes of three opacities in one colour on ground that is clear, and has the colour `ground` where it can. */
    const draw = (channels: 2 | 4, depth: 8 | 16, colour: number, ground: number) => {
      const largest = 2 ** depth - 1;
      const data = (
        depth === 8 ? new Uint8Array(PIXELS * channels) : new Uint16Array(PIXELS * channels)
      ).fill(ground * largest);
      for (let pixel = 0; pixel < PIXELS; pixel++) {
        const isStroke = pixel >= 100 && pixel < 103;
        if (isStroke) data.fill(colour * largest, pixel * channels, (pixel + 1) * channels);
        data[(pixel + 1) * channels - 1] = isStroke
          ? [0.2 * largest, 0.6 * largest, largest][pixel - 100]!
          : 0;
      }
      return decodePng(encode({ width: 28, height: 28, depth, channels, data }), 'test');
    };
    test.each([
      [2, 8],
      [2, 16],
      [4, 8],
      [4, 16],
    ] as const)(
      'black and white strokes are ink, by their opacity: %i channels of %i bits',
      (channels, depth) => {
        for (const colour of [0, 1]) {
          for (const ground of [0, 1]) {
            const ink = draw(channels, depth, colour, ground);
            [0.2, 0.6, 1].forEach((opacity, at) => {
              expect(ink[100 + at]).toBeCloseTo(opacity, 6);
            });
            expect(ink.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1.8, 5);
          }
        }
      },
    );

    test('a palette with transparency, and a colour that is cut out, are ground too', () => {
      const bits = Uint8Array.from({ length: PIXELS }, (_, pixel) => Number(pixel >= 100 && pixel < 103));
      const palette = [
        [255, 255, 255],
        [0, 0, 0],
      ];
      const indexed = { width: 28, height: 28, depth: 8, channels: 1, data: bits } as const;
      const strokes = new Float32Array(PIXELS).fill(1, 100, 103);
      const withPalette = insertTransparency(encode({ ...indexed, palette }), [0, 255]);
      expect(decodePng(withPalette, 'test')).toEqual(strokes);
      const data = bits.map((bit) => 255 * (1 - bit));
      const cutOut = insertTransparency(encode({ ...indexed, data }), [0, 255]);
      expect(decodePng(cutOut, 'test')).toEqual(strokes);
      expect(decodePng(encode({ ...indexed, data }), 'test')).toEqual(strokes.map((value) => 1 - value));
    });

    test('an opaque picture is read as it is, however dark, and so is light on clear ground', () => {
      const dark = new Uint8Array(PIXELS * 2).map((_, at) => (at % 2 === 0 ? 20 : 255));
      const read = (data: Uint8Array) =>
        decodePng(encode({ width: 28, height: 28, depth: 8, channels: 2, data }), 'test');
      expect(read(dark)[5]).toBeCloseTo(20 / 255, 6);
      const framed = dark.with(1, 0).with(800, 255);
      expect([read(framed)[0], read(framed)[5], read(framed)[400]]).toEqual([
        0,
        expect.closeTo(20 / 255, 6),
        1,
      ]);
    });
  });

  test('with a palette that lacks colours is refused in one line', () => {
    const palette = [
      [255, 255, 255],
      [0, 0, 0],
    ];
    const indexed = { width: 28, height: 28, depth: 8, channels: 1, data: new Uint8Array(PIXELS) } as const;
    const whole = encode({ ...indexed, palette });
    const deep = [0, 0, 0, 28, 0, 0, 0, 28, 16, 3, 0, 0, 0];
    for (const [png, got] of [
      [replaceChunk(whole, 'PLTE', []), '0 colours and 8 bits'],
      [encode({ ...indexed, data: indexed.data.fill(5), palette }), '2 colours and 8 bits'],
      [replaceChunk(whole, 'IHDR', deep), 'a damaged one'],
    ] as const)
      expect(() => decodePng(png, 'x.png')).toThrow(new RegExp(`^x.png: expected a PNG.*, got ${got}.*`));
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
    [
      'bytes.vf',
      encodeVf(binary.with(3, 255)),
      /pixels in 0 \.\.\. 1, got 255; if they are in 0 \.\.\. 255, divide /,
    ],
    ['double.vf', new Uint8Array(6272), /3136 bytes \(784 float32\), got 6272 \(784 float64\); /],
    ['swapped.vf', Buffer.from(encodeVf(binary)).swap32(), /little-endian float32, got big-endian; /],
    ['grey-swapped.vf', Buffer.from(encodeVf(grey)).swap32(), /little-endian float32, got big-endian; /],
    ['photo.png', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), /expected a PNG image, got a JPEG image; /],
    ['page.png', Buffer.from('<!DOCTYPE html>'), /expected a PNG image, got an HTML page; /],
    ['nothing.png', new Uint8Array(0), /expected a PNG image, got an empty file; /],
    ['text.png', Buffer.from('a text'), /expected a PNG image, got another file; /],
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
  expect((await readImageFile(path)).image).toEqual(grey);
});

test('a picture that is blank, or mostly light, is named; an idea and a real digit are not', async () => {
  const remarkOn = async (image: Float32Array, name = 'image.png') => {
    const path = join(await openTemporaryFolder(), name);
    await writeFile(path, name.endsWith('.vf') ? encodeVf(image) : encodePng(image, 1));
    return (await readImageFile(path)).remark?.replace(path, name) ?? null;
  };
  expect(await remarkOn(binary)).toBeNull();
  const digit = bytesToUnit(readDigits('t10k', 0, 1).images);
  expect(await remarkOn(digit)).toBeNull();
  const negative = digit.map((value) => 1 - value);
  expect(await remarkOn(negative)).toMatch(/^image\.png: 9\d% of it is light; [^\n]+ its negative first\?$/);
  expect(await remarkOn(new Float32Array(PIXELS))).toBe(
    'image.png: nothing in it is light, or drawn on transparent ground: the image is blank',
  );
  expect(await remarkOn(negative, 'image.vf')).toBeNull();
});

test('a header that promises more pixels than its file can hold is refused before memory is asked for', async () => {
  const bytes = encodePng(new Float32Array(PIXELS), 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  // Width and height, as the PNG specification has them in IHDR.
  view.setUint32(16, 20_000);
  view.setUint32(20, 20_000);
  const { value, bytes: asked } = await countAllocations(() =>
    errorLine(async () => decodePng(bytes, 'large.png')),
  );
  expect(value).toBe(
    `large.png: expected a PNG image, got a damaged one (${bytes.length} bytes that promise 20000x20000 pixels); make the file again`,
  );
  expect(asked).toBeLessThan(10_000);
});

test('a picture of many pixels in few bytes is refused, too', async () => {
  const [width, height] = [4097, 4096];
  const data = new Uint8Array(Math.ceil(width / 8) * height);
  const bytes = encode({ width, height, channels: 1, depth: 1, data });
  expect(await errorLine(async () => decodePng(bytes, 'scan.png'))).toBe(
    'scan.png: expected a picture of at most 16777216 pixels, got 4097x4096; scale it down',
  );
});
