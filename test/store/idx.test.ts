import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PIXELS } from '../../pipeline/math/images.ts';
import {
  encodeIdxImages,
  encodeIdxLabels,
  parseIdxImages,
  parseIdxLabels,
  parseIdxPair,
} from '../../pipeline/store/idx.ts';
import { errorLine } from './errorLine.ts';
import { makeImages } from './madeImages.ts';

const { images, labels } = makeImages(3);

/** A copy of `bytes` with one of them replaced. */
function withByte(bytes: Uint8Array, at: number, value: number): Uint8Array {
  return bytes.with(at, value);
}

describe('the layout of an IDX file', () => {
  test('of images is magic 2051, count, 28, 28, big-endian, then the pixels', () => {
    const bytes = encodeIdxImages(images);
    expect([...bytes.subarray(0, 16)]).toEqual([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28]);
    expect(bytes.length).toBe(16 + 3 * 784);
    expect(bytes[16 + 784]).toBe(1);
  });

  test('of labels is magic 2049, count, big-endian, then the labels', () => {
    expect([...encodeIdxLabels(Uint8Array.of(7, 2))]).toEqual([0, 0, 8, 1, 0, 0, 0, 2, 7, 2]);
  });

  test('has a count of four bytes', () => {
    expect([...encodeIdxLabels(new Uint8Array(0x010203)).subarray(4, 8)]).toEqual([0, 1, 2, 3]);
  });

  test('takes whole images only', () => {
    expect(() => encodeIdxImages(new Uint8Array(785))).toThrow(RangeError);
  });
});

