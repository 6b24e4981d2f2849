import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import {
  type Calibration,
  type Evidence,
  toProbabilities,
  UNCALIBRATED,
} from '../../pipeline/judging/calibration.ts';
import { fitCalibration } from '../../pipeline/judging/calibrationFit.ts';
import { measureCrossEntropy } from '../../pipeline/judging/reliability.ts';
import { CLASSES } from '../../pipeline/math/images.ts';
import { drawBelow, drawUniform, openStream } from '../../pipeline/math/streams.ts';

/** Evidence about one image that is 0 but for the digits given. */
function evidenceOf(digits: Readonly<Record<number, number>>, none = 0, noisiness = 0): Evidence {
  return {
    digits: Float64Array.from({ length: CLASSES }, (_, digit) => digits[digit] ?? 0),
    none: Float64Array.of(none),
    noisiness: Float64Array.of(noisiness),
  };
}

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

describe('the fit', () => {
  const TRUTH: Calibration = { temperature: 2.5, none: [0.8, -0.5, 0.2, 0.3, 1.2, -0.6] };

  /** Evidence, and answers drawn with the probabilities that TRUTH makes of it. */
  function draw(count: number): { evidence: Evidence; targets: Float32Array } {
    const stream = openStream(1, 'calibration');
    const drawWide = () => 16 * drawUniform(stream) - 8;
    const evidence: Evidence = {
      digits: Float64Array.from({ length: count * CLASSES }, drawWide),
      none: Float64Array.from({ length: count }, () => drawWide() / 2),
      noisiness: Float64Array.from({ length: count }, () => 3 * drawUniform(stream)),
    };
    const probabilities = toProbabilities(evidence, TRUTH);
    const targets = new Float32Array(count * ANSWERS);
    for (let row = 0; row < count; row++) {
      let rest = drawUniform(stream);
      let answer = 0;
      while (answer < NOT_A_DIGIT && rest >= probabilities[row * ANSWERS + answer]!) {
        rest -= probabilities[row * ANSWERS + answer++]!;
      }
      targets[row * ANSWERS + answer] = 1;
    }
    return { evidence, targets };
  }

  test('finds the calibration that the answers were drawn with', () => {
    const { evidence, targets } = draw(20_000);
    const fitted = fitCalibration(evidence, targets);
    expect(fitted.temperature).toBeCloseTo(TRUTH.temperature, 0);
    fitted.none.forEach((weight, i) => {
      expect(Math.abs(weight - TRUTH.none[i]!)).toBeLessThan(0.2);
    });
  });

  test('cannot be bettered by moving any of its numbers', () => {
    const { evidence, targets } = draw(500);
    const fitted = fitCalibration(evidence, targets);
    const loss = (calibration: Calibration) =>
      measureCrossEntropy(toProbabilities(evidence, calibration), targets);
    const least = loss(fitted);
    for (const step of [-0.02, 0.02]) {
      expect(loss({ ...fitted, temperature: fitted.temperature + step })).toBeGreaterThan(least);
      for (let i = 0; i < TRUTH.none.length; i++) {
        const none = fitted.none.map((weight, k) => weight + (k === i ? step : 0));
        expect(loss({ ...fitted, none: none as unknown as Calibration['none'] })).toBeGreaterThan(least);
      }
    }
  });

  test('of a temperature refuses what has none: no number, no digits, and digits that are always or never right', () => {
    const { evidence, targets } = draw(50);
    const broken = evidence.digits.map((value, at) => (at === 7 ? Number.NaN : value));
    expect(() => fitCalibration({ ...evidence, digits: broken }, targets)).toThrow(
      'fitTemperature: expected a finite slope',
    );
    const refused = 'fitTemperature: expected a slope that rises through 0';
    expect(() => fitCalibration(evidence, new Float32Array(targets.length))).toThrow(refused);
    for (const logit of [3, -3]) {
      const sure = evidenceOf({ 4: logit });
      const target = Float32Array.from({ length: ANSWERS }, (_, answer) => Number(answer === 4));
      expect(() => fitCalibration(sure, target)).toThrow(refused);
    }
  });

  test('stays finite where digits and non-digits do not overlap', () => {
    const stream = openStream(2, 'apart');
    const rows = Array.from({ length: 60 }, (_, row) => row % 2);
    const evidence: Evidence = {
      digits: Float64Array.from({ length: 600 }, () => drawBelow(stream, 9)),
      none: Float64Array.from(rows, (isNone) => (isNone ? 20 : -20)),
      noisiness: new Float64Array(60),
    };
    const targets = new Float32Array(60 * ANSWERS);
    rows.forEach((isNone, row) => {
      targets[row * ANSWERS + (isNone ? NOT_A_DIGIT : 3)] = 1;
    });
    const { none } = fitCalibration(evidence, targets);
    expect(none.every(Number.isFinite)).toBe(true);
    expect(none[0]).toBeGreaterThan(0);
  });
});
