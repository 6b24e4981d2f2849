/** The search for the most and the least recognisable image, with made readers, so that every score follows from the image. */
import { expect, test } from 'vitest';
import { openKeptImage } from '../../../pipeline/experiments/keptImages.ts';
import { chooseStarts } from '../../../pipeline/experiments/legibility/legibility.ts';
import {
  listSeenPixels,
  type ReadImages,
  searchExtremes,
} from '../../../pipeline/experiments/legibility/legibilitySearch.ts';
import { CLASSES, PIXELS } from '../../../pipeline/math/images.ts';
import { drawModel } from '../../engine/drawn.ts';
import { withModel } from '../../search/withModel.ts';

const MODEL = drawModel(4, 0);
const DIGIT = 3;
const ROW = 28;

/** Readers that like ink, one in the upper half and one in the lower; everything they were shown is kept. */
function openMadeReaders() {
  const asked: Float32Array[] = [];
  const share = (image: Float32Array, from: number) =>
    image.subarray(from, from + PIXELS / 2).reduce((sum, value) => sum + value, 0) / (PIXELS / 2);
  const read: ReadImages = (images) => {
    asked.push(...images);
    return Promise.resolve({
      upper: images.map((image) => share(image, 0)),
      lower: images.map((image) => share(image, PIXELS / 2)),
    });
  };
  return { asked, read, share };
}

/** Half of the pixels inked. */
const START = Float32Array.from({ length: PIXELS }, (_, pixel) => pixel % 2);
/** All but the first row. */
const SEEN = listSeenPixels(Array.from({ length: PIXELS }, (_, pixel) => pixel < ROW));

async function searchFrom(floorBelow: number, reads = 120) {
  const { asked, read, share } = openMadeReaders();
  return withModel(MODEL, async (model) => {
    const logitOf = async (image: Float32Array) => (await model.logits(image))[DIGIT]!;
    const floor = (await logitOf(START)) - floorBelow;
    const found = await searchExtremes(model, read, {
      ...{ digit: DIGIT, floor, starts: [START], seen: SEEN, reads },
    });
    const logits = await Promise.all(asked.map(logitOf));
    return { ...found, asked, share, floor, logits };
  });
}

test('each reader has the extremes of all that was read, and none of it costs more logit than allowed', async () => {
  const { reads, intervals, asked, share, floor, logits } = await searchFrom(0.2);
  expect(reads).toBe(120);
  expect(asked).toHaveLength(120);
  expect(Math.min(...logits)).toBeGreaterThanOrEqual(floor - 1e-5);
  for (const [reader, from] of [
    ['upper', 0],
    ['lower', PIXELS / 2],
  ] as const) {
    const scores = asked.map((image) => share(image, from));
    const { idea, least, most } = intervals[reader]!;
    expect(idea).toBe(scores[0]);
    expect([least.score, most.score]).toEqual([Math.min(...scores), Math.max(...scores)]);
    expect(share(most.image, from)).toBe(most.score);
    expect(least.score).toBeLessThan(idea);
    expect(most.score).toBeGreaterThan(idea);
  }
  // What readers do not see is left as it was.
  for (const image of asked) expect(image.subarray(0, ROW)).toEqual(START.subarray(0, ROW));
});

test('the same search finds the same, and one that may read more finds no less', async () => {
  const [one, again, longer] = [
    await searchFrom(0.2, 60),
    await searchFrom(0.2, 60),
    await searchFrom(0.2, 120),
  ];
  expect(again.intervals).toEqual(one.intervals);
  for (const [reader, { least, most }] of Object.entries(one.intervals)) {
    expect(longer.intervals[reader]!.most.score).toBeGreaterThanOrEqual(most.score);
    expect(longer.intervals[reader]!.least.score).toBeLessThanOrEqual(least.score);
  }
});

test('where no change keeps enough logit the start is both ends', async () => {
  const { reads, intervals } = await searchFrom(-1e6);
  expect(reads).toBe(1);
  expect(intervals.upper!.most).toBe(intervals.upper!.least);
});

test('a search starts from the ideas that have almost the best one’s logit; where no ink has more, there are none', async () => {
  const blank = new Float32Array(PIXELS);
  await withModel(MODEL, async (model) => {
    const logits = async (image: Float32Array) => model.logits(image);
    const [started, none] = [await logits(START), await logits(blank)];
    const better = Array.from({ length: CLASSES }, (_, digit) => started[digit]! > none[digit]!);
    const digits = [better.indexOf(true), better.indexOf(false)];
    const ideas = digits.flatMap((digit) => [
      { digit, image: blank },
      { digit, image: START },
    ]);
    const { digits: found } = await chooseStarts(model, ideas, digits);
    expect(found.map(({ digit }) => digit)).toEqual(digits);
    // Of the first digit the blank image is too far from the idea; of the second it is the best.
    expect(found[0]!.starts.map(openKeptImage)).toEqual([START]);
    expect(found[1]).toMatchObject({ starts: [], idea: found[1]!.blank });
  });
});
