import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { UNCALIBRATED } from '../../pipeline/judging/calibration.ts';
import { openJudge, toReading, type Witness } from '../../pipeline/judging/judge.ts';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';

describe('a reading', () => {
  test('leaves "not a digit" out of the forced choice', () => {
    const probabilities = new Float64Array(ANSWERS);
    probabilities.set([0, 0.1, 0, 0.3]);
    probabilities[NOT_A_DIGIT] = 0.6;
    const reading = toReading(probabilities, 1);
    expect(reading.forcedChoice).toBeCloseTo(0.25, 12);
    expect(reading).toMatchObject({ notDigit: 0.6, top: 3 });
  });

  test('is at chance where no digit has any probability left', () => {
    const probabilities = new Float64Array(ANSWERS);
    probabilities[NOT_A_DIGIT] = 1;
    expect(toReading(probabilities, 1)).toMatchObject({ forcedChoice: 0.1, notDigit: 1 });
  });
});

/** Finds every image as likely under digit d as its first pixel and d together. */
const witness: Witness = {
  evidence: async (images) => {
    const n = images.length / PIXELS;
    const digits = Float64Array.from(
      { length: n * CLASSES },
      (_, at) => images[Math.floor(at / CLASSES) * PIXELS]! + (at % CLASSES),
    );
    return { digits, none: new Float64Array(n), noisiness: new Float64Array(n) };
  },
  dispose: async () => undefined,
};

test('typicality is the share of the digit’s own held-out images that are less likely', async () => {
  const typicality = Array.from({ length: CLASSES }, (_, digit) => (digit === 0 ? [] : [1, 2, 3, 4]));
  const judge = openJudge(witness, { name: 'made', calibration: UNCALIBRATED, typicality });
  const images = new Float32Array(3 * PIXELS);
  images[PIXELS] = 0.5;
  const { records } = await judge.read(images, [3, 3, 0]);
  // Log densities 3, 3.5 and 0; digit 0 has no held-out image.
  expect(records.map((reading) => reading.typicality)).toEqual([0.5, 0.75, null]);
});
