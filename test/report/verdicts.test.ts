/** How what was tested is told: from the made table of a study, by the real analysis. */
import { expect, test } from 'vitest';
import { NO_EXPERIMENTS } from '../../pipeline/analysis/experimentTable.ts';
import { testStudy } from '../../pipeline/analysis/testStudy.ts';
import { formatChange } from '../../pipeline/page/wording.ts';
import { answer } from '../../pipeline/report/answer.ts';
import { clockSection, describeClocks } from '../../pipeline/report/clockSection.ts';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import { renderMarkdown } from '../../pipeline/report/reportMarkdown.ts';
import type { TestedStudy } from '../../pipeline/report/studyResults.ts';
import { verdictsSection } from '../../pipeline/report/verdictsSection.ts';
import { makeTable, type TablePlan } from '../analysis/madeTable.ts';
import { GRID_SHAPE, makeStudy } from './fixture.ts';

const COMPARED = { schedule: { checkpoints: 'log' }, arms: { compared: ['epochs', 'updates'] } };

function testMade(plan: TablePlan): TestedStudy {
  const found = testStudy(makeTable({ hidden: [16, 64], ...plan }), NO_EXPERIMENTS);
  return { ...found, lock: { kind: 'exploratory', reason: 'nothing was locked' } };
}

const SLOPED = testMade({
  config: COMPARED,
  checkpoints: 'few',
  logit: ({ settings }) => 0.3 * Math.log2(settings.batch / 200),
});

test('every hypothesis is told with its verdict first, and no number is missing', () => {
  const text = verdictsSection(SLOPED).markup;
  for (const id of ['H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'C1', 'C2', 'C3', 'C4', 'C5']) {
    expect(text).toContain(`<span class="id">${id}</span>`);
  }
  expect(text).toContain('<strong>Supported</strong>: change of the score');
  expect(text).toContain('Exploratory: nothing was locked.');
  expect(text).toContain('equal updates, where batch 800 ends');
  const { byDigit } = SLOPED.digitSlopes!;
  expect(text).toContain(formatChange(byDigit[0]!.factors.batch!.estimate));
  expect(text).toContain('digits in general');
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
});

test('the figure of clocks has a line for each batch size, and the finding names the best clock', () => {
  const { clocks } = SLOPED;
  const text = clockSection(clocks).markup;
  for (const { title } of clocks[0]!.clocks) expect(text).toContain(title);
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
  const best = clocks[0]!.clocks.find(({ clock }) => clock === clocks[0]!.best)!;
  expect(describeClocks(clocks)).toContain(`Of the clocks compared, ${best.title} explains`);
});

test('one seed, and no checkpoints, are said and not computed with', () => {
  const alone = testMade({ seeds: [0], checkpoints: 'none' });
  expect(verdictsSection(alone).markup).toContain('needs at least 2 seeds');
  expect(verdictsSection(alone).markup).not.toMatch(/NaN|undefined|Infinity/);
  expect(describeClocks(alone.clocks)).toContain('schedule.checkpoints: log');
});

test('the answer opens with the instrument where a control fails, then with the verdicts', () => {
  const results = {
    ...makeStudy(GRID_SHAPE),
    tests: { ...SLOPED, suspicion: 'Suspect the instrument: a control.' },
  };
  expect(answer(results).suspicion).toBe('Suspect the instrument: a control.');
  expect(answer(results).found).toMatch(/^Over 32 models in 11 cells, machine-judged recognisability/);
  expect(answer(results).verdicts).toMatch(/^Exploratory verdicts on hypotheses/);
  expect(renderHtml(results)).toMatch(
    /<h1>.*Suspect the instrument: a control\..*<p class="answer">Over.*<p class="answer">Exploratory verdicts.*<section id="verdicts"/s,
  );
  expect(renderMarkdown(results)).toContain('## Hypotheses and claims');
});
