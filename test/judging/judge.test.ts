import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { toProbabilities, uncalibrated } from '../../pipeline/judging/calibration.ts';
import type { EvidenceModel } from '../../pipeline/judging/evidenceModel.ts';
import { openJudge, shareBelow, toReading } from '../../pipeline/judging/judge.ts';
import { atEachTolerance } from '../../pipeline/judging/tolerance.ts';
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

  test('is of the smaller digit on a tie', () => {
    const probabilities = new Float64Array(ANSWERS);
    probabilities.set([0, 0, 0.3, 0.1, 0.3]);
    probabilities[NOT_A_DIGIT] = 0.3;
    expect(toReading(probabilities, 4).top).toBe(2);
  });

  test('is at chance where no digit has any probability left', () => {
    const probabilities = new Float64Array(ANSWERS);
    probabilities[NOT_A_DIGIT] = 1;
    expect(toReading(probabilities, 1)).toMatchObject({ forcedChoice: 0.1, notDigit: 1 });
  });
});

/**
 * Finds every image as likely under digit d as its first pixel and d together at little noise, one nat likelier at much; its
 * second pixel speaks for "not a digit", at much half as loudly.
 */
const model: EvidenceModel = {
  evidence: async (images) => {
    const n = images.length / PIXELS;
    const pixelOf = (row: number, pixel: number) => images[row * PIXELS + pixel]!;
    return atEachTolerance((tolerance) => ({
      digits: Float64Array.from(
        { length: n * CLASSES },
        (_, at) => pixelOf(Math.floor(at / CLASSES), 0) + (at % CLASSES) + Number(tolerance === 'much'),
      ),
      none: Float64Array.from({ length: n }, (_, row) => pixelOf(row, 1) / (tolerance === 'much' ? 2 : 1)),
      noisiness: new Float64Array(n),
    }));
  },
  dispose: async () => undefined,
};
const PLAIN = { name: 'made', calibrations: atEachTolerance(() => uncalibrated(1)), typicality: null };

test('typicality is the share of the digit’s own held-out images that are less likely', async () => {
  const typicality = Array.from({ length: CLASSES }, (_, digit) => (digit === 0 ? [] : [1, 2, 3, 4]));
  const judge = openJudge(model, { ...PLAIN, typicality });
  const images = new Float32Array(3 * PIXELS);
  images[PIXELS] = 0.5;
  const { little } = await judge.read(images);
  // Log densities 3, 3.5 and 0; digit 0 has no held-out image.
  expect([3, 3, 0].map((digit, row) => little.record(row, digit).typicality)).toEqual([0.5, 0.75, null]);
});

test('each tolerance has its evidence and its calibration, and the probabilities are those at little noise', async () => {
  const calibrations = {
    little: { temperature: 1, none: [1, 0, 0, 0, 0, 0] },
    much: { temperature: 2, none: [3, 0, 0, 0, 0, 0] },
  };
  const judge = openJudge(model, { ...PLAIN, calibrations });
  const images = new Float32Array(2 * PIXELS);
  images[PIXELS + 1] = 1;
  const { little, much } = await judge.read(images);
  const evidence = await model.evidence(images);
  expect(little.probabilities).toEqual(toProbabilities(evidence.little, calibrations.little));
  expect(much.probabilities).toEqual(toProbabilities(evidence.much, calibrations.much));
  expect(little.record(1, 9).notDigit).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  expect(much.record(1, 9).notDigit).toBeCloseTo(1 / (1 + Math.exp(-1.5)), 12);
  expect(await judge.probabilities(images)).toEqual(little.probabilities);
});

test('half an image is refused', async () => {
  const judge = openJudge(model, PLAIN);
  await expect(judge.read(new Float32Array(392))).rejects.toThrow(
    'made: expected images of 784 pixels, got 392 values',
  );
});

describe('shareBelow', () => {
  test.each([
    [0, 0],
    [1, 0],
    [1.5, 0.25],
    [2, 0.25],
    [2.5, 0.75],
    [3, 0.75],
    [4, 1],
  ])('of 1, 2, 2, 3 counts those strictly below %f', (value, share) => {
    expect(shareBelow([1, 2, 2, 3], value)).toBe(share);
  });

  test('agrees with counting, and never falls as the value rises', () => {
    const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1 });
    const value = fc.double({ min: -11, max: 11, noNaN: true });
    fc.assert(
      fc.property(values, value, value, (unsorted, a, b) => {
        const sorted = [...unsorted].sort((x, y) => x - y);
        expect(shareBelow(sorted, a)).toBe(sorted.filter((each) => each < a).length / sorted.length);
        expect(shareBelow(sorted, Math.min(a, b))!).toBeLessThanOrEqual(shareBelow(sorted, Math.max(a, b))!);
      }),
    );
  });

  test('is null without references', () => {
    expect(shareBelow([], 1)).toBeNull();
  });
});
