/** Whole against masked recognisability: how much of a score comes from pixels that training never touched. */
import * as Plot from '@observablehq/plot';
import { drawChart, INK } from '../page/chart.ts';
import type { Markup } from '../page/html.ts';
import { formatScore, titleModel } from '../page/wording.ts';
import { isArticleCell } from '../study/grid.ts';
import type { ModelRow } from '../study/tables.ts';
import type { LaidOut, Layout } from './gridLayout.ts';
import { keepShown } from './sampleModels.ts';

const SIDE_PX = 460;

/** Radii of the smallest and the largest hidden size, in pixels. */
const RADII = [3, 8] as const;

/** A circle a model, larger for larger hidden sizes; on the diagonal masking makes no difference. `finding` says what it shows. */
export function drawMasking({ results, layout }: LaidOut, finding: string): Markup {
  const isArticle = (row: ModelRow) => isArticleCell(row.model);
  const unit = { domain: [0, 1], ticks: 5, tickFormat: formatScore, grid: true } as const;
  return drawChart(finding, {
    width: SIDE_PX,
    height: SIDE_PX,
    marginLeft: 52,
    marginBottom: 44,
    x: { ...unit, label: 'masked: recognisability' },
    y: { ...unit, label: 'whole image' },
    r: { type: 'identity' },
    marks: [
      Plot.line([0, 1], {
        x: (value: number) => value,
        y: (value: number) => value,
        stroke: INK.quiet,
        strokeDasharray: '4 3',
      }),
      Plot.dot(keepShown(results.models, results.sample), {
        x: 'recognisability',
        y: 'recognisabilityWhole',
        r: (row: ModelRow) => radiusOf(row, layout),
        stroke: { value: (row: ModelRow) => (isArticle(row) ? INK.accent : INK.strong), scale: null },
        fill: { value: (row: ModelRow) => (isArticle(row) ? INK.accent : INK.quiet), scale: null },
        fillOpacity: 0.25,
        title: describeModel,
      }),
    ],
  });
}

function radiusOf({ model }: ModelRow, { hidden }: Layout): number {
  const rank = hidden.indexOf(model.settings.hidden) / Math.max(1, hidden.length - 1);
  return RADII[0] + rank * (RADII[1] - RADII[0]);
}

function describeModel({ model, ...row }: ModelRow): string {
  const [masked, whole] = [row.recognisability, row.recognisabilityWhole].map(formatScore);
  return `${titleModel(model)}: ${masked} masked, ${whole} whole`;
}
