/** Pictures in a page hold the pixels of their images. */
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { ROW_GAP, rowDataUri } from '../../pipeline/page/ideaImage.ts';

test('a row has its images side by side, and between them the page is seen', () => {
  const images = [3, 5, 7].map((step) => Uint8Array.from({ length: PIXELS }, (_, at) => (at * step) % 256));
  const uri = rowDataUri(images.map((image) => Buffer.from(image).toString('base64')));
  const { width, height, channels, data } = decode(Buffer.from(uri.split(',')[1]!, 'base64'));
  expect([width, height, channels]).toEqual([3 * SIDE + 2 * ROW_GAP, SIDE, 2]);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < width; x++) {
      const [at, column] = [Math.floor(x / (SIDE + ROW_GAP)), x % (SIDE + ROW_GAP)];
      const seen = [...data.slice(2 * (y * width + x), 2 * (y * width + x) + 2)];
      expect(seen).toEqual(column < SIDE ? [images[at]![y * SIDE + column], 255] : [0, 0]);
    }
  }
});
