import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { type Calibration, toProbabilities, uncalibrated } from '../../pipeline/judging/calibration.ts';
import { evidenceOf } from './madeEvidence.ts';

describe('probabilities', () => {
  test('are a softmax over the digits, of what "not a digit" leaves', () => {
    const calibration: Calibration = { temperature: 2, none: [1, 0, 0, 0, 0, 0] };
    const answers = toProbabilities(evidenceOf({ 4: 2 * Math.log(11) }, Math.log(3)), calibration);
    // "Not a digit" three to one; the 4 eleven times as likely as each of nine others.
    expect(answers[NOT_A_DIGIT]).toBeCloseTo(0.75, 12);
    expect(answers[4]).toBeCloseTo(0.25 * (11 / 20), 12);
    expect(answers[5]).toBeCloseTo(0.25 * (1 / 20), 12);
  });

  test('weigh the evidence by noisiness', () => {
    const calibration: Calibration = { temperature: 1, none: [1, 2, 3, 4, 5, 6] };
    // (1 + 2 * 0.5 + 3 * 0.25) * -2 + 4 + 5 * 0.5 + 6 * 0.25 = 2.5.
    const answers = toProbabilities(evidenceOf({}, -2, 0.5), calibration);
    expect(answers[NOT_A_DIGIT]).toBeCloseTo(1 / (1 + Math.exp(-2.5)), 12);
  });

  test('weigh each number that speaks for "not a digit", image by image', () => {
    const calibration: Calibration = { temperature: 1, none: [1, 2, 3, -4, 5, -6, 0.5, -1, 2] };
    const [first, second] = [evidenceOf({}, [-2, 3], 0.5), evidenceOf({ 1: 1 }, [0.25, -0.5])];
    const answers = toProbabilities(
      {
        digits: Float64Array.of(...first.digits, ...second.digits),
        none: Float64Array.of(...first.none, ...second.none),
        noisiness: Float64Array.of(0.5, 0),
      },
      calibration,
    );
    // (1 + 2 * 0.5 + 3 * 0.25) * -2 + (-4 + 5 * 0.5 - 6 * 0.25) * 3 + 0.5 - 0.5 + 2 * 0.25 = -14.
    expect(answers[NOT_A_DIGIT]).toBeCloseTo(1 / (1 + Math.exp(14)), 12);
    // 1 * 0.25 + -4 * -0.5 + 0.5 = 2.75.
    expect(answers[ANSWERS + NOT_A_DIGIT]).toBeCloseTo(1 / (1 + Math.exp(-2.75)), 12);
    expect([...answers.subarray(ANSWERS)]).toEqual([...toProbabilities(second, calibration)]);
  });

  test('of uncalibrated evidence take the first number for the log odds, and no other', () => {
    expect(uncalibrated(2)).toEqual({ temperature: 1, none: [1, 0, 0, 0, 0, 0, 0, 0, 0] });
    const answers = toProbabilities(evidenceOf({}, [Math.log(3), 7], 0.5), uncalibrated(2));
    expect(answers[NOT_A_DIGIT]).toBeCloseTo(0.75, 12);
  });

  test('sum to 1 however far apart the evidence is', () => {
    const value = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 10, maxLength: 10 }),
        fc.array(value, { minLength: 1, maxLength: 3 }),
        (digits, none) => {
          const answers = toProbabilities(evidenceOf({ ...digits }, none), uncalibrated(none.length));
          expect(answers.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});
