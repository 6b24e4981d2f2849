/** Charts of spread: by digit over models, and by cell over seeds. A dot is a model; a line is a 95% interval. */
import * as Plot from '@observablehq/plot';
import type { CellSummary, IdeaRow, ModelRow, SeedSummary, StudyResults } from '../analysis/tables.ts';
import { isArticleCell } from '../study/grid.ts';
import { CHANCE } from './answer.ts';
import { drawChart, INK } from './chart.ts';
import { describeDigits, describeSpread } from './findings.ts';
import type { Markup } from './html.ts';
import type { Layout } from './layout.ts';
import { describeSummary, formatCount, formatScore, nameCell } from './wording.ts';

const WIDTH = 720;
const DIGIT_HEIGHT = 30;
const CELL_HEIGHT = 24;

const scoreAxis: Plot.ScaleOptions = {
  domain: [0, 1],
  label: 'recognisability',
  grid: true,
  ticks: 5,
  tickFormat: formatScore,
};

/** Mean recognisability of each digit over models, with every model's own mean behind it. */
export function drawDigitProfile(results: StudyResults): Markup {
  const y = (row: { readonly digit: number }) => row.digit;
  return drawChart(describeDigits(results), {
    width: WIDTH,
    height: 60 + results.digits.length * DIGIT_HEIGHT,
    marginLeft: 44,
    marginTop: 24,
    x: scoreAxis,
    y: { type: 'band', label: 'digit', tickSize: 0, domain: results.digits.map(y) },
    marks: [
      ...chanceMarks(),
      Plot.dot(meansWithinModels(results), {
        x: 'mean',
        y,
        r: 2.5,
        fill: INK.quiet,
        fillOpacity: 0.45,
        title: 'title',
      }),
      ...summaryMarks(
        results.digits,
        y,
        (row) => row.recognisability,
        () => INK.accent,
      ),
    ],
  });
}

/** Recognisability of every model, with the mean of its cell: one panel a hidden size. */
export function drawSeedSpread(results: StudyResults, layout: Layout): Markup {
  const y = (row: CellSummary) => row.batch;
  const isArticle = (row: CellSummary) => (isArticleCell(row) ? INK.accent : INK.strong);
  return drawChart(describeSpread(results), {
    width: WIDTH,
    height: 60 + layout.hidden.length * (layout.batch.length * CELL_HEIGHT + 14),
    marginLeft: 64,
    marginRight: 64,
    marginTop: 24,
    x: scoreAxis,
    y: { type: 'band', label: 'batch size', tickSize: 0, domain: layout.batch, tickFormat: formatCount },
    fy: { label: 'hidden size', domain: layout.hidden, tickFormat: formatCount, padding: 0.12 },
    marks: [
      Plot.frame({ stroke: 'var(--rule)' }),
      ...chanceMarks(layout.hidden[0]),
      Plot.dot(results.models, {
        x: 'recognisability',
        y: (model: ModelRow) => model.cell.batch,
        fy: (model: ModelRow) => model.cell.hidden,
        r: 3,
        stroke: INK.quiet,
        title: (model: ModelRow) =>
          `${nameCell(model.cell)}, seed ${model.cell.seed}: ${formatScore(model.recognisability)}`,
      }),
      ...summaryMarks(
        results.cells,
        y,
        (row) => row.recognisability,
        isArticle,
        (row) => row.hidden,
      ),
    ],
  });
}

/** The line of guessing, named once: above the first panel, where there are panels. */
function chanceMarks(firstPanel?: number): Plot.Markish[] {
  return [
    Plot.ruleX([CHANCE], { stroke: INK.quiet, strokeDasharray: '4 3' }),
    Plot.text([CHANCE], {
      x: (chance: number) => chance,
      ...(firstPanel === undefined ? {} : { fy: () => firstPanel }),
      text: () => `chance ${formatScore(CHANCE)}`,
      frameAnchor: 'top',
      dy: -12,
      fill: INK.quiet,
    }),
  ];
}

function summaryMarks<Row>(
  rows: readonly Row[],
  y: (row: Row) => number,
  summary: (row: Row) => SeedSummary,
  colour: (row: Row) => string,
  panel?: (row: Row) => number,
): Plot.Markish[] {
  const stroke = { value: colour, scale: null };
  const at = panel === undefined ? { y } : { y, fy: panel };
  const withInterval = rows.filter((row) => summary(row).interval !== null);
  const end = (which: 0 | 1) => (row: Row) => summary(row).interval![which];
  return [
    Plot.ruleY(withInterval, { ...at, x1: end(0), x2: end(1), stroke, strokeWidth: 2 }),
    Plot.dot(rows, {
      ...at,
      x: (row: Row) => summary(row).mean,
      r: 5,
      fill: stroke,
      title: (row: Row) => describeSummary(summary(row), formatScore),
    }),
  ];
}

function meansWithinModels({ ideas }: StudyResults): { digit: number; mean: number; title: string }[] {
  const groups = new Map<string, IdeaRow[]>();
  for (const idea of ideas) {
    const key = `${idea.cell.name}/${idea.digit}`;
    groups.set(key, [...(groups.get(key) ?? []), idea]);
  }
  return [...groups.values()].map((restarts) => {
    const { cell, digit } = restarts[0]!;
    const mean = restarts.reduce((sum, idea) => sum + idea.recognisability, 0) / restarts.length;
    return { digit, mean, title: `${nameCell(cell)}, seed ${cell.seed}: ${formatScore(mean)}` };
  });
}
