import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { chooseHintPoints } from '../../pipeline/experiments/changeCharts.ts';
import { describeCounterfeits } from '../../pipeline/experiments/counterfeits/counterfeitsSection.ts';
import { summariseCounterfeits } from '../../pipeline/experiments/counterfeits/counterfeitsSummary.ts';
import { summariseHints } from '../../pipeline/experiments/hints/hintsSummary.ts';
import { answer } from '../../pipeline/report/answer.ts';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import type { StudyResults } from '../../pipeline/report/studyResults.ts';
import { BUDGET, makeAskedStudy, makeRecords } from '../experiments/madeExperiments.ts';
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

/** The report of results as a document; the same results are rendered once. */
function open(results: StudyResults): OpenReport {
  const made = opened.get(results) ?? render(results);
  opened.set(results, made);
  return made;
}

const opened = new Map<StudyResults, OpenReport>();
type OpenReport = ReturnType<typeof render>;

function render(results: StudyResults) {
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
    const labelsOf = (section: string) =>
      all(`${section} svg[role=img]`).map((svg) => svg.getAttribute('aria-label') ?? '');
    for (const label of labelsOf('main')) expect(label).not.toBe('');
    expect(labelsOf('#grid')[0]).toMatch(
      /^Recognisability is highest at hidden 784, batch 100 \(0\.\d\d\) and lowest at hidden 16/,
    );
    expect(labelsOf('#training')[0]).toMatch(
      /^After epoch 20, test accuracy lies between \d\d\.\d\d% and \d\d\.\d\d%\.$/,
    );
  });

  it('prints every cell’s value in the heat map', () => {
    const svg = all('#grid svg[role=img]')[0]!.textContent;
    for (const cell of grid.cells) expect(svg).toContain(cell.recognisability.mean.toFixed(2));
    expect(svg).toContain('missing');
  });

  it('gives a caption to every figure and a row to every cell', () => {
    expect(all('figure')).not.toHaveLength(0);
    for (const figure of all('figure')) expect(figure.querySelector('figcaption')!.textContent).not.toBe('');
    expect(all('#cells tbody tr')).toHaveLength(grid.cells.length);
  });

  it('answers with the range, what it starts from, the confound of batch size, and no talk of effects', () => {
    expect(text('.answer')).toContain('machine-judged recognisability (not validated by people) runs from');
    expect(text('.answer')).toContain('The article’s cell, hidden 784, batch 1,000, has');
    expect(text('.caution')).toContain('Ideas of untrained networks score 0.02 with these judges');
    expect(text('.caution')).toContain('batch 10,000 made 120 updates where batch 100 made 12,000');
    expect(text('.caution')).toContain('4 of 36 models are missing');
  });

  it('says that H2 separates batch size and amount of training, where the study compares at equal updates', () => {
    const arms: typeof grid.config.arms = { ...grid.config.arms, compared: ['epochs', 'updates'] };
    expect(text('.caution')).toContain(
      'where batch 100 made 12,000: batch size and amount of training are not separated.',
    );
    expect(answer({ ...grid, config: { ...grid.config, arms } }).caution).toContain(
      'where batch 100 made 12,000: at equal epochs batch size and amount of training are not separated; H2 compares at equal updates.',
    );
  });

  it('keeps its sections in order under one first heading', () => {
    expect(all('h1')).toHaveLength(1);
    expect(all('main section').map((section) => section.getAttribute('id'))).toEqual([
      ...['contrasts', 'border', 'starts'],
      'atlas',
      ...['grid', 'interaction', 'digits', 'seeds', 'training'],
      ...['judges', 'added', 'people'],
      ...['run', 'cells', 'models', 'missing', 'method'],
    ]);
    const targets = all('nav a').map((link) => link.getAttribute('href'));
    expect(targets).toEqual(all('main section').map((section) => `#${section.getAttribute('id')}`));
  });
});

describe('what stands above the sections of a report', () => {
  const standingOf = (results: StudyResults, section: string) =>
    open(results)
      .all(`#${section} .standing span`)
      .map(({ textContent }) => textContent);

  it('says of scores that machines judged them, and of nothing else', () => {
    for (const section of ['contrasts', 'atlas', 'interaction', 'models'])
      expect(standingOf(grid, section)).toEqual(['machine-judged', 'exploratory']);
    for (const section of ['training', 'judges', 'run', 'people'])
      expect(standingOf(grid, section)).toEqual([]);
  });
});

