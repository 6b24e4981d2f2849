import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { describeRun, digestFindings } from '../../../pipeline/ladder/second/countedRun.ts';
import { DAMAGES } from '../../../pipeline/ladder/second/kinds.ts';
import type { SecondRecord } from '../../../pipeline/ladder/second/secondRecord.ts';
import { renderSecond } from '../../../pipeline/ladder/second/secondSection.ts';
import { describeSecond, describeSecondVerdict } from '../../../pipeline/ladder/second/secondVerdict.ts';
import { makeSecondRecord } from './madeSecond.ts';

const open = (record: SecondRecord) =>
  parseHTML(`<body>${renderSecond(record, 'The run that counts.').markup}</body>`).document;
const good = makeSecondRecord();
const bad = makeSecondRecord({ clothes: 0.15, 'real, grey': 0.92 });

describe('what the page shows of the second ladder', () => {
  const page = open(good);

  test('is every kind with its images, in sections by group, and each way of damaging as a curve', () => {
    const names = [...page.querySelectorAll('.kind-name')].map(({ textContent }) => textContent!);
    expect(names).toHaveLength(good.kinds.length);
    for (const [at, { kind }] of good.kinds.entries()) expect(names[at]).toContain(kind);
    const charts = [...page.querySelectorAll('svg')].map((svg) => svg.getAttribute('aria-label')!);
    expect(charts.map((label) => label.split(':')[0])).toEqual(Object.keys(DAMAGES));
    expect(charts[4]).toBe(
      'warp: mean P of the right digit by the panel is 0.95, 0.90, 0.80, 0.70, 0.60 and 0.50 from none to most.',
    );
  });

  test('names images without a digit so', () => {
    const captions = (id: string) =>
      [...page.querySelectorAll(`#second-${id} figcaption`)].map(({ textContent }) => textContent);
    expect(captions('real')).toEqual(['3 0.95', '3 0.95']);
    expect(captions('empty')).toEqual(['0.01', '0.01', '0.01']);
  });

  test('prints every failure, and that there is none', () => {
    expect(page.querySelector('#second-failures')!.textContent).toContain('neither the panel nor any judge');
    const rows = [...open(bad).querySelectorAll('#second-failures tbody tr')].map((row) => row.textContent!);
    // The panel fails by clothes and real digits; each judge by real digits alone.
    expect(rows.map((text) => text.match(/^(panel|cnn|shape)/)![0])).toEqual([
      'panel',
      'panel',
      'cnn',
      'shape',
    ]);
    expect(rows[1]).toMatch(/Clothes: .*0\.150/);
  });
});

test('a terminal is told the verdict, which run it is, and every failure', () => {
  expect(describeSecond(good, 'A run.')).toEqual([
    `Second ladder, panel cnn+shape-01234567: of ${good.expectations.length} expectations that were sealed before the judges were frozen, the panel fails 0; alone fail cnn 0 and shape 0. Rules and images are as they were sealed.`,
    'A run.',
  ]);
  expect(describeSecond(bad, 'A run.').slice(2)).toHaveLength(4);
  expect(describeSecondVerdict({ ...good, broken: ['the rules', 'fog'] })).toContain(
    'The seal is broken: the rules and fog are not as sealed.',
  );
  expect(describeSecondVerdict({ ...good, broken: null, share: 0.1, seed: 3 })).toContain(
    'no whole run (10% of the images, seed 3)',
  );
});

describe('the run that counts', () => {
  const counted = { date: '2026-01-31', scoreVersion: good.scoreVersion, findings: digestFindings(good) };

  test('is the first whole one on the frozen panel', () => {
    expect(describeRun(good, null)).toContain(`it counts: findings ${digestFindings(good)}`);
    expect(describeRun({ ...good, broken: null }, null)).toBe(
      'It is not the run that counts, which is whole.',
    );
  });

  test('is told from the same again, from other figures and from other panels', () => {
    expect(describeRun(good, counted)).toMatch(/on 2026-01-31 with this panel; this one gives the same\.$/);
    expect(describeRun(bad, counted)).toMatch(/does not give the same to the last bit\.$/);
    expect(describeRun({ ...good, scoreVersion: 'other' }, counted)).toContain('This is another panel');
  });
});
