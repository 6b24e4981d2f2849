import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findNearest } from '../../../pipeline/experiments/baselines/nearestImages.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../../pipeline/math/streams.ts';
import { drawImages } from '../../engine/drawn.ts';
import { readDigits } from '../../judging/digits.ts';
import { findNearestPlainly, measurePlainly } from './plainNearest.ts';

/** Binary images of which about `share` is inked. */
function drawIdeas(count: number, share: number): Float32Array[] {
  const stream = openStream(0, `test/baselines/${share}`);
  return Array.from({ length: count }, () =>
    Float32Array.from({ length: PIXELS }, () => Number(drawUniform(stream) < share)),
  );
}

test('of real digits, and of noise of any byte, the nearest are those of a plain search through all', () => {
  const ideas = [0, 0.1, 0.5, 1].flatMap((share) => drawIdeas(3, share));
  for (const { images } of [readDigits('train', 0, 300), drawImages(50, 0)]) {
    expect(findNearest(ideas, images)).toEqual(ideas.map((idea) => findNearestPlainly(idea, images)));
  }
});

test('distances are what a hand says', () => {
  const [blank, full] = [new Float32Array(PIXELS), new Float32Array(PIXELS).fill(1)];
  // A third of ink everywhere, and full ink in one pixel.
  const images = new Uint8Array(2 * PIXELS).fill(85, 0, PIXELS);
  images[PIXELS + 5] = 255;
  const [ofBlank, ofFull] = findNearest([blank, full], images);
  expect(ofBlank).toEqual({ row: 1, squaredDistance: 1 });
  expect(ofFull!.row).toBe(0);
  expect(ofFull!.squaredDistance).toBeCloseTo((784 * 4) / 9, 10);
});

test('of images that are equally near, the first is found, even where they are others', () => {
  const idea = new Float32Array(PIXELS);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 }), (pixels) => {
      // A grey pixel in another place each: of few places, so that many images are the same.
      const images = new Uint8Array(pixels.length * PIXELS);
      pixels.forEach((pixel, row) => {
        images[row * PIXELS + pixel] = 100;
      });
      expect(new Set(measurePlainly(idea, images)).size).toBe(1);
      expect(findNearest([idea], images)[0]!.row).toBe(0);
    }),
    { numRuns: 20 },
  );
});