describe('reading an IDX file', () => {
  test('gives back any images and labels, plain or gzipped', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3 }),
        fc.infiniteStream(fc.nat(255)),
        fc.boolean(),
        (n, stream, zip) => {
          const made = Uint8Array.from({ length: n * PIXELS }, () => stream.next().value as number);
          const bytes = encodeIdxImages(made);
          expect(parseIdxImages(zip ? gzipSync(bytes) : bytes, 'made')).toEqual(made);
        },
      ),
      { numRuns: 20 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ max: 9 }), fc.boolean(), (made, zip) => {
        const bytes = encodeIdxLabels(made);
        expect(parseIdxLabels(zip ? gzipSync(bytes) : bytes, 'made')).toEqual(made);
      }),
    );
  });

  test('works on a view that does not begin at the start of its memory', () => {
    const held = new Uint8Array([9, 9, 9, ...encodeIdxLabels(labels)]);
    expect(parseIdxLabels(held.subarray(3), 'made')).toEqual(labels);
  });

  const whole = encodeIdxImages(images);
  const wholeLabels = encodeIdxLabels(labels);
  const html = new TextEncoder().encode('<!DOCTYPE html>\n<html><head><title>403 Forbidden</title>');
  const NEXT = 'replace it by an intact copy';

  test.each([
    [
      'an empty file',
      new Uint8Array(0),
      'expected an IDX file of images, got an empty file; fetch or make it again',
    ],
    ['a cut header', whole.subarray(0, 15), 'expected an IDX header of 16 bytes, got 15 bytes'],
    [
      'labels',
      encodeIdxLabels(new Uint8Array(8)),
      'expected an IDX file of images, got one of labels; put the images of the set there',
    ],
    [
      'a truncated file',
      whole.subarray(0, -1),
      'expected 2368 bytes, as its header says, got 2367 (truncated)',
    ],
    [
      'a longer file',
      Uint8Array.of(...whole, 0),
      'expected 2368 bytes, as its header says, got 2369 (too long)',
    ],
    [
      'a cut gzip file',
      gzipSync(whole).subarray(0, 50),
      'expected a whole gzip file, got 50 bytes that end too early (a download that was cut short)',
    ],
    [
      'a damaged gzip file',
      withByte(gzipSync(whole), gzipSync(whole).length - 6, 7),
      `expected a whole gzip file, got ${gzipSync(whole).length} bytes that are damaged`,
    ],
    ['a huge count', withByte(whole, 4, 255), 'as its header says, got 2368 (truncated)'],
  ])('of images refuses %s', async (_, bytes, line) => {
    const found = await errorLine(() => parseIdxImages(bytes, 'x.idx'));
    expect(found).toContain(`x.idx: `);
    expect(found).toContain(line.includes(';') ? line : `${line}; ${NEXT}`);
  });

  test.each([
    [11, '28 x 28 pixels, got 29 x 28', 29],
    [15, '28 x 28 pixels, got 28 x 14', 14],
  ])('of images refuses another size in byte %i', async (at, line, value) => {
    expect(await errorLine(() => parseIdxImages(withByte(whole, at, value), 'x.idx'))).toContain(line);
  });

  test.each([
    ['a cut header', wholeLabels.subarray(0, 7), 'expected an IDX header of 8 bytes, got 7 bytes'],
    [
      'unknown bytes',
      Uint8Array.of(1, 2, 3, 200, 5, 6, 7, 8),
      'expected an IDX file of labels, which begins with 00000801, got the bytes 010203c8',
    ],
    [
      'a truncated file',
      wholeLabels.subarray(0, -1),
      'expected 11 bytes, as its header says, got 10 (truncated)',
    ],
    [
      'a longer file',
      Uint8Array.of(...wholeLabels, 0),
      'expected 11 bytes, as its header says, got 12 (too long)',
    ],
  ])('of labels refuses %s', async (_, bytes, line) => {
    expect(await errorLine(() => parseIdxLabels(bytes, 'y.idx'))).toBe(`y.idx: ${line}; ${NEXT}`);
  });

  test.each([
    ['images for labels', whole, 'one of images; put the labels of the set there'],
    [
      'floats in three dimensions',
      Uint8Array.of(0, 0, 13, 3, 0, 0, 0, 1),
      'one of 32-bit floats in 3 dimensions; put the labels of the set there',
    ],
    ['an HTML page', html, "an HTML page ('403 Forbidden'); the download failed: fetch the file again"],
    [
      'a gzipped HTML page',
      gzipSync(html),
      "an HTML page ('403 Forbidden'); the download failed: fetch the file again",
    ],
    [
      'a file that was gzipped twice',
      gzipSync(gzipSync(wholeLabels)),
      'a gzip file; unpack it and use what is inside',
    ],
  ])('of labels names %s', async (_, bytes, rest) => {
    expect(await errorLine(() => parseIdxLabels(bytes, 'y.idx'))).toBe(
      `y.idx: expected an IDX file of labels, got ${rest}`,
    );
  });

  test('names a set of other classes for what it is, and does not call it damaged', async () => {
    const letters = encodeIdxLabels(Uint8Array.of(1, 6, 11, 16, 21, 26));
    expect(await errorLine(() => parseIdxLabels(letters, 'y.idx'))).toBe(
      'y.idx: expected labels in 0 ... 9, got labels 1 to 26: 4 of 6 are above 9, the first 11 at position 2; ' +
        'these are other classes (of EMNIST, the letters are 1 to 26): use a set of ten, such as emnist-digits',
    );
  });

  test('takes one label among many that is above 9 for damage', async () => {
    const digits = encodeIdxLabels(new Uint8Array(200).fill(200, 50, 51));
    expect(await errorLine(() => parseIdxLabels(digits, 'y.idx'))).toBe(
      'y.idx: expected labels in 0 ... 9, got labels 0 to 200: 1 of 200 are above 9, the first 200 at position 50; ' +
        'replace it by an intact copy',
    );
  });

  test('refuses images and labels of different number', async () => {
    const imagesFile = { bytes: whole, where: 'x.idx' };
    const labelsFile = { bytes: encodeIdxLabels(labels.subarray(1)), where: 'y.idx' };
    expect(await errorLine(() => parseIdxPair(imagesFile, labelsFile))).toBe(
      'y.idx: expected 3 labels (the images of x.idx), got 2; use files of the same set',
    );
    expect(parseIdxPair(imagesFile, { ...labelsFile, bytes: wholeLabels })).toEqual({ images, labels });
  });
});

/** An IDX file of another type, as whoever publishes one writes it. */
function encodeTyped(type: number, shape: readonly number[], values: readonly number[]): Uint8Array {
  const size = { 9: 1, 11: 2, 12: 4, 13: 4, 14: 8 }[type]!;
  const bytes = new Uint8Array(4 + 4 * shape.length + size * values.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type * 256 + shape.length);
  for (const [i, length] of shape.entries()) view.setUint32(4 + 4 * i, length);
  const write = { 9: 'setInt8', 11: 'setInt16', 12: 'setInt32', 13: 'setFloat32', 14: 'setFloat64' } as const;
  for (const [i, value] of values.entries()) {
    view[write[type as 9]](4 + 4 * shape.length + size * i, value);
  }
  return bytes;
}

