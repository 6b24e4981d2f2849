import { describe, expect, test } from 'vitest';
import { ANSWERS } from '../../pipeline/judging/answers.ts';
import {
  expectedCalibrationError,
  measureCalibration,
  measureReliability,
} from '../../pipeline/makeJudges/calibrationReport.ts';

/** Four images whose answer is said to be a 2 with probability `sure`; three of them are a 2, one is a 3. */
function readFour(sure: number): { probabilities: Float64Array; targets: Float32Array } {
  const probabilities = new Float64Array(4 * ANSWERS).fill((1 - sure) / (ANSWERS - 1));
  const targets = new Float32Array(4 * ANSWERS);
  [2, 2, 2, 3].forEach((digit, row) => {
    probabilities[row * ANSWERS + 2] = sure;
    targets[row * ANSWERS + digit] = 1;
  });
  return { probabilities, targets };
}

describe('the calibration error', () => {
  test.each([
    [0.9, 0.15],
    [0.75, 0],
    [0.5, 0.25],
  ])('of being %d sure and right in three of four cases is %d', (sure, error) => {
    const { probabilities, targets } = readFour(sure);
    const [bin, ...rest] = measureReliability(probabilities, targets);
    expect(rest).toEqual([]);
    expect(bin).toMatchObject({ images: 4, right: 0.75 });
    expect(bin!.confidence).toBeCloseTo(sure, 12);
    expect(measureCalibration(probabilities, targets).calibrationError).toBeCloseTo(error, 12);
  });

  test('weighs bins by their images', () => {
    const bins = [
      { images: 3, confidence: 0.5, right: 0.6 },
      { images: 1, confidence: 0.9, right: 0.4 },
    ];
    expect(expectedCalibrationError(bins)).toBeCloseTo((3 * 0.1 + 0.5) / 4, 12);
  });
});
