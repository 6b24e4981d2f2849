import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { StudyResults } from '../../pipeline/analysis/tables.ts';
import { renderHtml } from '../../pipeline/view/report.ts';
import {
  CONSTANT_SHAPE,
  GRID_SHAPE,
  makeStudy,
  SINGLE_SHAPE,
  type StudyShape,
  UNFINISHED_SHAPE,
} from './fixture.ts';

const SHAPES: readonly (readonly [string, StudyShape])[] = [
  ['a grid', GRID_SHAPE],
  ['one cell with one seed', SINGLE_SHAPE],
  ['constant scores', CONSTANT_SHAPE],
  ['nothing finished', UNFINISHED_SHAPE],
];

const SQUARES = '.atlas .square';
const grid = makeStudy(GRID_SHAPE);

function open(results: StudyResults) {
  const { document } = parseHTML(renderHtml(results));
  const all = (selector: string) => [...document.querySelectorAll(selector)];
  const text = (selector: string) => document.querySelector(selector)?.textContent ?? '';
  return { all, text };
}

describe('renderHtml on a grid', () => {
  const { all, text } = open(grid);

  it('draws a square a cell and ten ideas a finished model', () => {
    expect(all(SQUARES)).toHaveLength(12);
    expect(all('.atlas .seed')).toHaveLength(32);
    expect(all('.atlas img')).toHaveLength(320);
  });

  it('heads the rows with hidden sizes and the columns with batch sizes', () => {
    const headers = (scope: string) =>
      all(`.atlas th[scope=${scope}]`).map((header) => header.textContent.replace(/\s+/g, ' '));
    expect(headers('row')).toEqual(['hidden 16', 'hidden 64', 'hidden 256', 'hidden 784']);
    expect(headers('col')).toEqual(['batch 100', 'batch 1,000', 'batch 10,000']);
  });

  it('marks the article’s cell and no other', () => {
    const marked = all('.square.article');
    expect(marked).toHaveLength(1);
    expect(marked[0]!.textContent).toContain('hidden 784, batch 1,000');
    expect(marked[0]!.textContent).toContain('the article’s cell');
  });

  it('leaves an empty place with the reason for every missing model', () => {
    const empty = all('.atlas .empty').map((place) => place.textContent);
    expect(empty).toHaveLength(4);
    expect(empty[0]).toBe('seed 0 is missing: training gave NaN in epoch 3');
    expect(text('#missing')).toContain('h64-b1000-s2');
  });

  it('describes an idea to those who cannot see it', () => {
    const score = grid.ideas[0]!.recognisability.toFixed(2);
    expect(all('.atlas img')[0]!.getAttribute('alt')).toBe(
      `Idea of 0 at hidden 16, batch 100, seed 0: recognisability ${score}`,
    );
  });

  it('states what each chart shows in its label', () => {
    const labels = all('svg[role=img]').map((svg) => svg.getAttribute('aria-label') ?? '');
    expect(labels).toHaveLength(8);
    expect(labels[0]).toMatch(
      /^Recognisability is highest at hidden 784, batch 100 \(0\.\d\d\) and lowest at hidden 16/,
    );
    expect(labels[5]).toMatch(/^After epoch 20, test accuracy lies between \d\d\.\d\d% and \d\d\.\d\d%\.$/);
  });

  it('prints every cell’s value in the heat map', () => {
    const svg = all('svg[role=img]')[0]!.textContent;
    for (const cell of grid.cells) expect(svg).toContain(cell.recognisability.mean.toFixed(2));
    expect(svg).toContain('missing');
  });

  it('gives a caption to every figure and a row to every cell', () => {
    expect(all('figure')).not.toHaveLength(0);
    for (const figure of all('figure')) expect(figure.querySelector('figcaption')!.textContent).not.toBe('');
    expect(all('#cells tbody tr')).toHaveLength(grid.cells.length);
  });

  it('answers with the range, chance, the confound of batch size, and no talk of effects', () => {
    expect(text('.answer')).toContain('machine-judged recognisability runs from');
    expect(text('.answer')).toContain('The article’s cell, hidden 784, batch 1,000, has');
    expect(text('.caution')).toContain('guessing scores 0.09');
    expect(text('.caution')).toContain('batch 10,000 made 120 updates where batch 100 made 12,000');
    expect(text('.caution')).toContain('4 of 36 models are missing');
  });

  it('keeps its sections in order under one first heading', () => {
    expect(all('h1')).toHaveLength(1);
    expect(all('main section').map((section) => section.getAttribute('id'))).toEqual([
      'run',
      'atlas',
      'grid',
      'digits',
      'seeds',
      'border',
      'training',
      'cells',
      'judges',
      'missing',
      'method',
    ]);
    const targets = all('nav a').map((link) => link.getAttribute('href'));
    expect(targets).toEqual(all('main section').map((section) => `#${section.getAttribute('id')}`));
  });
});

describe('the answer on a complete grid', () => {
  it('names the best and the worst level of each axis', () => {
    const { text } = open(makeStudy({ ...GRID_SHAPE, missing: [] }));
    expect(text('.answer')).toMatch(
      /Averaged over hidden sizes, batch 100 scores highest \(0\.\d\d\) and batch 10,000 lowest/,
    );
    expect(text('.answer')).toMatch(/Averaged over batch sizes, hidden 784 scores highest/);
  });
});

describe.each(SHAPES)('renderHtml on %s', (_, shape) => {
  const page = renderHtml(makeStudy(shape));

  it('gives the same text twice', () => {
    expect(renderHtml(makeStudy(shape))).toBe(page);
  });

  it('needs nothing from outside', () => {
    expect(page).not.toMatch(/https?:|<script|<link|@import|\bsrc="(?!data:)/);
  });

  it('has no number that is not one', () => {
    expect(page.replace(/training gave NaN/g, '')).not.toMatch(/NaN|Infinity|undefined|null/);
  });
});

describe('renderHtml on small studies', () => {
  it('says of one seed that no spread can be given', () => {
    const { text } = open(makeStudy(SINGLE_SHAPE));
    expect(text('.caution')).toContain('no spread between seeds can be given');
    expect(text('#seeds figcaption')).toContain('no spread between seeds can be given');
  });

  it('says of constant scores that they are the same everywhere', () => {
    const { text, all } = open(makeStudy(CONSTANT_SHAPE));
    expect(text('.answer')).toContain('machine-judged recognisability is 0.50 everywhere');
    expect(all('.square.article')).toHaveLength(0);
  });

  it('says that nothing is finished, and draws no chart but those of the judges', () => {
    const { text, all } = open(makeStudy(UNFINISHED_SHAPE));
    expect(text('.answer')).toBe('No model of this study is finished yet.');
    expect(all('svg')).toHaveLength(all('#judges svg').length);
    expect(all(SQUARES)).toHaveLength(2);
  });

  it('escapes a description, a reason and a judge', () => {
    const hostile = '<script>alert("1")</script>';
    const study = makeStudy(UNFINISHED_SHAPE);
    const page = renderHtml({
      ...study,
      config: { ...study.config, description: hostile },
      missing: [{ cell: 'h16-b50-s0', reason: hostile }],
      judges: [{ ...study.judges[0]!, description: hostile }],
    });
    expect(page).not.toContain('<script');
    expect(page.split('&lt;script&gt;').length - 1).toBeGreaterThanOrEqual(4);
  });
});
