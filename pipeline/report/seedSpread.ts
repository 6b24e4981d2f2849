/** Recognisability of every model beside the mean of its cell: one panel a hidden size, one row a batch size. */
import * as Plot from '@observablehq/plot';
import { drawChart, INK } from '../page/chart.ts';
import type { Markup } from '../page/html.ts';
import { formatCount, formatScore, titleModel } from '../page/wording.ts';
import { isArticleCell } from '../study/grid.ts';
import type { CellSummary, ModelRow } from '../study/tables.ts';
import type { LaidOut } from './gridLayout.ts';
import { keepShown } from './sampleModels.ts';
import { findFloor } from './scoreFloor.ts';
import { floorMarks, LANE, SUMMARY_WIDTH, scoreAxis, summaryMarks } from './summaryMarks.ts';

const ROW_HEIGHT = 28;
const PANEL_GAP = 14;

/** Draws the spread between seeds; `finding` is what it shows. */
export function drawSeedSpread({ results, layout }: LaidOut, finding: string): Markup {
  return drawChart(finding, {
    width: SUMMARY_WIDTH,
    height: 72 + layout.hidden.length * (layout.batch.length * ROW_HEIGHT + PANEL_GAP),
    marginLeft: 84,
    marginRight: 64,
    marginTop: 30,
    marginBottom: 44,
    x: scoreAxis,
    y: { type: 'band', label: 'batch size', tickSize: 0, domain: layout.batch, tickFormat: formatCount },
    fy: { label: 'hidden size', domain: layout.hidden, tickFormat: formatCount, padding: 0.12 },
    marks: [
      Plot.frame({ stroke: 'var(--rule)' }),
      ...floorMarks(findFloor(results), layout.hidden[0]),
      modelDots(keepShown(results.models, results.sample)),
      ...summaryMarks(results.cells, {
        y: ({ cell }: CellSummary) => cell.settings.batch,
        fy: ({ cell }: CellSummary) => cell.settings.hidden,
        summary: (row: CellSummary) => row.recognisability,
        colour: ({ cell }: CellSummary) => (isArticleCell(cell) ? INK.accent : INK.strong),
      }),
    ],
  });
}

function modelDots(models: readonly ModelRow[]): Plot.Markish {
  return Plot.dot(models, {
    x: 'recognisability',
    y: ({ model }: ModelRow) => model.settings.batch,
    fy: ({ model }: ModelRow) => model.settings.hidden,
    dy: -LANE,
    r: 3,
    stroke: INK.quiet,
    title: ({ model, recognisability }: ModelRow) => `${titleModel(model)}: ${formatScore(recognisability)}`,
  });
}
