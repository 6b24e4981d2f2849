import { describe, expect, it } from 'vitest';
import { drawConclusions, listContrary } from '../../pipeline/report/conclusions.ts';
import { contrastTable, describeConclusion, describeSurvival } from '../../pipeline/report/contrastTables.ts';
import { listVariants } from '../../pipeline/report/scoreVariants.ts';
import { contrastsCsv } from '../../pipeline/report/tablesCsv.ts';
import type { IdeaRow } from '../../pipeline/study/tables.ts';
import { GRID_SHAPE, makeStudy } from './fixture.ts';

const study = makeStudy({ ...GRID_SHAPE, missing: [] });
const config = {
  ...study.config,
  judging: { judges: ['cnn', 'mixture'] as ('cnn' | 'mixture')[] },
  search: { ...study.config.search, start: 'article-and-seeded', restarts: 2 },
};

/** An idea by two families: the network likes larger batches, the density smaller ones more. */
function judgeByTwo(idea: IdeaRow, restart: number): IdeaRow {
  const growth = 0.02 * Math.log2(idea.model.settings.batch);
  const families = { network: 0.2 + growth / 2, density: 0.8 - growth };
  const score = (families.network + families.density) / 2;
  const masked = {
    ...idea.readings.masked,
    score: { little: score, much: score },
    ...{ families, without: { network: families.density, density: families.network } },
  };
  return { ...idea, restart, recognisability: score, readings: { ...idea.readings, masked } };
}

const ideas = study.ideas.flatMap((idea) => [0, 1].map((restart) => judgeByTwo(idea, restart)));
const conclusions = drawConclusions({ config, cells: study.cells, ideas });

describe('the ways to score ideas', () => {
  it('change one thing at a time, and name families with their judges', () => {
    expect(listVariants({ config, ideas }).map(({ title }) => title)).toEqual([
      'the primary score',
      'whole images',
      'framed images',
      'much noise tolerated',
      'forced choice',
      'network alone (cnn)',
      'density alone (mixture)',
      'without network',
      'without density',
      'start 0 alone (the article’s)',
      'start 1 alone',
    ]);
  });

  it('have neither families nor starts to choose from where there is one', () => {
    expect(listVariants(study)).toHaveLength(5);
  });
});

describe('drawConclusions', () => {
  it('finds the ways to score by which a slope has another sign', () => {
    const [batch] = conclusions;
    expect(batch!.primary.estimate).toBeCloseTo(-0.005, 12);
    const contrary = listContrary(batch!).map(({ title }) => title);
    expect(contrary).toContain('network alone (cnn)');
    expect(contrary).toContain('without density');
    expect(contrary).not.toContain('density alone (mixture)');
    expect(contrary).not.toContain('start 1 alone');
  });

  it('draws none while a cell is missing', () => {
    expect(drawConclusions({ config, cells: study.cells.slice(1), ideas })).toEqual([]);
    expect(describeSurvival([])).toContain('once every cell');
    expect(contrastTable([])).toBeNull();
  });
});

describe('what is said of conclusions', () => {
  it('is what they depend on, or that they stand', () => {
    expect(describeConclusion(conclusions[0]!)).toMatch(
      /^A doubling of the batch size goes with a change of −0\.005 in the mean score \(95% interval .*\); this depends on how ideas are scored: the sign is not the same by .*network alone \(cnn\)/,
    );
    const [batch, hidden] = study.conclusions;
    expect(describeConclusion(batch!)).toContain('the sign is the same by all 4 other ways');
    expect(describeSurvival([conclusions[0]!, hidden!])).toBe(
      'However ideas are scored, the mean score rises with a doubling of the hidden size. It depends on how ideas are ' +
        'scored that the mean score falls with a doubling of the batch size.',
    );
  });

  it('is one table with a last row on signs', () => {
    const { header, rows } = contrastTable(conclusions)!;
    expect(header).toEqual(['scored by', 'a doubling of the batch size', 'a doubling of the hidden size']);
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    expect(rows[0]![0]).toBe('the primary score');
    expect(rows[0]![1]).toMatch(/^−0\.005 \(−0\.00\d to −0\.00\d\)$/);
    expect(rows.at(-1)![1]).toMatch(/^no: \d+ differ/);
  });

  it('is a table of numbers as well, a row a contrast and way to score', () => {
    const lines = contrastsCsv(conclusions).trim().split('\n');
    expect(lines).toHaveLength(1 + 2 * 11);
    expect(lines[0]).toBe('contrast,changed,scored_by,estimate,low,high');
    expect(lines[1]).toMatch(/^a doubling of the batch size,nothing,the primary score,-0\.005,-?\d/);
    expect(lines[6]).toMatch(/^a doubling of the batch size,family,network alone \(cnn\),0\.01,/);
  });
});
