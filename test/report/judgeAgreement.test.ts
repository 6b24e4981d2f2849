import { describe, expect, test } from 'vitest';
import { chooseNoiseCurve, equivalentNoise } from '../../pipeline/report/equivalentNoise.ts';
import { measureAgreement } from '../../pipeline/report/judgeAgreement.ts';
import type { IdeaRow } from '../../pipeline/study/tables.ts';
import { makeCard, makeMeasurements } from '../judging/madeCard.ts';

const idea = (a: number, b: number, c: number) => ({ judges: { c, a, b } }) as unknown as IdeaRow;

test('agreement is Kendall’s tau-b of every pair of judges, by name', () => {
  const ideas = [idea(0.1, 0.2, 0.9), idea(0.2, 0.3, 0.9), idea(0.3, 0.1, 0.9)];
  expect(measureAgreement(ideas)).toEqual([
    { judges: ['a', 'b'], tau: expect.closeTo(-1 / 3, 12) },
    { judges: ['a', 'c'], tau: null },
    { judges: ['b', 'c'], tau: null },
  ]);
  expect(measureAgreement([])).toEqual([]);
});

describe('equivalent noise', () => {
  const judge = makeCard('low');
  const { noiseCurve } = judge;
  const panel = {
    ...makeMeasurements(),
    scoreVersion: 'a+b-01234567',
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
});
