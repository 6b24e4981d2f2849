import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyResults, pickFindings, pickSection } from '../../pipeline/docs/studyResults.ts';

test('findings are what a report says before its first section, wrapped', () => {
  const long = 'word '.repeat(60).trim();
  const report = `# title\n\nDescription.\n\n${long}\n\nSecond.\n\n## Section\n\nMore.\n`;
  const [first, second, ...rest] = pickFindings(report).split('\n\n');
  expect(first!.split('\n').every((line) => line.length <= 120)).toBe(true);
  expect(first!.split(/\s+/)).toEqual(long.split(' '));
  expect(second).toBe('Second.');
  expect(rest).toEqual([]);
});

test('of a section its first paragraph is taken, and a report without it is named', () => {
  const report = '# title\n\nAll.\n\n## Hints: drawing\n\nOf 10 images\n9.\n\nMore.\n\n## Last\n\nEnd.\n';
  expect(pickSection(report, 'Hints', 'r.md')).toBe('Of 10 images 9.');
  expect(() => pickSection(report, 'Transfer', 'r.md')).toThrow(
    'r.md: expected a section Transfer, got none',
  );
});

test('of a study its report and tables are copied, and nothing else; without a report it says what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'results-'));
  await expect(copyResults(folder, join(folder, 'out'))).rejects.toThrow('make report');
  await mkdir(join(folder, 'report'));
  await mkdir(join(folder, 'models'));
  await writeFile(join(folder, 'report', 'report.md'), '# a');
  await writeFile(join(folder, 'ideas.csv'), 'a\n');
  await writeFile(join(folder, 'models', 'model.dat'), 'x');
  // Of an earlier study that had contrasts.
  await mkdir(join(folder, 'out'));
  await writeFile(join(folder, 'out/contrasts.csv'), 'a\n');
  expect(await copyResults(folder, join(folder, 'out'))).toEqual(['report.md', 'ideas.csv']);
  expect((await readdir(join(folder, 'out'))).sort()).toEqual(['ideas.csv', 'report.md']);
});
