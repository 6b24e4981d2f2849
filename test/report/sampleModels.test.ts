import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import { renderMarkdown } from '../../pipeline/report/reportMarkdown.ts';
import { MOST_SHOWN, sampleModels } from '../../pipeline/report/sampleModels.ts';
import type { ModelSample } from '../../pipeline/report/studyResults.ts';
import { expandGrid } from '../../pipeline/study/grid.ts';
import { GRID_SHAPE, makeStudy } from './fixture.ts';

/** 12 cells of 3 seeds, of which one lacks a model and another all three. */
const study = makeStudy(GRID_SHAPE);

/** How many models of each cell are in a sample. */
function countByCell({ models }: ModelSample): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of models) {
    const cell = name.replace(/-s\d+$/, '');
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return counts;
}

describe('sampleModels', () => {
  it('leaves a study alone that has no more models than are shown', () => {
    expect(sampleModels(study, 36)).toBeUndefined();
    expect(MOST_SHOWN).toBe(1000);
    expect(sampleModels(study)).toBeUndefined();
  });

  it.each([12, 13, 24, 30, 35])('chooses %i models, so many of every cell or one more', (most) => {
    const sample = sampleModels(study, most)!;
    expect(sample.models.size).toBe(most);
    expect(sample).toMatchObject({ ofModels: 36, ofCells: 12 });
    const counts = [...countByCell(sample).values()];
    expect(counts).toHaveLength(12);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('takes one model of as many cells as there is room for, evenly over the grid', () => {
    const sample = sampleModels(study, 4)!;
    // Every third of h16, h64, h256 and h784 by b100, b1000 and b10000.
    expect([...sample.cells]).toEqual(['h16-b10000', 'h64-b10000', 'h256-b10000', 'h784-b10000']);
    expect(sample.models.size).toBe(4);
  });

  it('takes the first seed, others evenly after it, and finished models before those that are not', () => {
    const whole = makeStudy({
      ...GRID_SHAPE,
      hidden: [16],
      batch: [100],
      seeds: [0, 1, 2, 3, 4, 5],
      missing: [],
    });
    expect([...sampleModels(whole, 3)!.seeds]).toEqual([0, 2, 4]);
    const names = (missing: string[]) => [
      ...sampleModels(
        { ...whole, models: whole.models.filter(({ model }) => !missing.includes(model.name)) },
        3,
      )!.models,
    ];
    expect(names(['h16-b100-s0', 'h16-b100-s3'])).toEqual(['h16-b100-s1', 'h16-b100-s2', 'h16-b100-s4']);
    expect(names(['h16-b100-s0', 'h16-b100-s1', 'h16-b100-s2', 'h16-b100-s3'])).toEqual([
      'h16-b100-s4',
      'h16-b100-s5',
      'h16-b100-s0',
    ]);
  });

  it('is the same each time', () => {
    expect(sampleModels(study, 20)).toEqual(sampleModels(makeStudy(GRID_SHAPE), 20));
  });
});

describe('a report of a sample', () => {
  const sampled = { ...study, sample: sampleModels(study, 14)! };
  const page = renderHtml(sampled);
  const { document } = parseHTML(page);
  const textOf = (selector: string) => document.querySelector(selector)?.textContent ?? '';
  const note =
    '14 of 36 models are shown, spread evenly over the cells; models.csv and ideas.csv have all of them.';

  it.each(['atlas', 'models', 'seeds', 'interaction', 'digits', 'border', 'training'])(
    'says so at the top of the section %s',
    (id) => {
      expect(textOf(`#${id} .note`)).toBe(note);
    },
  );

  it('shows each of these models, and no other, in the atlas, as cards and in the figures of models', () => {
    const { models } = sampled.sample;
    const finished = study.models.map(({ model }) => model.name).filter((name) => models.has(name));
    const cards = [...document.querySelectorAll('#models details.model')].map(({ id }) => id);
    expect(cards).toEqual(finished.map((name) => `model-${name}`));
    expect(document.querySelectorAll('#atlas .seed, #atlas .empty')).toHaveLength(14);
    const linked = [...document.querySelectorAll('#atlas .seed .label a')].map((a) => a.getAttribute('href'));
    expect(linked).toEqual(finished.map((name) => `#model-${name}`));
    const circles = document.querySelectorAll('#border svg circle');
    expect(circles).toHaveLength(finished.length);
  });

  it('offers the seeds that are shown, and no other', () => {
    const two = makeStudy({ ...GRID_SHAPE, seeds: [0, 1, 2, 3], missing: [] });
    const sample = sampleModels(two, 24)!;
    const { document: own } = parseHTML(renderHtml({ ...two, sample }));
    const seeds = [...own.querySelectorAll('input[name="atlas-seed"]')].map((one) =>
      one.getAttribute('value'),
    );
    expect(seeds).toEqual(['0', '2', 'all']);
    expect(renderHtml({ ...two, sample })).not.toContain('[name="atlas-seed"][value="1"]');
  });

  it('has every number of cells, digits and the whole study as a report of all models has', () => {
    const { document: all } = parseHTML(renderHtml(study));
    for (const selector of ['header', '#cells', '#grid', '#contrasts', '#starts', '#run', '#missing']) {
      expect([selector, textOf(selector)]).toEqual([
        selector,
        all.querySelector(selector)?.textContent ?? '',
      ]);
    }
    for (const id of ['seeds', 'training', 'border', 'digits', 'interaction']) {
      const finding = `#${id} figcaption`;
      expect([id, textOf(finding)]).toEqual([id, all.querySelector(finding)!.textContent]);
    }
    expect(renderMarkdown(sampled)).toBe(renderMarkdown(study));
  });

  it('lists of more cells than models those that are shown, and says so', () => {
    const few = { ...study, sample: sampleModels(study, 3)! };
    const { document: own } = parseHTML(renderHtml(few));
    const cells = own.querySelectorAll('#cells tbody tr');
    expect(cells.length).toBeLessThan(study.cells.length);
    expect(own.querySelector('#cells .note')!.textContent).toBe(
      `${cells.length} of 11 cells are shown, spread evenly over the grid; models.csv has the models of all of them.`,
    );
    expect(own.querySelectorAll('#atlas .square')).toHaveLength(3);
    // Four models are not finished.
    const missing = '3 of 4 models that are not finished are listed; make status lists all of them.';
    expect(own.querySelector('#missing .note')!.textContent).toBe(missing);
    expect(own.querySelectorAll('#missing tbody tr')).toHaveLength(3);
    expect(renderMarkdown(few)).toContain(missing);
  });

  it('names no model of the grid that it does not show', () => {
    const hidden = expandGrid(study.config).filter(({ name }) => !sampled.sample.models.has(name));
    const told = new Set(study.missing.map(({ model }) => model));
    for (const { name } of hidden.filter((model) => !told.has(model.name))) {
      expect([name, page.includes(`"model-${name}"`), page.includes(`data-model="${name}"`)]).toEqual([
        name,
        false,
        false,
      ]);
    }
  });
});
