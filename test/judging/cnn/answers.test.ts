import { describe, expect, test } from 'vitest';
import {
  chooseTemperature,
  measureCalibrationError,
  measureCrossEntropy,
  toProbabilities,
  toReading,
} from '../../../pipeline/judging/cnn/answers.ts';
import { ANSWERS, certainTarget, NOT_A_DIGIT } from '../../../pipeline/judging/cnn/targets.ts';

/** Logits [11] that are 0 but for the ones given. */
function logitsOf(values: Readonly<Record<number, number>>): Float32Array {
  return Float32Array.from({ length: ANSWERS }, (_, answer) => values[answer] ?? 0);
}

/** Several rows of 11 as one array. */
function stack(rows: readonly Float32Array[]): Float32Array {
  return Float32Array.from(rows.flatMap((row) => [...row]));
}

describe('probabilities', () => {
  test('are a softmax of logits divided by the temperature', () => {
    const ln = (value: number) => 2 * Math.log(value);
    const probabilities = toProbabilities(logitsOf({ 4: ln(5), [NOT_A_DIGIT]: ln(6) }), 2);
    // exp(0) nine times, 5 and 6: 20 in all.
    expect(probabilities[4]).toBeCloseTo(5 / 20, 6);
    expect(probabilities[NOT_A_DIGIT]).toBeCloseTo(6 / 20, 6);
  });

  test('survive logits that are far apart', () => {
    const probabilities = toProbabilities(logitsOf({ 4: 5000, 5: -5000 }), 0.5);
    expect([probabilities[4], probabilities[5]]).toEqual([1, 0]);
  });
});

describe('a reading', () => {
  test('leaves "not a digit" out of the forced choice', () => {
    const probabilities = new Float64Array(ANSWERS);
    probabilities.set([0, 0.1, 0, 0.3]);
    probabilities[NOT_A_DIGIT] = 0.6;
    const reading = toReading(probabilities, 1);
    expect(reading.forcedChoice).toBeCloseTo(0.25, 12);
    expect(reading).toMatchObject({ notDigit: 0.6, top: 3, typicality: null });
  });

  test('is at chance where no digit has any probability left', () => {
    const probabilities = new Float64Array(ANSWERS);
    probabilities[NOT_A_DIGIT] = 1;
    expect(toReading(probabilities, 1)).toMatchObject({ forcedChoice: 0.1, notDigit: 1 });
  });
});

describe('calibration', () => {
  // Right in three of four cases.
  const targets = stack([2, 2, 2, 3].map((digit) => certainTarget(digit)));
  const logits = (lead: number) => stack([1, 2, 3, 4].map(() => logitsOf({ 2: lead })));

  test('finds the temperature at which the sureness is the share right', () => {
    // P(2) = 0.75 needs e^z = 30 against ten others; a lead of 2 ln 30 is twice too sure. The quarter that is wrong
    // lies on one answer, but the gradient in the temperature sees only the lead.
    expect(chooseTemperature(logits(2 * Math.log(30)), targets)).toBe(2);
  });

  test('counts as error how far sureness and share right are apart', () => {
    const sure = toProbabilities(logits(Math.log(90)), 1);
    expect(measureCalibrationError(sure, targets)).toBeCloseTo(0.15, 6);
    expect(measureCalibrationError(toProbabilities(logits(Math.log(30)), 1), targets)).toBeCloseTo(0, 6);
  });

  test('has a cross-entropy of ln 11 where every answer is equally likely', () => {
    expect(measureCrossEntropy(logits(0), targets, 1)).toBeCloseTo(Math.log(11), 6);
  });
});
