/** The study's contrasts by every way to score its ideas, as a forest plot: a panel a contrast, a row a way. */
import * as Plot from '@observablehq/plot';
import { drawChart, INK } from '../page/chart.ts';
import type { Markup } from '../page/html.ts';
import { formatChange } from '../page/wording.ts';
import type { Conclusion, VariantEstimate } from './conclusions.ts';

const ROW_HEIGHT = 21;
const PANEL_WIDTH = 330;
const NAMES_WIDTH = 190;

/** An estimate in its panel. */
interface Row extends VariantEstimate {
  readonly contrast: string;
}

/** Draws them; `finding` is what they show. */
export function drawContrasts(conclusions: readonly Conclusion[], finding: string): Markup {
  const rows = conclusions.flatMap(({ contrast, primary, others }) =>
    [primary, ...others].map((one): Row => ({ ...one, contrast: contrast.title })),
  );
  const titles = [...new Set(rows.map(({ title }) => title))];
  const sure = rows.filter(({ interval }) => interval !== null);
  const colour = ({ kind }: Row) => (kind === 'primary' ? INK.accent : INK.strong);
  const at = { y: 'title', fx: 'contrast' } as const;
  const styled = { value: colour, scale: null };
  return drawChart(finding, {
    width: NAMES_WIDTH + conclusions.length * PANEL_WIDTH + 20,
    height: 96 + titles.length * ROW_HEIGHT,
    ...{ marginLeft: NAMES_WIDTH, marginRight: 20, marginTop: 40, marginBottom: 46 },
    fx: {
      domain: conclusions.map(({ contrast }) => contrast.title),
      label: null,
      axis: 'top',
      padding: 0.08,
    },
    x: { label: 'change of the mean score', tickFormat: formatChange, ticks: 4, grid: true, nice: true },
    y: { type: 'band', domain: titles, label: null, tickSize: 0 },
    marks: [
      Plot.ruleX([0], { stroke: INK.quiet }),
      Plot.ruleY(sure, {
        ...at,
        x1: ({ interval }: Row) => interval![0],
        x2: ({ interval }: Row) => interval![1],
        stroke: styled,
        strokeWidth: 1.75,
      }),
      Plot.dot(rows, {
        ...at,
        x: 'estimate',
        r: ({ kind }: Row) => (kind === 'primary' ? 5.5 : 3.5),
        fill: styled,
        title: ({ title, estimate }: Row) => `${title}: ${formatChange(estimate)}`,
      }),
    ],
    r: { type: 'identity' },
  });
}
