import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { certainTarget, erasedTarget, overlayTarget } from '../../pipeline/makeJudges/targets.ts';

describe('a target', () => {
  test('of a digit is all on that digit', () => {
    expect([...certainTarget(3)]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('of two digits equally visible is a quarter each and half "not a digit"', () => {
    const target = overlayTarget(2, 7, 1, 1);
    expect([target[2], target[7], target[NOT_A_DIGIT]]).toEqual([0.25, 0.25, 0.5]);
  });

  test('of a digit over an invisible one is the digit', () => {
    expect(overlayTarget(2, 7, 1, 0)).toEqual(certainTarget(2));
  });

  test('sums to 1', () => {
    const visibility = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(visibility, visibility, (w1, w2) => {
        expect(overlayTarget(0, 9, w1, w2).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
      }),
    );
  });
});

test('a digit stays one until less than half of its ink is left, then by as much as is left', () => {
  for (const kept of [0.5, 0.8, 1]) expect(erasedTarget(3, kept)).toEqual(certainTarget(3));
  const quarter = erasedTarget(3, 0.25);
  expect([quarter[3], quarter[NOT_A_DIGIT]]).toEqual([0.5, 0.5]);
  expect(erasedTarget(3, 0)).toEqual(certainTarget(NOT_A_DIGIT));
});
