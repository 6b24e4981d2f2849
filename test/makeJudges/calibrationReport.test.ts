import { describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import {
  chooseIntended,
  expectedCalibrationError,
  measureCalibration,
  measureFifths,
  measureReliability,
} from '../../pipeline/makeJudges/calibrationReport.ts';
import { overlayTarget } from '../../pipeline/makeJudges/targets.ts';
import { openStream } from '../../pipeline/math/streams.ts';

/** Images meant to be a 2 of which P(2) is said; the last number of each: how much of a 2 it is. */
function readTwos(...images: readonly (readonly [said: number, so: number])[]) {
  const probabilities = new Float64Array(images.length * ANSWERS);
  const targets = new Float32Array(images.length * ANSWERS);
  images.forEach(([said, so], row) => {
    probabilities[row * ANSWERS + 2] = said;
    probabilities[row * ANSWERS + NOT_A_DIGIT] = 1 - said;
    targets[row * ANSWERS + 2] = so;
    targets[row * ANSWERS + NOT_A_DIGIT] = 1 - so;
  });
  return { probabilities, targets, intended: images.map(() => 2) };
}

describe('the calibration error of P(intended)', () => {
  test.each([
    [0.9, 0.15],
    [0.75, 0],
    [0.5, 0.25],
    // An answer that is not the most likely one counts as any other.
    [0.05, 0.7],
  ])('of saying %d where three of four are so is %d', (said, error) => {
    const { probabilities, targets, intended } = readTwos([said, 1], [said, 1], [said, 0], [said, 1]);
    const report = measureCalibration(probabilities, targets, intended);
    expect(report).toMatchObject({ images: 4, reliability: [{ images: 4, right: 0.75 }] });
    expect(report.calibrationError).toBeCloseTo(error, 6);
    const fifth = report.fifths[Math.floor(said * 5)]!;
    expect(fifth).toMatchObject({ images: 4, right: 0.75 });
    expect(fifth.error).toBeCloseTo(error, 6);
    expect(report.fifths.filter(({ images }) => images === 0)).toHaveLength(4);
  });

  test('weighs bins by their images, and may cancel within a fifth', () => {
    const answers = { probabilities: [0.61, 0.61, 0.75, 0.75], truths: [1, 0, 1, 1] };
    const bins = measureReliability(answers);
    expect(bins).toHaveLength(2);
    expect(expectedCalibrationError(bins)).toBeCloseTo((0.11 + 0.25) / 2, 12);
    const fifth = measureFifths(answers)[3]!;
    expect(fifth.error).toBeCloseTo(0.75 - 0.68, 12);
  });

  test('a P of 1 belongs to the last fifth', () => {
    expect(measureFifths({ probabilities: [1, 0], truths: [1, 0] }).map(({ images }) => images)).toEqual([
      1, 0, 0, 0, 1,
    ]);
  });
});

describe('another share of digits', () => {
  test('is the same images drawn as often as that: here digits are half, said to be 0.5 each', () => {
    const { probabilities, targets, intended } = readTwos([0.5, 1], [0.5, 0]);
    const { priors } = measureCalibration(probabilities, targets, intended);
    expect(priors.map(({ digitShare }) => digitShare)).toEqual([0.1, 0.3, 0.6, 0.9]);
    for (const { digitShare, probability, right, calibrationError, fifths } of priors) {
      expect(probability).toBeCloseTo(0.5, 6);
      expect(right).toBeCloseTo(digitShare, 6);
      expect(calibrationError).toBeCloseTo(Math.abs(0.5 - digitShare), 6);
      expect(fifths[2]).toBeCloseTo(Math.abs(0.5 - digitShare), 6);
    }
  });

  test('takes an image that is a digit by half for half of one', () => {
    // Halves of a 2 and of none: at the share 0.9 what it is changes as its parts do.
    const { probabilities, targets, intended } = readTwos([0.3, 0.5]);
    const { priors } = measureCalibration(probabilities, targets, intended);
    for (const { digitShare, right } of priors) expect(right).toBeCloseTo(digitShare, 6);
  });
});

describe('what images are meant to be', () => {
  const count = 4000;
  const draw = (target: Float32Array) => {
    const targets = new Float32Array(count * ANSWERS);
    for (let row = 0; row < count; row++) targets.set(target, row * ANSWERS);
    const intended = chooseIntended(targets, openStream(0, 'intended'));
    return Array.from({ length: 10 }, (_, digit) => intended.filter((one) => one === digit).length / count);
  };
  const certain = (answer: number) =>
    Float32Array.from({ length: ANSWERS }, (_, at) => Number(at === answer));

  test('is the digit of a digit, and now and then another', () => {
    const shares = draw(certain(4));
    expect(shares[4]).toBeCloseTo(0.91, 1);
    for (const share of shares) expect(share).toBeGreaterThan(0);
  });

  test('is either digit of an overlay, however visible', () => {
    const shares = draw(overlayTarget(3, 8, 1, 0.2));
    expect(shares[3]).toBeCloseTo(0.46, 1);
    expect(shares[8]).toBeCloseTo(0.46, 1);
  });

  test('is any digit of what is none', () => {
    for (const share of draw(certain(NOT_A_DIGIT))) expect(share).toBeCloseTo(0.1, 1);
  });
});
