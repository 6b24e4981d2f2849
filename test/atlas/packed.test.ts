/** What a page carries, held against the ideas that it was packed from and against the judges' own readings. */
import { expect, test } from 'vitest';
import { packIdeas } from '../../pipeline/atlas/gatherEntries.ts';
import { type AtlasEntries, openImages, Reader } from '../../pipeline/atlas/packed.ts';
import { replacePixels } from '../../pipeline/judging/imageReadings.ts';
import { DIGITS, PIXELS, unitToBytes } from '../../pipeline/math/images.ts';
import { GRID_SHAPE, makeStudy } from '../report/fixture.ts';

const { ideas } = makeStudy({ ...GRID_SHAPE, hidden: [16], batch: [50], seeds: [0], missing: [] });
const black = ideas.map((idea) => ({ ...idea, image: idea.image.map((value) => Number(value >= 0.5)) }));
const grey = ideas.map((idea) => ({ ...idea, image: idea.image.map((_, at) => (at % 5) / 5) }));

test.each([
  ['black and white', black, 98],
  ['grey', grey, PIXELS],
] as const)('ideas that are %s come back to the pixel, in as few bytes', (_, packed, bytes) => {
  const found = packIdeas(packed, true);
  expect(Buffer.from(found.images, 'base64')).toHaveLength(10 * bytes);
  openImages(found).forEach((image, k) => {
    expect([...unitToBytes(image)]).toEqual([...unitToBytes(packed[k]!.image)]);
  });
});

test('scores are those that the page prints, and none where they are withheld', () => {
  const { scores, digits } = packIdeas(ideas, true);
  expect(digits).toEqual(DIGITS);
  expect(scores!.whole.map((score) => (score / 100).toFixed(2))).toEqual(
    ideas.map(({ readings }) => readings.whole.score.little.toFixed(2)),
  );
  expect(packIdeas(ideas, false).scores).toBeNull();
});

test('readings are the judges’', () => {
  const [never, seldom] = [
    [0, 1],
    [0, 1, 2, 30],
  ] as const;
  const frame = new Float32Array(2 * 10 * PIXELS);
  const at = (1 * 10 + 3) * PIXELS;
  frame[at + 2] = 1;
  frame[at + 31] = 1;
  const entries: AtlasEntries = {
    ...{ models: [], never, seldom },
    frames: Buffer.from(unitToBytes(frame)).toString('base64'),
  };
  const reader = new Reader(entries);
  const { image } = black[3]!;
  const mask = (pixels: readonly number[]) => Array.from({ length: PIXELS }, (_, p) => pixels.includes(p));
  expect(reader.read(image, 'whole', 3, 1)).toEqual(image);
  expect(reader.read(image, 'masked', 3, 1)).toEqual(replacePixels(image, mask(never)));
  expect(reader.read(image, 'framed', 3, 1)).toEqual(
    replacePixels(image, mask(seldom), frame.subarray(at, at + PIXELS)),
  );
});
