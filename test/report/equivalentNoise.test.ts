import { describe, expect, test } from 'vitest';
import {
  chooseNoiseCurve,
  equivalentNoise,
  formatEquivalentNoise,
} from '../../pipeline/report/equivalentNoise.ts';
import { makeCard, makeMeasurements } from '../judging/madeCard.ts';

describe('equivalent noise', () => {
  const judge = makeCard('low');
  const { noiseCurve } = judge;
  const panel = {
    ...makeMeasurements(),
    scoreVersion: 'a+b-01234567',
    agreement: [],
    noiseCurve: noiseCurve.map((point) => ({ ...point, recognisability: point.recognisability / 2 })),
  };

  test('is where the curve of real digits has that height', () => {
    // 0.9, 0.5 and 0.1 at 0, 25 and 50%.
    expect(equivalentNoise(noiseCurve, 0.7)).toBeCloseTo(0.125, 9);
    expect(equivalentNoise(noiseCurve, 0.99)).toBe(0);
    expect(equivalentNoise(noiseCurve, 0.05)).toBe(0.5);
  });

  test('is read from the curve of the panel, or of a judge that reads alone', () => {
    expect(chooseNoiseCurve(panel, [judge, judge])).toBe(panel.noiseCurve);
    expect(chooseNoiseCurve(null, [judge])).toBe(noiseCurve);
  });

  test('is unknown where nobody measured the readers together', () => {
    expect(equivalentNoise(chooseNoiseCurve(null, [judge, judge]), 0.5)).toBeNull();
    expect(equivalentNoise(chooseNoiseCurve(null, []), 0.5)).toBeNull();
  });

  test.each([
    [0.123, '12%'],
    [0.0049, 'under 1%'],
    [0.5, '50% or more'],
    [null, ''],
  ])('of %s is written %s', (share, text) => {
    expect(formatEquivalentNoise(share)).toBe(text);
  });
});
