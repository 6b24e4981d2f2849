import { expect, onTestFinished, test, vi } from 'vitest';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { expandGrid, type Model } from '../../pipeline/study/grid.ts';
import { aboutSeconds, formatSeconds, openProgress } from '../../pipeline/sweep/progress.ts';

test.each([
  [0, '0 s'],
  [0.2, '1 s'],
  [8, '8 s'],
  [89.5, '90 s'],
  [90, '2 min'],
  [149, '2 min'],
  [151, '3 min'],
  [5399, '90 min'],
  [5400, '1.5 h'],
  [86_400, '24.0 h'],
])('%d seconds are said as %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test.each([
  [0, 'about 1 s'],
  [0.2, 'about 1 s'],
  [24.5, 'about 25 s'],
  [900, 'about 15 min'],
])('a prediction of %d seconds is said as %s, and never as no time', (seconds, text) => {
  expect(aboutSeconds(seconds)).toBe(text);
});

/** Opens progress of models that are predicted to take a second each; gives the lines that it prints, errors after `!`. */
function openLines(models: readonly Model[], publishSeconds: number) {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
  const error = vi.spyOn(console, 'error').mockImplementation((line: string) => lines.push(`! ${line}`));
  onTestFinished(() => {
    log.mockRestore();
    error.mockRestore();
  });
  const planned = models.map((model) => ({
    model,
    parts: { training: 1, search: 0, experiments: {} },
    seconds: 1,
  }));
  const nothing = { isCheckDue: false, checkSeconds: 0, openSeconds: 0, modelSeconds: 0, unscored: [] };
  const plan = { models: planned, startSeconds: 0, warmUpSeconds: 0, scoring: nothing, publishSeconds };
  return { lines, progress: openProgress(plan, 1) };
}

const modelsOf = (grid: object) =>
  expandGrid(
    parseStudyConfig(
      { name: 'few', grid: { hidden: [1], batch: [10], seeds: [0], ...grid }, training: { epochs: 2 } },
      'test',
    ),
  );

test('away from a terminal, a line tells of each model that ends, with the count and the time left', () => {
  const models = modelsOf({ hidden: [1, 2, 3] });
  const [a, b, c] = models;
  const { lines, progress } = openLines(models, 4);
  const rest = { updates: 0, validationAccuracy: null };
  progress.modelAdvanced(a!, { epoch: 1, trainLoss: 2.3456, testAccuracy: 0.1, ...rest });
  progress.modelAdvanced(a!, { epoch: 2, trainLoss: 1.2345, testAccuracy: 0.98765, ...rest });
  progress.modelFinished(a!, 1.26);
  progress.modelFailed(b!, 'h2-b10-s0: expected a finite loss, got NaN');
  progress.modelFinished(c!, 2);
  progress.close();
  expect(lines).toEqual([
    // 1.26 s for 1 s that was predicted: of the other models 2 s, and 4 s of publishing.
    'h1-b10-s0: loss 1.23, accuracy 98.77%, 1.3 s (1 of 3 models; about 8 s left)',
    '! h2-b10-s0: expected a finite loss, got NaN',
    // 3.26 s for 2 s.
    'h3-b10-s0: 2.0 s (3 of 3 models; about 7 s left)',
  ]);
});

test('once nothing is left to compute, a line tells now and then how many models are scored', () => {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const models = modelsOf({ hidden: [1, 2, 3, 4, 5, 6, 7, 8, 9] });
  const { lines, progress } = openLines(models, 4);
  // One that failed is none of those that are to be scored.
  progress.modelFailed(models[0]!, 'it failed');
  for (const model of models.slice(1)) progress.modelFinished(model, 1);
  lines.length = 0;
  for (let scored = 1; scored < 8; scored++) {
    now += 12_000;
    progress.modelScored(scored === 2 ? 'the second failed' : null);
  }
  progress.close();
  // Of the first five the last four took 12 s each; 4 s are those of publishing.
  expect(lines).toEqual([
    '! the second failed',
    '3 of 8 models scored; about 4 s left',
    '6 of 8 models scored; about 28 s left',
  ]);
});

test('a failure is told after the name of its model, once, and the name of another is none', () => {
  const models = modelsOf({ seeds: [1, 10] });
  const { lines, progress } = openLines(models, 0);
  progress.modelFailed(models[0]!, 'h1-b10-s10: expected a file, got none');
  progress.modelFailed(models[1]!, 'h1-b10-s10: expected a file, got none');
  progress.close();
  expect(lines).toEqual([
    '! h1-b10-s1: h1-b10-s10: expected a file, got none',
    '! h1-b10-s10: expected a file, got none',
  ]);
});
