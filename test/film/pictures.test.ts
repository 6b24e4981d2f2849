/** Films are read back, frame by frame; what browsers make of them was looked at. */
import { decode, decodeApng } from 'fast-png';
import UPNG from 'upng-js';
import { describe, expect, test } from 'vitest';
import {
  encodeApng,
  encodeGif,
  enlargeToPicture,
  stackPictures,
  tile,
} from '../../pipeline/film/pictures.ts';
import { encodePicture, openTypesetter } from '../../pipeline/store/typeset.ts';
import { drawImageOf } from '../search/tasks.ts';
import { decodeGif } from './plainGif.ts';

const PACE = { frame: 120, last: 2500 };
const images = [1, 2, 3].map((seed) => drawImageOf([0, 0.5, 1], seed));
const frames = images.map((image) => enlargeToPicture(image, 10));

test('a pixel of an image is a square of ten by ten', () => {
  const { width, height, rgba } = frames[0]!;
  expect([width, height]).toEqual([280, 280]);
  for (const at of [0, 9, 10, 280 * 9, 280 * 10 + 10, 280 * 280 - 1]) {
    const [x, y] = [Math.floor((at % 280) / 10), Math.floor(at / 280 / 10)];
    const grey = Math.round(images[0]![y * 28 + x]! * 255);
    expect([...rgba.subarray(at * 4, at * 4 + 4)]).toEqual([grey, grey, grey, 255]);
  }
});

test('an animated PNG has every frame without loss, each as long as it is to be shown', () => {
  const bytes = encodeApng(frames, PACE);
  const shown = UPNG.toRGBA8(UPNG.decode(bytes.slice().buffer));
  const film = decodeApng(bytes);
  expect([film.width, film.height, film.frames.length]).toEqual([280, 280, 3]);
  film.frames.forEach((frame, k) => {
    expect((1000 * frame.delayNumber) / frame.delayDenominator).toBe(k === 2 ? 2500 : 120);
    expect(Buffer.compare(new Uint8Array(shown[k]!), frames[k]!.rgba)).toBe(0);
  });
});

test('an animated GIF has its size, loops for ever, and has as many frames with their delays', () => {
  const gif = Buffer.from(encodeGif(frames, PACE));
  expect(gif.toString('latin1', 0, 6)).toBe('GIF89a');
  expect([gif.readUInt16LE(6), gif.readUInt16LE(8)]).toEqual([280, 280]);
  const loop = gif.indexOf('NETSCAPE2.0', 0, 'latin1');
  expect(gif.readUInt16LE(loop + 13)).toBe(0);
  const delays: number[] = [];
  for (let at = gif.indexOf('21f904', 0, 'hex'); at >= 0; at = gif.indexOf('21f904', at + 3, 'hex')) {
    delays.push(10 * gif.readUInt16LE(at + 4));
  }
  expect(delays).toEqual([120, 120, 2500]);
});

test('the pixels of a GIF are those of its frames: black and white exactly, greys nearly', () => {
  const film = decodeGif(encodeGif(frames, PACE));
  expect([film.width, film.height, film.frames.length]).toEqual([280, 280, 3]);
  film.frames.forEach((rgb, k) => {
    const { rgba } = frames[k]!;
    for (let pixel = 0; pixel < 280 * 280; pixel++) {
      const wanted = rgba[4 * pixel]!;
      for (let channel = 0; channel < 3; channel++) {
        const found = rgb[3 * pixel + channel]!;
        const isNear = wanted === 128 ? Math.abs(found - wanted) <= 4 : found === wanted;
        if (!isNear) expect([k, pixel, channel, found]).toEqual([k, pixel, channel, wanted]);
      }
    }
  });
});

test('the same frames give the same bytes', () => {
  expect(encodeGif(frames, PACE)).toEqual(encodeGif(frames, PACE));
  expect(encodeApng(frames, PACE)).toEqual(encodeApng(frames, PACE));
});

test('a film of nothing is refused', () => {
  expect(() => encodeGif([], PACE)).toThrow(RangeError);
  expect(() => encodeApng([], PACE)).toThrow(RangeError);
  expect(() => tile([], 3, 1)).toThrow(RangeError);
});

test('a sheet has its pictures in rows, with gaps', () => {
  const small = images.map((image) => enlargeToPicture(image, 1));
  const sheet = decode(encodePicture(tile(small, 2, 3)));
  expect([sheet.width, sheet.height]).toEqual([3 + 2 * 31, 3 + 2 * 31]);
  const greyAt = (x: number, y: number) => sheet.data[(y * sheet.width + x) * 4];
  expect(greyAt(3 + 31 + 5, 3 + 7)).toBe(Math.round(images[1]![7 * 28 + 5]! * 255));
  expect(greyAt(3 + 5, 3 + 31 + 7)).toBe(Math.round(images[2]![7 * 28 + 5]! * 255));
  expect(greyAt(1, 1)).toBe(22);
});

test('pictures of different widths are not stacked', () => {
  expect(() => stackPictures(frames[0]!, enlargeToPicture(images[0]!, 1))).toThrow(RangeError);
});

describe('typesetting', () => {
  test('draws text with the font that comes along, the same pixels again', async () => {
    const typeset = await openTypesetter();
    const svg = (text: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#000"/><text x="2" y="15" font-family="DejaVu Sans" font-size="14" fill="#fff">${text}</text></svg>`;
    const [five, again, six, blank] = ['5', '5', '6', ' '].map((text) => typeset(svg(text)));
    expect([five!.width, five!.height]).toEqual([40, 20]);
    expect(again).toEqual(five);
    expect(six).not.toEqual(five);
    expect(five!.rgba.some((value, at) => at % 4 === 0 && value > 200)).toBe(true);
    expect(blank!.rgba.every((value, at) => at % 4 === 3 || value === 0)).toBe(true);
  });
});
