import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { type Calibration, toProbabilities, UNCALIBRATED } from '../../pipeline/judging/calibration.ts';
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

  test('sum to 1 however far apart the evidence is', () => {
    const value = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 10, maxLength: 10 }), value, (digits, none) => {
        const answers = toProbabilities(evidenceOf({ ...digits }, none), UNCALIBRATED);
        expect(answers.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      }),
    );
  });
});
