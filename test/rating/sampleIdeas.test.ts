import { describe, expect, test } from 'vitest';
import { openStream } from '../../pipeline/math/streams.ts';
import { sampleByCell, shareOut } from '../../pipeline/rating/sampleIdeas.ts';
import { groupBy } from '../../pipeline/statistics/groupBy.ts';
import type { IdeaRow } from '../../pipeline/study/tables.ts';
import { GRID_SHAPE, makeStudy } from '../report/fixture.ts';

// Eleven cells of 30 ideas, one of which has lost a model.
const { ideas } = makeStudy(GRID_SHAPE);
const cellOf = ({ model }: IdeaRow) => model.cell.name;

describe('sampleByCell', () => {
  test.each([1, 11, 50, 120])(
    'draws %i ideas, equally many of each cell, with their probability',
    (count) => {
      const sample = sampleByCell(ideas, count, openStream(0, 'test'));
      expect(new Set(sample.map(({ idea }) => idea)).size).toBe(count);
      const cells = groupBy(sample, ({ idea }) => cellOf(idea));
      const sizes = [...cells.values()].map(({ length }) => length);
      if (count >= 11) expect(cells.size).toBe(11);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      for (const [cell, drawn] of cells) {
        const all = ideas.filter((idea) => cellOf(idea) === cell).length;
        for (const { probability } of drawn) expect(probability).toBe(drawn.length / all);
      }
    },
  );

  test('takes all where there are fewer, for certain, and other ones for another seed', () => {
    const all = sampleByCell(ideas, 1000, openStream(0, 'test'));
    expect(all).toHaveLength(ideas.length);
    expect(all.every(({ probability }) => probability === 1)).toBe(true);
    const [one, same, other] = [0, 0, 1].map((seed) => sampleByCell(ideas, 50, openStream(seed, 'test')));
    expect(same).toEqual(one);
    expect(new Set(other!.map(({ idea }) => idea))).not.toEqual(new Set(one!.map(({ idea }) => idea)));
  });

  test('draws every idea of a cell as often as its probability says', () => {
    const cell = ideas.filter((idea) => cellOf(idea) === cellOf(ideas[0]!));
    const counts = new Map(cell.map((idea) => [idea, 0]));
    const stream = openStream(0, 'test/often');
    for (let run = 0; run < 2000; run++) {
      for (const { idea } of sampleByCell(cell, 6, stream)) counts.set(idea, counts.get(idea)! + 1);
    }
    // 2,000 draws at 0.2: a standard deviation of 18.
    for (const count of counts.values()) expect(Math.abs(count - 400)).toBeLessThan(75);
  });
});

test('what a small group cannot give falls to the others', () => {
  expect(shareOut(10, [1, 9, 9], openStream(0, 'test')).toSorted()).toEqual([1, 4, 5]);
  expect(shareOut(10, [1, 2, 0], openStream(0, 'test'))).toEqual([1, 2, 0]);
  expect(shareOut(0, [3], openStream(0, 'test'))).toEqual([0]);
});
