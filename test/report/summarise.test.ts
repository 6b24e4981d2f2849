import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  summariseAgreement,
  summariseCells,
  summariseDigits,
  summariseSeeds,
} from '../../pipeline/report/summarise.ts';
import { completeSettings } from '../../pipeline/study/axes.ts';
import { nameCell } from '../../pipeline/study/grid.ts';
import type { IdeaRow, ModelRow } from '../../pipeline/study/tables.ts';
import { makeStudy, SINGLE_SHAPE } from './fixture.ts';

const { models, ideas } = makeStudy(SINGLE_SHAPE);

function model(hidden: number, batch: number, seed: number, recognisability: number): ModelRow {
  const cell = nameCell(completeSettings({ hidden, batch }));
  return {
    ...models[0]!,
    model: { name: `${cell.name}-s${seed}`, cell, settings: cell.settings, seed },
    recognisability,
  };
}

function idea(seed: number, digit: number, restart: number, recognisability: number): IdeaRow {
  return { ...ideas[0]!, model: model(16, 50, seed, 0).model, digit, restart, recognisability };
}

describe('summariseSeeds', () => {
  it('gives the mean, and t(0.975, 3) s / 2 on both sides of the mean logit, for four models', () => {
    // Logits 0, 0.0400053, 0.0800427, 0.1201443: mean 0.0600481, s = 0.0517005, t = 3.182446, margin = 0.0822670.
    const summary = summariseSeeds([0.5, 0.51, 0.52, 0.53]);
    expect(summary.mean).toBeCloseTo(0.515, 12);
    expect(summary.interval![0]).toBeCloseTo(0.4944455, 6);
    expect(summary.interval![1]).toBeCloseTo(0.5355189, 6);
    expect(summary.seeds).toBe(4);
  });

  it('widens the interval to a mean that single models move away from the others', () => {
    // The mean logit of 0.0001 39 times and 0.9 once is that of 0.00013, their mean 0.0226.
    const summary = summariseSeeds([...Array.from({ length: 39 }, () => 0.0001), 0.9]);
    expect(summary.interval![1]).toBe(summary.mean);
    expect(summary.interval![0]).toBeLessThan(0.0002);
  });

  it('gives no interval for one model', () => {
    expect(summariseSeeds([0.25])).toEqual({ mean: 0.25, interval: null, seeds: 1 });
  });

  it('gives an interval of width 0 for constant scores', () => {
    expect(summariseSeeds([0.5, 0.5, 0.5]).interval).toEqual([0.5, 0.5]);
    expect(summariseSeeds([0, 0]).interval![1]).toBeCloseTo(0.0001, 12);
  });

  it('refuses to summarise nothing', () => {
    expect(() => summariseSeeds([])).toThrow('summariseSeeds: expected at least one value, got none');
  });

  it('keeps the mean inside an interval inside [0, 1]', () => {
    const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(scores, (values) => {
        const { mean, interval } = summariseSeeds(values);
        const [low, high] = interval!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(mean + 1e-12);
        expect(high).toBeGreaterThanOrEqual(mean - 1e-12);
      }),
    );
  });
});

describe('summariseCells', () => {
  it('takes the mean over the seeds of each cell, in the order in which cells first appear', () => {
    const cells = summariseCells([
      model(16, 50, 0, 0.1),
      model(16, 100, 0, 0.4),
      model(64, 50, 0, 0.9),
      model(16, 50, 1, 0.3),
    ]);
    const rows = cells.map(({ cell, recognisability }) => [
      cell.settings.hidden,
      cell.settings.batch,
      Number(recognisability.mean.toFixed(12)),
      recognisability.seeds,
    ]);
    expect(rows).toEqual([
      [16, 50, 0.2, 2],
      [16, 100, 0.4, 1],
      [64, 50, 0.9, 1],
    ]);
  });

  it('gives no cell for no model', () => {
    expect(summariseCells([])).toEqual([]);
  });
});

describe('summariseDigits', () => {
  it('takes the mean over restarts within a model before the mean over models', () => {
    const digits = summariseDigits([
      idea(0, 3, 0, 0),
      idea(0, 3, 1, 0.4),
      idea(0, 3, 2, 0.2),
      idea(1, 3, 0, 0.8),
    ]);
    expect(digits).toHaveLength(1);
    // Model 0 has (0 + 0.4 + 0.2) / 3 = 0.2, model 1 has 0.8; over all four ideas it would be 0.35.
    expect(digits[0]!.recognisability.mean).toBeCloseTo(0.5, 12);
    expect(digits[0]!.recognisability.seeds).toBe(2);
  });

  // Numbers of few binary digits, so that sums are exact: seed 0 has 0.375 over its cells, seed 1 has 0.40625.
  const ofCell = (batch: number, seed: number, score: number): IdeaRow => ({
    ...idea(seed, 3, 0, score),
    model: model(16, batch, seed, 0).model,
  });
  const whole = [
    ...[ofCell(50, 0, 0.125), ofCell(500, 0, 0.625)],
    ...[ofCell(50, 1, 0.25), ofCell(500, 1, 0.5625)],
  ];

  it('gives the interval over seeds, each the mean of its cells, so that what cells differ by is not in it', () => {
    const { recognisability } = summariseDigits(whole)[0]!;
    expect(recognisability).toEqual(summariseSeeds([0.375, 0.40625]));
    expect(recognisability.interval![0]).toBeGreaterThan(0.2);
  });

  it('leaves a seed that a cell lacks out of the interval, not out of the mean', () => {
    const { recognisability } = summariseDigits([...whole, ofCell(50, 2, 0.1875)])[0]!;
    expect(recognisability).toEqual({ ...summariseSeeds([0.375, 0.40625]), mean: 0.35 });
    expect(summariseDigits([ofCell(50, 0, 0.125), ofCell(500, 1, 0.375)])[0]!.recognisability).toEqual({
      ...{ mean: 0.25, interval: null, seeds: 0 },
    });
  });

  it('orders digits and leaves out those without an idea', () => {
    expect(summariseDigits([idea(0, 7, 0, 1), idea(0, 2, 0, 1)]).map(({ digit }) => digit)).toEqual([2, 7]);
  });
});

describe('summariseAgreement', () => {
  const judged = (a: number, b: number, c: number): IdeaRow => ({ ...ideas[0]!, judges: { c, a, b } });

  it('gives Kendall’s tau-b of every pair of judges, by name, and none for constant scores', () => {
    const three = [judged(0.1, 0.2, 0.9), judged(0.2, 0.3, 0.9), judged(0.3, 0.1, 0.9)];
    expect(summariseAgreement(three)).toEqual([
      { judges: ['a', 'b'], tau: expect.closeTo(-1 / 3, 12) },
      { judges: ['a', 'c'], tau: null },
      { judges: ['b', 'c'], tau: null },
    ]);
    expect(summariseAgreement([])).toEqual([]);
  });
});
