import { describe, expect, test } from 'vitest';
import { measureAgreement } from '../../pipeline/analysis/agreement.ts';
import { equivalentNoise, panelNoiseCurve } from '../../pipeline/analysis/equivalentNoise.ts';
import type { IdeaRow } from '../../pipeline/analysis/tables.ts';
import { makeCard } from '../judging/madeCard.ts';

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
  const low = makeCard('low');
  const cards = [
    low,
    { ...low, noiseCurve: low.noiseCurve.map((point) => ({ ...point, recognisability: 1 })) },
  ];

  test('is read from the mean of the judges’ curves', () => {
    const curve = panelNoiseCurve(cards);
    expect(curve.map(({ recognisability }) => recognisability)).toEqual(
      [0.95, 0.75, 0.55].map((y) => expect.closeTo(y, 12)),
    );
    expect(equivalentNoise(curve, 0.85)).toBeCloseTo(0.125, 9);
    expect(equivalentNoise(curve, 0.99)).toBe(0);
    expect(equivalentNoise(curve, 0.1)).toBe(0.5);
  });

  test('is unknown without judges', () => {
    expect(equivalentNoise(panelNoiseCurve([]), 0.5)).toBeNull();
  });
});