describe('the atlas', () => {
  const { all, text } = open(grid);

  it('offers every digit and seed, and shows the digit of the median score first', () => {
    const values = (name: string) => all(`input[name=${name}]`).map((input) => input.getAttribute('value'));
    expect(values('atlas-digit')).toEqual([...'0123456789'].concat('all'));
    expect(values('atlas-seed')).toEqual(['0', '1', '2', 'all']);
    const ranked = [...grid.digits].sort((a, b) => a.recognisability.mean - b.recognisability.mean);
    const checked = all('input[name=atlas-digit][checked]').map((input) => input.getAttribute('value'));
    expect(checked).toEqual([String(ranked[4]!.digit)]);
  });

  it('leads from every idea to the card of its model, which is there once', () => {
    const ids = all('#models details.model').map((card) => card.getAttribute('id'));
    expect(ids).toEqual(grid.models.map(({ model }) => `model-${model.name}`));
    for (const link of all('.atlas a.idea')) {
      expect(ids).toContain(link.getAttribute('href')!.slice(1));
      expect(link.getAttribute('href')).toBe(`#model-${link.getAttribute('data-model')}`);
    }
  });

  it('tells in a card what each judge said of each digit', () => {
    const rows = all(`#model-${grid.models[0]!.model.name} .numbers tbody tr`);
    expect(rows).toHaveLength(10);
    const score = grid.ideas[3]!.recognisability.toFixed(2);
    const cells = [...rows[3]!.children].map(({ textContent }) => textContent);
    expect([cells[0], cells[3], cells[6]]).toEqual(['3', score, score]);
  });

  it('masks what it shows where the places of ink are known', () => {
    const never = Array.from({ length: 784 }, () => true);
    const masked = open({ ...grid, inked: { never, seldom: never } });
    const sources = masked.all('.atlas img').map((image) => image.getAttribute('src'));
    expect(new Set(sources).size).toBe(1);
    expect(masked.text('#atlas figcaption')).toContain('Images are shown as they are read: masked.');
    expect(text('#atlas figcaption')).not.toContain('as they are read');
  });
});

describe('the numbers that a report opens with', () => {
  it('are those of the answer, with their intervals', () => {
    const complete = open(makeStudy({ ...GRID_SHAPE, missing: [] }));
    const [batch] = complete.all('.key > div').map(({ textContent }) => textContent);
    const [, change, low, high] = /([+−]0\.\d{3}).*?95% interval (\S+) to (\S+);/.exec(batch!) ?? [];
    expect(complete.text('.answer')).toContain(
      `A doubling of the batch size goes with a change of ${change} in the mean score (95% interval ${low} to ${high})`,
    );
    expect(batch).toContain('same sign by all 4 other ways to score');
  });
});

