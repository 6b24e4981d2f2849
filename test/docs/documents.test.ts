import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { renderAgreement, renderCards } from '../../pipeline/docs/cardTables.ts';
import { renderDocuments } from '../../pipeline/docs/documents.ts';
import { formatPoints, markMiss, plainTable } from '../../pipeline/docs/figures.ts';
import { readFrozenPanel } from '../../pipeline/judging/frozenPanel.ts';
import { mean } from '../../pipeline/math/rows.ts';
import { JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('every generated table of the pages is as its committed sources say (else: make docs)', async () => {
  const documents = await renderDocuments(ROOT);
  expect(documents.length).toBeGreaterThan(0);
  for (const { path, written, wanted } of documents) expect(written, path).toBe(wanted);
});

test('the README is short, and every page that it and the pages name is there', async () => {
  const readme = await readFile(`${ROOT}/README.md`, 'utf8');
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(120);
  const pages = [
    'README.md',
    ...(await readdir(`${ROOT}/docs`)).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
  ];
  for (const page of pages) {
    const text = await readFile(`${ROOT}/${page}`, 'utf8');
    for (const [, to] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
      await expect(access(join(ROOT, dirname(page), to!)), `${page}: ${to}`).resolves.toBeUndefined();
    }
  }
});

test('what the README says in short of the locked study is what its report says', async () => {
  const [readme, report] = await Promise.all(
    ['README.md', 'docs/results/effects/report.md'].map((path) => readFile(`${ROOT}/${path}`, 'utf8')),
  );
  const short = /^In short: [\s\S]*?\n\n/m.exec(`${readme}\n\n`)![0];
  expect(short.match(/[HC]\d/g)).toEqual(['H2', 'H5', 'H6', 'C2']);
  expect(report).toMatch(/^- __H2__ At equal updates .* less than half .* Supported: /m);
  expect(report).toMatch(/^- __H5__ .* Supported: (?!.*(Not shown by|alone))/m);
  const [, difference = '', low = '', high = ''] =
    /^- __H6__ .* Not shown: .* Not shown by the family \w+ and the family \w+ alone\. On the score (\S+) \(95% interval (\S+) to (\S+),/m.exec(
      report!,
    )!;
  expect(short.replaceAll('\n', ' ')).toContain(`(${difference}, interval ${low} to ${high})`);
  expect(report).toMatch(/^- __C2__ .* Not shown: .* No cell is shown to be above a half/m);
});

test('the tables of the instrument hold the figures of the cards', async () => {
  const { cards, card } = await readFrozenPanel(JUDGE_NAMES);
  const rows = renderCards(cards, card!).split('\n');
  const real = rows.find((row) => row.startsWith('| real digits, grey'))!.split(' | ');
  expect(real).toHaveLength(7);
  cards.forEach(({ greyscale }, k) => {
    expect(real[k + 1]).toBe(greyscale.recognisability.toFixed(3));
  });
  expect(renderAgreement(card!).split('\n')).toHaveLength(2 + 6);
  const text = await readFile(`${ROOT}/docs/instrument.md`, 'utf8');
  expect(text).toContain(card!.scoreVersion);
});

describe('a figure', () => {
  test('has three decimals, the minus sign of print, and no sign where it is 0', () => {
    expect(formatPoints(0.12345)).toBe('0.123');
    expect(formatPoints(-0.0104)).toBe('−0.010');
    expect(formatPoints(-0.0001)).toBe('0.000');
  });

  test('is bold where it misses its limit, and at the limit it is not', () => {
    expect(markMiss('x', 0.93, { least: 0.93 })).toBe('x');
    expect(markMiss('x', 0.929, { least: 0.93 })).toBe('**x**');
    expect(markMiss('x', 0.021, { most: 0.02 })).toBe('**x**');
    expect(markMiss('x', 5)).toBe('x');
  });
});

test('a table has its header first', () => {
  expect(
    plainTable([
      ['a', ''],
      ['1', '2'],
    ]),
  ).toBe('| a | |\n|---|---|\n| 1 | 2 |');
});

describe('what the page on the instrument says of the control is in the committed tables', async () => {
  const page = (await readFile(`${ROOT}/docs/instrument.md`, 'utf8')).replace(/\s+/g, ' ');
  const table = async (path: string): Promise<Record<string, string>[]> =>
    parse(await readFile(`${ROOT}/docs/results/${path}`, 'utf8'), { columns: true });
  const models = await table('sweep/models.csv');
  const ofCell = (cell: string, column: string) =>
    models.filter((row) => row.cell === cell).map((row) => Number(row[column]));
  const [noisy, plain] = ['h64-b1000-noise0.2', 'h64-b1000'];
  const list = (values: readonly number[], digits: number) => {
    const texts = values.map((value) => value.toFixed(digits));
    return `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
  };

  test('its scores and forced choices', () => {
    const [scores, plainScores] = [noisy, plain].map((cell) => list(ofCell(cell!, 'recognisability'), 2));
    expect(page).toContain(
      `score them ${scores} where those of the same models without noise have ${plainScores}`,
    );
    const [forced, plainForced] = [noisy, plain].map((cell) => list(ofCell(cell!, 'forced_choice'), 2));
    expect(page).toContain(`by forced choice ${forced} against ${plainForced}`);
    const [shape, plainShape] = [noisy, plain].map((cell) => mean(ofCell(cell!, 'family_shape')).toFixed(2));
    expect(page).toContain(`they are worth less (${shape} against ${plainShape})`);
  });

  test('what its raters named', async () => {
    const ratings = await table('control-ratings.csv');
    const raters = [...new Set(ratings.map(({ rater }) => rater))];
    const named = (isNoisy: boolean) => {
      const shares = raters.map((rater) => {
        const own = ratings.filter((row) => row.rater === rater && row.model!.includes('noise') === isNoisy);
        return (100 * own.filter((row) => row.named === row.digit).length) / own.length;
      });
      return `${list(shares, 0)}%`;
    };
    expect(page).toContain(
      `They named ${named(true)} of the noise-trained models' ideas and ${named(false)} of the others'`,
    );
  });
});
