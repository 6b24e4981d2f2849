/** Where the pixels of hints run out, on images that differ from their sources in so many pixels exactly. */
import { expect, test } from 'vitest';
import { giveHints } from '../../../pipeline/experiments/hints/hints.ts';
import { CLASSES, PIXELS } from '../../../pipeline/math/images.ts';
import { drawModel } from '../../engine/drawn.ts';
import { withModel } from '../../search/withModel.ts';

/** The same image of `ink` ones for every digit. */
const drawSource = (ink: number) =>
  Array.from({ length: CLASSES }, () => new Float32Array(PIXELS).fill(1, 0, ink));

test('an image has run out of pixels beyond as many as differ, and is then left with all of them', async () => {
  // Ten blank images of ten labels, nine of which a model must misread.
  const blank = {
    images: new Uint8Array(CLASSES * PIXELS),
    labels: Uint8Array.from({ length: CLASSES }, (_, k) => k),
  };
  const sources = { idea: drawSource(64), mean: drawSource(3), random: drawSource(PIXELS) };
  const { record, images } = await withModel(drawModel(4, 0), (model) =>
    giveHints(model, sources, { test: blank }, { images: 50, pixels: 1 }),
  );
  expect(record.misread).toBe(9);
  expect(record.pixels).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256]);
  expect(record.enough).toEqual({
    idea: [9, 9, 9, 9, 9, 9, 9, 9, 0, 0],
    mean: [9, 9, 9, 0, 0, 0, 0, 0, 0, 0],
    random: [9, 9, 9, 9, 9, 9, 9, 9, 9, 9],
  });
  // At 64 pixels: all of the idea, all 3 of the mean, 64 of the full image.
  const ink = (k: number) => images[k]!.reduce((sum, value) => sum + value, 0);
  expect(images).toHaveLength(4 * 9);
  expect([ink(9), ink(18), ink(27)]).toEqual([64, 3, 64]);
});

test('a model that misreads nothing has no images to help', async () => {
  const none = { images: new Uint8Array(0), labels: new Uint8Array(0) };
  const sources = { idea: drawSource(1), mean: drawSource(1), random: drawSource(1) };
  const { record, images } = await withModel(drawModel(4, 0), (model) =>
    giveHints(model, sources, { test: none }, { images: 50, pixels: 1 }),
  );
  expect(record).toMatchObject({ misread: 0, images: [] });
  expect(images).toEqual([]);
});