/** Images of which one pixel in five is inked, each with another byte. */
const inked = Array.from({ length: 2 * PIXELS }, (_, i) => (i % 5 === 0 ? i % 256 : 0));

describe('an IDX file of another type', () => {
  test.each([
    ['16-bit integers', 11, inked],
    ['32-bit integers', 12, inked],
    ['32-bit floats up to 255', 13, inked],
    ['32-bit floats up to 1', 13, inked.map((value) => value / 255)],
    ['64-bit floats up to 1', 14, inked.map((value) => value / 255)],
  ])('holds images of %s, plain or gzipped', (_, type, values) => {
    const bytes = encodeTyped(type, [2, 28, 28], values);
    expect([...parseIdxImages(bytes, 'x.idx')]).toEqual(inked);
    expect([...parseIdxImages(gzipSync(bytes), 'x.idx')]).toEqual(inked);
  });

  test('of bytes of 0 and 1 alone is left as it is', () => {
    const faint = encodeIdxImages(new Uint8Array(PIXELS).fill(1));
    expect(Math.max(...parseIdxImages(faint, 'x.idx'))).toBe(1);
  });

  test.each([
    ['normalised floats', 13, -0.5, '0 ... 255 or 0 ... 1, got -0.5'],
    ['what is no number', 14, Number.NaN, '0 ... 255 or 0 ... 1, got NaN'],
    ['too large integers', 11, 256, '0 ... 255, got 256'],
  ])('of images refuses %s', async (_, type, value, line) => {
    const bytes = encodeTyped(type, [1, 28, 28], new Array<number>(PIXELS).fill(0).with(9, value));
    expect(await errorLine(() => parseIdxImages(bytes, 'x.idx'))).toBe(
      `x.idx: expected pixels in ${line} at position 9; use the images as they are before any normalisation`,
    );
  });

  // The first rows of QMNIST's training labels: digit, series, writer, number of the digit, NIST's class, and so on.
  const qmnist = [
    5, 0, 61, 4, 53, 195092, 0, 0, 0, 0, 345, 23, 48, 156985, 0, 0, 4, 0, 9, 17, 52, 216883, 0, 0,
  ];

  test('of eight 32-bit integers an image holds labels as QMNIST does', () => {
    expect([...parseIdxLabels(encodeTyped(12, [3, 8], qmnist), 'y.idx')]).toEqual([5, 0, 4]);
    expect([...parseIdxLabels(gzipSync(encodeTyped(12, [3, 8], qmnist)), 'y.idx')]).toEqual([5, 0, 4]);
  });

  test.each([9, 11, 12, 13, 14])('0x%x holds labels, in one dimension or a column', (type) => {
    expect([...parseIdxLabels(encodeTyped(type, [3], [7, 0, 9]), 'y.idx')]).toEqual([7, 0, 9]);
    expect([...parseIdxLabels(encodeTyped(type, [3, 1], [7, 0, 9]), 'y.idx')]).toEqual([7, 0, 9]);
  });

  test.each([
    [
      'a truncated file',
      encodeTyped(12, [3, 8], qmnist).subarray(0, -1),
      'expected 108 bytes, as its header says, got 107 (truncated); replace it by an intact copy',
    ],
    [
      'ten columns, which may be one of each class',
      encodeTyped(13, [1, 10], new Array<number>(10).fill(0)),
      "expected labels [n], or [n, 8] as QMNIST's, got [1, 10]; use one label an image",
    ],
    [
      'other classes',
      encodeTyped(12, [3], [-1, 26, 3]),
      'expected labels in 0 ... 9, got labels -1 to 26: 2 of 3 are none of these, the first -1 at position 0; ' +
        'these are other classes (of EMNIST, the letters are 1 to 26): use a set of ten, such as emnist-digits',
    ],
    [
      'a fraction among many labels',
      encodeTyped(13, [200], new Array<number>(200).fill(1).with(150, 0.5)),
      'expected labels in 0 ... 9, got labels 0.5 to 1: 1 of 200 are none of these, the first 0.5 at position 150; ' +
        'replace it by an intact copy',
    ],
  ])('of labels refuses %s', async (_, bytes, line) => {
    expect(await errorLine(() => parseIdxLabels(bytes, 'y.idx'))).toBe(`y.idx: ${line}`);
  });
});
