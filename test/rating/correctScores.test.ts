import { mean } from 'simple-statistics';
import { expect, test } from 'vitest';
import { correctScores } from '../../pipeline/rating/correctScores.ts';
import { correctedCsv } from '../../pipeline/rating/peopleCsv.ts';
import { summarisePeople } from '../../pipeline/rating/summarisePeople.ts';
import type { IdeaRow } from '../../pipeline/study/tables.ts';
import { CONSTANT_SHAPE, GRID_SHAPE, makeStudy } from '../report/fixture.ts';
import { rateIdea } from './madeRatings.ts';

// 4 x 3 cells of 30 ideas.
const { ideas } = makeStudy({ ...GRID_SHAPE, missing: [], noise: 0.02 });
const score = ({ recognisability }: IdeaRow) => recognisability;

/** Ratings that are the score and something else, of the first `count` ideas of each cell. */
function rate(count: number, rating: (idea: IdeaRow) => number) {
  const seen = new Map<string, number>();
  return ideas.map((idea) => {
    const { name } = idea.model.cell;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return { idea, people: seen.get(name)! <= count ? rating(idea) : null };
  });
}

test('where people always give 0.1 less, all means are 0.1 lower and slopes are the panel’s', () => {
  const { all, cells, slopes } = correctScores(rate(6, (idea) => score(idea) - 0.1))!;
  expect(all).toMatchObject({ ideas: 360, rated: 72, cells: 12 });
  expect(all.panel).toBeCloseTo(mean(ideas.map(score)), 10);
  expect(all.people.value).toBeCloseTo(all.panel - 0.1, 10);
  expect(cells).toHaveLength(12);
  for (const cell of cells) expect(cell.people.value).toBeCloseTo(cell.panel - 0.1, 10);
  expect(slopes.map(({ axis }) => axis)).toEqual(['batch', 'hidden']);
  for (const slope of slopes) expect(slope.people.value).toBeCloseTo(slope.panel, 10);
});

test('where people see each doubling of the hidden size 0.05 higher than the panel, that slope is', () => {
  const lift = ({ model }: IdeaRow) => 0.05 * Math.log2(model.settings.hidden);
  const { slopes } = correctScores(rate(4, (idea) => score(idea) + lift(idea)))!;
  const [batch, hidden] = slopes;
  expect(batch!.people.value).toBeCloseTo(batch!.panel, 10);
  expect(hidden!.people.value).toBeCloseTo(hidden!.panel + 0.05, 10);
});

test('cells with few rated ideas count among all alone, and with none there is nothing to correct', () => {
  expect(correctScores(rate(3, score))).toMatchObject({ cells: [], all: { cells: 12, rated: 36 } });
  expect(correctScores(rate(1, score))).toBeNull();
});

test('one cell has a mean and no slope', () => {
  const single = makeStudy({ ...CONSTANT_SHAPE, hidden: [16] }).ideas;
  const corrected = correctScores(single.map((idea, at) => ({ idea, people: at < 8 ? at / 8 : null })))!;
  expect(corrected.slopes).toEqual([]);
  expect(corrected.cells[0]!.people).toEqual(corrected.all.people);
});

test('ratings of ideas that were shown whole correct nothing; the table has a row a cell, all and each slope', () => {
  const shown = { ideas, attacks: [], scoreVersion: 'v-1', noiseCurve: [], panel: null };
  const rateAll = (reading: 'masked' | 'whole') =>
    summarisePeople(
      ideas.map((idea) => rateIdea('a', idea, idea.digit, { sureness: 75, reading })),
      shown,
    );
  expect(rateAll('whole').corrected).toBeNull();
  expect(correctedCsv(rateAll('whole')).trim().split('\n')).toHaveLength(1);
  const masked = rateAll('masked');
  expect(masked.corrected!.all.people.value).toBeCloseTo(0.75, 10);
  const lines = correctedCsv(masked).trim().split('\n');
  expect(lines).toHaveLength(1 + 12 + 1 + 2);
  expect(lines[13]).toMatch(/^,,360,360,0\.\d+,0\.75,0\.75,0\.75,v-1$/);
  expect(lines[14]).toMatch(/^,batch,,,-0\.\d+,/);
});
