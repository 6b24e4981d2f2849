import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { describeColumn, ROWS } from '../../pipeline/export/columns.ts';
import { renderTablesReadme } from '../../pipeline/export/tablesReadme.ts';

const RESULTS = 'docs/results';
const tables = readdirSync(RESULTS, { recursive: true, encoding: 'utf8' })
  .filter((path) => /^\w+\/\w+\.csv$/.test(path))
  .map((path) => {
    const [header = ''] = readFileSync(join(RESULTS, path), 'utf8').split('\n', 1);
    return [path, header.split(',')] as const;
  });

test('there are committed tables to look at', () => {
  expect(tables.length).toBeGreaterThan(12);
});

test.each(tables)('%s: every column is described, and what a row is', (path, header) => {
  const name = basename(path, '.csv');
  expect(ROWS).toHaveProperty(name);
  expect(header.filter((column) => describeColumn(name, column) === null)).toEqual([]);
});

test('a column that no table is known to have is not made up', () => {
  expect(describeColumn('models', 'colour')).toBeNull();
  expect(describeColumn('ideas', 'median_flips')).toBeNull();
});

test('the README says what a table has: rows, least and largest number, words, and what is empty', () => {
  const text = 'model,hidden,test_accuracy,median_flips\nh8-b1-s0,8,0.5,\nh16-b1-s0,16,0.75,\n';
  const lines = renderTablesReadme('a_b', [{ name: 'models', text }]).split('\n');
  expect(lines[0]).toBe('# Tables of the study a\\_b');
  expect(lines).toContain('2 rows: a row is a model.');
  const fieldsOf = (column: string) =>
    lines
      .find((line) => line.includes(`| ${column} |`) || line.trimStart().includes(` ${column} |`))!
      .split(' | ')
      .map((field) => field.replace(/^\|?\s*|\s*\|?$/g, ''));
  expect(fieldsOf('hidden').slice(-2)).toEqual(['8 to 16', '0']);
  expect(fieldsOf('test\\_accuracy').slice(2)).toEqual(['', '\\[0, 1\\]', '0.5 to 0.75', '0']);
  expect(fieldsOf('median\\_flips').slice(-2)).toEqual(['–', '2']);
  expect(fieldsOf('model').slice(-2)).toEqual(['2 words', '0']);
});