describe('the answer on a complete grid', () => {
  const { all, text } = open(makeStudy({ ...GRID_SHAPE, missing: [] }));

  it('gives the slope along both axes with an interval, and whether its sign stands', () => {
    expect(text('.answer')).toMatch(
      /A doubling of the batch size goes with a change of −0\.0\d\d in the mean score \(95% interval −0\.0\d\d to −0\.0\d\d\); the sign is the same by all 4 other ways to score the ideas\./,
    );
    expect(text('.answer')).toMatch(/A doubling of the hidden size goes with a change of \+0\.0/);
  });

  it('has the slopes by every way to score the ideas, and what survives', () => {
    expect(text('#contrasts > p:not(.standing)')).toBe(
      'However ideas are scored, the mean score falls with a doubling of the batch size and the mean score rises with a doubling of the hidden size.',
    );
    const rows = all('#contrasts tbody tr').map((row) => [...row.children].map((cell) => cell.textContent));
    expect(rows.map(([title]) => title)).toEqual([
      'the primary score',
      'whole images',
      'framed images',
      'much noise tolerated',
      'forced choice',
      'the same sign in every row',
    ]);
    expect(rows.at(-1)!.slice(1)).toEqual(['yes', 'yes']);
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

describe('renderHtml on a study whose models were asked more', () => {
  const asked = makeAskedStudy();
  const { all, text } = open(asked);
  const rows = (selector: string) =>
    all(`${selector} tbody tr`).map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
    );

  it('says of hints how many are read right from each source, and what the judges see', () => {
    expect(text('#hints figcaption')).toBe(
      'Of 4 misread images, 75.00% are read right after 64 pixels from the model’s idea of the right digit, 50.00% ' +
        'after as many from the class mean and 25.00% after as many from noise. To the judges these pixels take the ' +
        'mean P of the right digit from 0.60 to 0.35 (idea), 0.80 (class mean) and 0.20 (noise).',
    );
    // Fewest of 2, 4, 6 and more: 5. The judges of those: the three that are helped.
    expect(rows('#hints')).toEqual([
      ['hidden 16, batch 50', '4', '5', '5', 'more', '0.50', '0.40', '0.60', '0.35', '0.80', '0.20'],
      ['hidden 32, batch 50', '0', ...Array.from({ length: 9 }, () => '–')],
    ]);
  });

  it('ends a curve of hints where more than half of the images have run out of pixels', () => {
    const drawn = chooseHintPoints(summariseHints(makeRecords().hints)[0]!).map(
      ({ source, pixels }) => `${source} ${pixels}`,
    );
    expect(drawn).toEqual([
      'idea 0',
      'idea 64',
      'idea 256',
      'mean 0',
      'mean 64',
      'random 0',
      'random 64',
      'random 256',
    ]);
  });

  it('says of counterfeits how many flips they take, also where most images are unbroken', () => {
    expect(text('#counterfeits figcaption')).toBe(
      'The median image needs between 3 and more than 8 flips to be read as another digit. The judges still call ' +
        '33.33% of the nearest counterfeits the digit that they were. Counting only counterfeits that the judges still ' +
        'call the digit, it needs 7 flips.',
    );
    expect(rows('#counterfeits')).toEqual([
      ['hidden 16, batch 50', '3', '3', '7', '0.90', '0.40', '0.30', '33.33%'],
      ['hidden 32, batch 50', '3', 'more', '–', '–', '–', '–', '–'],
    ]);
  });

  it('draws unbroken images with and without the judges', () => {
    const lines = all('#counterfeits svg g[data-mark=line]');
    expect(lines.map((line) => line.querySelectorAll('path').length)).toEqual([2, 1]);
    expect(lines.map((line) => line.querySelector('[stroke-dasharray]') !== null)).toEqual([false, true]);
    const names = all('#counterfeits svg g[data-mark=text] text').map((name) => name.textContent);
    expect(names.sort()).toEqual(['16', '32']);
  });

  it('says of transfer how models read their own ideas and those of others', () => {
    // Own: 1 and 0.5. Others: the ideas of the first by the second 0.5, those of the second by the first 0.25.
    expect(text('#transfer figcaption')).toBe(
      'Models read 75.00% of their own ideas and 37.50% of the others’ as the digits they were made for; ideas of ' +
        'h16-b50-s0 are read best by others (50.00%).',
    );
  });

  it('has no number that is not one', () => {
    expect(renderHtml(asked)).not.toMatch(/NaN|Infinity|undefined|null/);
  });
});

describe('describeCounterfeits', () => {
  const [summary] = summariseCounterfeits(makeRecords().counterfeits, BUDGET);
  const describeMedians = (medians: (number | null)[]) =>
    describeCounterfeits(medians.map((flips) => ({ ...summary!, flips, judged: null })));

  it.each([
    [[3, null], 'between 3 and more than 8 flips'],
    [[3, 5.5, 4], 'between 3 and 5.5 flips'],
    [[3, 3], '3 flips'],
    [[1], '1 flip'],
    [[null, null], 'more than 8 flips'],
  ])('says of medians %j: %s', (medians, range) => {
    expect(describeMedians(medians)).toBe(`The median image needs ${range} to be read as another digit.`);
  });

  it('leaves out models that read nothing right', () => {
    expect(describeCounterfeits([{ ...summary!, images: 0, flips: null, unbroken: [], judged: null }])).toBe(
      'The models read none of the test images right, so none could be forged.',
    );
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
    expect(text('.answer')).toContain(
      'machine-judged recognisability (not validated by people) is 0.50 everywhere',
    );
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
      missing: [{ model: 'h16-b50-s0', reason: hostile }],
      judges: [{ ...study.judges[0]!, description: hostile }],
    });
    expect(page).not.toContain('<script');
    expect(page.split('&lt;script&gt;').length - 1).toBeGreaterThanOrEqual(4);
  });
});
