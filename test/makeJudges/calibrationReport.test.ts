import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import {
  averageError,
  measureCalibration,
  measureFifths,
  measureReliability,
} from '../../pipeline/makeJudges/calibrationReport.ts';
import { CLASSES } from '../../pipeline/math/images.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';

/** Images of which P(2) is said, and the rest "not a digit"; the last number of each: how much of a 2 it is. */
function readTwos(...images: readonly (readonly [said: number, so: number])[]) {
  const probabilities = new Float64Array(images.length * ANSWERS);
  const targets = new Float32Array(images.length * ANSWERS);
  images.forEach(([said, so], row) => {
    probabilities[row * ANSWERS + 2] = said;
    probabilities[row * ANSWERS + NOT_A_DIGIT] = 1 - said;
    targets[row * ANSWERS + 2] = so;
    targets[row * ANSWERS + NOT_A_DIGIT] = 1 - so;
  });
  return { probabilities, targets };
}

describe('the calibration of P(intended)', () => {
  test.each([
    [0.9, 0.15],
    [0.75, 0],
    [0.5, 0.25],
    // Whether the answer is the most likely one or not.
    [0.3, 0.45],
  ])('where %d is said and three of four are so is off by the difference', (said, error) => {
    const { probabilities, targets } = readTwos([said, 1], [said, 1], [said, 0], [said, 1]);
    const report = measureCalibration(probabilities, targets);
    const { fifths, reliability, calibrationError } = report;
    expect(report).toMatchObject({ images: 4, digitShare: 0.75 });
    const fifth = fifths[Math.floor(said * 5)]!;
    expect(fifth).toMatchObject({ answers: 4, right: 0.75 });
    expect(fifth.error).toBeCloseTo(error, 6);
    // The other nine digits of each image are rightly denied.
    expect(fifths[0]).toEqual({ answers: 36, probability: 0, right: 0, error: 0 });
    expect(reliability.map(({ answers }) => answers)).toEqual([36, 4]);
    expect(calibrationError).toBeCloseTo(error / 2, 6);
  });

  test('of a reader whose answers are drawn as it says is right in every fifth', () => {
    const stream = openStream(0, 'calibrated');
    const images = 20_000;
    const probabilities = new Float64Array(images * ANSWERS);
    const targets = new Float32Array(images * ANSWERS);
    for (let row = 0; row < images; row++) {
      // Two digits and none share the probability; what is so is drawn from it.
      const [first, second] = [drawUniform(stream), drawUniform(stream)].sort((a, b) => a - b);
      const shares = [first!, second! - first!, 1 - second!];
      const digits = [row % CLASSES, (row + 3) % CLASSES, NOT_A_DIGIT];
      digits.forEach((answer, k) => {
        probabilities[row * ANSWERS + answer] = shares[k]!;
      });
      const drawn = drawUniform(stream);
      targets[row * ANSWERS + digits[drawn < first! ? 0 : drawn < second! ? 1 : 2]!] = 1;
    }
    for (const { error } of measureCalibration(probabilities, targets).fifths) {
      expect(error).toBeLessThan(0.02);
    }
  });

  test('may cancel within a fifth, and a P of 1 belongs to the last', () => {
    const answers = { probabilities: [0.61, 0.61, 0.75, 0.75, 1], truths: [1, 0, 1, 1, 1] };
    expect(measureReliability(answers)).toHaveLength(3);
    const fifths = measureFifths(answers);
    expect(fifths[3]!.error).toBeCloseTo(0.75 - 0.68, 12);
    expect(fifths[4]).toEqual({ answers: 1, probability: 1, right: 1, error: 0 });
    expect(fifths[2]).toEqual({ answers: 0, probability: null, right: null, error: null });
    expect(averageError(fifths)).toBeCloseTo(0.035, 12);
  });
});

describe('another share of digits', () => {
  test('is the same images drawn as often as that: here digits are half, said to be 0.5 each', () => {
    const { probabilities, targets } = readTwos([0.5, 1], [0.5, 0]);
    const { priors } = measureCalibration(probabilities, targets);
    expect(priors.map(({ digitShare }) => digitShare)).toEqual([0.1, 0.3, 0.6, 0.9]);
    for (const { digitShare, fifths, calibrationError } of priors) {
      expect(fifths[2]).toBeCloseTo(Math.abs(0.5 - digitShare), 6);
      expect(fifths[0]).toBe(0);
      expect(calibrationError).toBeCloseTo(Math.abs(0.5 - digitShare) / 2, 6);
    }
  });

  test('takes an image that is a digit by half for half of one', () => {
    const { probabilities, targets } = readTwos([0.3, 0.5]);
    const { priors } = measureCalibration(probabilities, targets);
    for (const { digitShare, fifths } of priors) {
      expect(fifths[1]).toBeCloseTo(Math.abs(0.3 - digitShare), 6);
    }
  });
});
