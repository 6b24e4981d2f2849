/** How judges are shown counterfeits, with a panel whose answer is told by the first pixel of an image. */
import { expect, test } from 'vitest';
import { COUNTERFEIT_SCORING } from '../../../pipeline/experiments/counterfeits/counterfeitScores.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';

const NONE = Array.from({ length: 10 }, (): number | null => null);
const SURE = 0.7;
const OTHER = 0.03;

/** A panel that is 70% sure of the answer k where the first pixel is k/255, and keeps what it was asked. */
function openMadePanel() {
  const asked: number[][] = [];
  return {
    asked,
    probabilities(images: Float32Array) {
      const wanted = Array.from({ length: images.length / PIXELS }, (_, k) =>
        Math.round(images[k * PIXELS]! * 255),
      );
      asked.push(wanted);
      return Promise.resolve(
        Float64Array.from({ length: 11 * wanted.length }, (_, at) =>
          at % 11 === wanted[Math.floor(at / 11)] ? SURE : OTHER,
        ),
      );
    },
  };
}

/** Images whose first pixels are the answers that the made panel shall give. */
function drawAnswers(answers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(answers.length * PIXELS);
  answers.forEach((answer, k) => {
    bytes[k * PIXELS] = answer;
  });
  return bytes;
}

test('judges see counterfeits in ascending order of flips, in rounds over all images, until they still call one the digit', async () => {
  const panel = openMadePanel();
  const record = {
    tried: 4,
    images: [
      // By target 2: 5 flips, 4: 3 flips, 7: 4 flips. The judges notice 4, are unsure of 7, and do not notice 2.
      { row: 0, digit: 1, flips: NONE.with(2, 5).with(4, 3).with(7, 4), target: 4 },
      // The nearest is not noticed, so nobody asks about the other.
      { row: 1, digit: 3, flips: NONE.with(5, 2).with(6, 1), target: 6 },
      { row: 2, digit: 8, flips: NONE, target: null },
      // Both are noticed; of equal flips the smaller target comes first.
      { row: 3, digit: 9, flips: NONE.with(0, 2).with(1, 2), target: 0 },
    ],
  };
  const bytes = drawAnswers([1, 4, 10, 9, 3, 0, 1]);
  const test = { images: drawAnswers([1, 3, 8, 2]), labels: Uint8Array.of(1, 3, 8, 9) };
  const scores = await COUNTERFEIT_SCORING.score(panel, record, { bytes, path: 'made' }, { test });
  // The originals; the nearest of images 0, 1 and 3; the second of 0 and 3; the third of 0.
  expect(panel.asked).toEqual([[1, 3, 8, 2], [4, 3, 0], [10, 1], [1]]);
  const judged = (target: number, flips: number, digitProbability: number, targetProbability: number) => ({
    ...{ target, flips, digitProbability, targetProbability },
  });
  expect(scores.images).toEqual([
    { before: SURE, nearest: judged(4, 3, OTHER, SURE), unnoticed: judged(2, 5, SURE, OTHER) },
    { before: SURE, nearest: judged(6, 1, SURE, OTHER), unnoticed: judged(6, 1, SURE, OTHER) },
    { before: SURE, nearest: null, unnoticed: null },
    { before: OTHER, nearest: judged(0, 2, OTHER, SURE), unnoticed: null },
  ]);
});

test('without images the panel is not asked', async () => {
  const panel = openMadePanel();
  const test = { images: new Uint8Array(0), labels: new Uint8Array(0) };
  const files = { bytes: new Uint8Array(0), path: 'made' };
  expect(await COUNTERFEIT_SCORING.score(panel, { tried: 3, images: [] }, files, { test })).toEqual({
    images: [],
  });
  expect(panel.asked).toEqual([]);
});
