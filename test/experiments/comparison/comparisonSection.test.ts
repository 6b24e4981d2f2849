import { describe, expect, test } from 'vitest';
import {
  comparisonSection,
  describeComparison,
  drawTimes,
} from '../../../pipeline/experiments/comparison/comparisonSection.ts';
import { completeSettings } from '../../../pipeline/study/axes.ts';
import { nameCell } from '../../../pipeline/study/grid.ts';

const idea = { digit: 0, restart: 0, energy: 12, evaluations: 900, certified: true };
const search = (name: string, energies: readonly number[]) => ({
  name,
  trace: energies.map((energy, k) => ({ evaluations: 100 * (k + 1), energy })),
  ideas: [{ ...idea, energy: energies.at(-1)! }],
  betweenRestarts: null,
});
const cell = nameCell(completeSettings({ hidden: 16, batch: 20 }));
const comparison = (seed: number) => ({
  model: { name: `h16-b20-s${seed}`, cell, settings: cell.settings, seed },
  record: {
    searches: [search('coordinate, raster', [2, 12]), search('Monte Carlo', [2, 7, 11])],
    agreement: [
      [1, 0.875],
      [0.875, 1],
    ],
  },
  arrivals: [200, null],
});

describe('the comparison of searches', () => {
  test('says who gets farthest, how soon, and whether it is the same image', () => {
    expect(describeComparison(comparison(0))).toBe(
      'At hidden 16, batch 20, coordinate, raster reaches the largest mean energy (12.00). ' +
        '99% of the raster search’s rise is made, in evaluations an idea, by coordinate, raster after 200 and ' +
        'Monte Carlo never. Ideas of Monte Carlo equal those of the raster search in 87.50% of the pixels.',
    );
  });

  test('says beside the search that gets farther how far the raster search gets', () => {
    const { model, record, arrivals } = comparison(0);
    const [raster] = record.searches;
    const searches = [raster!, search('Monte Carlo', [2, 7, 13])];
    expect(describeComparison({ model, arrivals, record: { ...record, searches } })).toContain(
      'At hidden 16, batch 20, Monte Carlo reaches the largest mean energy (13.00; coordinate, raster 12.00).',
    );
  });

  test('tells models of two seeds apart, and leads to the figure of times', () => {
    const { markup } = comparisonSection([comparison(0), comparison(1)]);
    for (const name of ['h16-b20-s0: Monte Carlo', 'h16-b20-s1: Monte Carlo']) expect(markup).toContain(name);
    expect(markup).toContain('src="../models/h16-b20-s1/comparison/times.svg"');
  });

  test('draws times as a file that defines every colour it uses', () => {
    const times = { 'coordinate, raster': [0.1, 0.2], 'Monte Carlo': [0.1, 0.2, 0.4] };
    const svg = drawTimes(comparison(0).record, times);
    const used = [...svg.matchAll(/var\((--[a-z]+)\)/g)].map(([, name]) => name!);
    expect(new Set(used)).toEqual(new Set(['--ink', '--accent', '--paper']));
    for (const name of used) expect(svg).toMatch(new RegExp(`style="[^"]*${name}:#`));
    expect(svg.match(/<path d="M/g)!.length).toBeGreaterThanOrEqual(2);
  });
});
