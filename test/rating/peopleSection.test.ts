import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { DIGITS } from '../../pipeline/math/images.ts';
import { FLIP_RATES } from '../../pipeline/rating/checkImages.ts';
import { peopleSection } from '../../pipeline/rating/peopleSection.ts';
import { renderGolanTable } from '../../pipeline/rating/peopleTables.ts';
import { describePeople } from '../../pipeline/rating/peopleWords.ts';
import type { KeyedRating, PeopleSummary } from '../../pipeline/rating/ratingRecords.ts';
import { summarisePeople } from '../../pipeline/rating/summarisePeople.ts';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import { renderMarkdown } from '../../pipeline/report/reportMarkdown.ts';
import type { StudyResults } from '../../pipeline/report/studyResults.ts';
import { makeMeasurements } from '../judging/madeCard.ts';
import { GRID_SHAPE, makeStudy } from '../report/fixture.ts';
import { rateCheck, rateFlipped, rateIdea } from './madeRatings.ts';

const study = makeStudy(GRID_SHAPE);
const rateAll = (rater: string, sureness: (digit: number) => number) =>
  study.ideas.map((idea) => rateIdea(rater, idea, idea.digit, { sureness: sureness(idea.digit) }));
const summarise = (...ratings: Parameters<typeof summarisePeople>[0]) =>
  summarisePeople(ratings, { ...study, attacks: [] });
const two = summarise(
  ...rateAll('Ann', (digit) => (digit < 5 ? 100 : 50)),
  ...rateAll('<b>Bob</b>', (digit) => (digit < 3 ? 75 : 25)),
  rateCheck('Cy', 1, 2),
);

describe('describePeople', () => {
  test('says how people and panel agree, beside the ceiling, and who is left out', () => {
    expect(describePeople(two)).toMatch(
      /^2 raters saw 320 ideas: to people they have a mean recognisability of 0\.57, to the panel of 0\.\d\d\. Over all 320 ideas of 11 cells the panel’s mean is 0\.\d\d; corrected by the ideas that people rated it is 0\.\d\d \(95% interval 0\.\d\d to 0\.\d\d\)\. Over ideas, the panel’s rank correlation with the mean of people \(Spearman\) is −?0\.\d\d \(95% interval .* to .*\)\. With one rater at a time it is −?0\.\d\d, where a rater and the mean of the others reach 0\.65, the noise ceiling\. Left out for failing the attention checks: 1 rater\.$/,
    );
  });

  test.each<[string, PeopleSummary, string]>([
    ['one rater', summarise(...rateAll('a', (digit) => (digit < 5 ? 100 : 50))), 'it takes two raters'],
    ['constant scores', summarise(...rateAll('a', () => 100)), 'the panel with people is undefined'],
    [
      'one idea',
      summarise(rateIdea('a', study.ideas[0]!, 0, { sureness: 50 })),
      'the panel with people is undefined',
    ],
    ['nobody who counts', summarise(rateCheck('a', 1, 2)), 'No idea has a rating that counts.'],
  ])('says what cannot be said of %s', (_, people, sentence) => {
    expect(describePeople(people)).toContain(sentence);
    expect(peopleSection(people).markup).not.toMatch(/NaN|Infinity|null/);
  });
});

test('a report says which ratings it leaves out', () => {
  const left = { ...study, ratingsLeftOut: '2 lines, the first a<b.csv:7: expected 6 fields, got 2' };
  const { document } = parseHTML(renderHtml(left));
  expect(document.querySelector('#missing')!.textContent).toContain(
    'Imported ratings are left out: 2 lines, the first a<b.csv:7: expected 6 fields, got 2',
  );
  expect(renderMarkdown(left)).toMatch(/^- Imported ratings are left out: 2 lines, the first/m);
});

describe('a report with people', () => {
  const page = renderHtml({ ...study, people: two });
  const { document } = parseHTML(page);

  test('has a section with a dot an idea, a row a cell, and the raters', () => {
    const section = document.querySelector('#people')!;
    expect(section.querySelectorAll('svg circle')).toHaveLength(320);
    const rows = [...section.querySelectorAll('table')].map(
      (table) => table.querySelectorAll('tbody tr').length,
    );
    // The panel, a judge and the ceiling; corrected cells and all; slopes; cells; digits; raters.
    expect(rows).toEqual([3, 12, 2, 11, 10, 3]);
    expect(section.textContent).toContain('no: named 0 of 1 real digits rightly');
    expect(document.querySelector('nav a[href="#people"]')).not.toBeNull();
  });

  test('says machine-judged no more, and not that nobody has rated', () => {
    expect(page).not.toMatch(/machine-judged|No person|not validated/i);
    expect(renderMarkdown({ ...study, people: two })).not.toMatch(/machine-judged|not validated/i);
  });

  test('escapes a rater’s name', () => {
    expect(page).not.toContain('<b>Bob');
    expect(renderMarkdown({ ...study, people: two })).toContain('\\<b\\>Bob');
  });
});

