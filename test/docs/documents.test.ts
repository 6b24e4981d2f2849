import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { renderAgreement, renderCards } from '../../pipeline/docs/cardTables.ts';
import { renderDocuments } from '../../pipeline/docs/documents.ts';
import { formatPoints, markMiss, plainTable } from '../../pipeline/docs/figures.ts';
import { readFrozenPanel } from '../../pipeline/judging/frozenPanel.ts';
import { JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('every generated table of the pages is as its committed sources say (else: make docs)', async () => {
  const documents = await renderDocuments(ROOT);
  expect(documents.length).toBeGreaterThan(0);
  for (const { path, written, wanted } of documents) expect(written, path).toBe(wanted);
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