describe('a report of ideas that nobody has rated, or nobody whose ratings count,', () => {
  test.each<[string, StudyResults]>([
    ['nobody', study],
    ['nobody who counts', { ...study, people: summarise(rateCheck('a', 1, 2)) }],
  ])('says first that the score is machine-judged and not validated by people: %s', (_, results) => {
    const { document } = parseHTML(renderHtml(results));
    const text = (selector: string) => document.querySelector(selector)!.textContent;
    expect(text('.answer')).toContain('machine-judged recognisability (not validated by people) runs from');
    expect(text('#people')).toContain('Not validated by people: nobody whose answers count has rated');
    expect(text('#method')).toContain('machine-judged and not validated by people');
    expect(text('footer')).toContain('machine-judged and not validated by people');
    expect(renderMarkdown(results)).toMatch(/^Not validated by people: nobody/m);
  });
});

describe('a report with real digits in noise', () => {
  const noisy = FLIP_RATES.flatMap((flipRate, level) =>
    DIGITS.map((digit) =>
      rateFlipped('Ann', digit, flipRate, { answer: digit < 10 - 2 * level ? digit : null }),
    ),
  );
  const clean = DIGITS.map((digit) => rateCheck('Ann', digit, digit));
  const curve = makeMeasurements().noiseCurve;
  const shown = {
    ...study,
    attacks: [],
    panel: { scoreVersion: 'v', ...makeMeasurements(), noiseCurveMuch: curve, agreement: [] },
  };
  const people = summarisePeople([...rateAll('Ann', () => 75), ...clean, ...noisy], shown);

  test('has the raters’ curve and half point beside the panel’s at both tolerances', () => {
    expect(describePeople(people)).toMatch(
      /People name half of the real digits with 30% of their pixels flipped \(95% interval \d+% to \d+%\); the panel gives them one half with \d+% and, where much noise is tolerated, with \d+%\./,
    );
    const { document } = parseHTML(renderHtml({ ...study, people }));
    const tables = [...document.querySelectorAll('#people table')];
    const table = tables.find((one) => one.textContent.includes('Real digits in noise'))!;
    const rows = [...table.querySelectorAll('tbody tr')].map((row) => row.textContent);
    expect(rows).toHaveLength(4);
    expect(rows[0]).toBe('Ann1.001.000.800.600.400.2030%');
    expect(rows.slice(2).map((row) => row.slice(0, 17))).toEqual(['panel, little noi', 'panel, much noise']);
    expect(document.querySelector('#people')!.textContent).toContain('people’s equivalent noise');
  });

  test('says so where more than half are named in all noise, and nothing where too little was seen', () => {
    const describe = (digits: readonly KeyedRating[]) =>
      describePeople(summarisePeople([...rateAll('Ann', () => 75), ...digits], shown));
    const named = (flipRate: number, answer: number | null) => [rateFlipped('Ann', 3, flipRate, { answer })];
    expect(describe([...clean, ...named(0.45, 3)])).toContain(
      'People name more than half of the real digits with 45% of their pixels flipped; the panel',
    );
    expect(describe(named(0.45, null))).not.toContain('People name');
    expect(describe(clean)).not.toContain('People name');
  });
});

test('the table of published data has a row a reader, then the ceiling', () => {
  const readers = [{ reader: 'panel', pearson: 0.5, spearman: -0.25, bySubject: {} }];
  const ceiling = { pearson: null, spearman: -0.001 };
  const lines = renderGolanTable({ subjects: 2, images: 1, ratings: 20, readers, ceiling }).split('\n');
  expect(lines[2]).toMatch(/^\| +panel \| +0\.50 \| +−0\.25 \|$/);
  expect(lines[3]).toMatch(/^\| noise ceiling \(leave one subject out\) \| undefined \| +0\.00 \|$/);
});
