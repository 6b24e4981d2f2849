/** Where scores vary, as bars: a standard deviation a source. */
import * as Plot from '@observablehq/plot';
import { drawChart, INK } from '../page/chart.ts';
import type { Markup } from '../page/html.ts';
import type { TextTable } from '../page/table.ts';

const ROW_HEIGHT = 26;
const NAMES_WIDTH = 290;

/** Draws the rows of the table of components (verdictTables.ts): a name and a standard deviation each. */
export function drawComponents({ caption, rows }: TextTable): Markup {
  const bars = rows.map(([name = '', deviation = '']) => ({ name, deviation: Number(deviation) }));
  return drawChart(caption, {
    width: 760,
    height: 64 + bars.length * ROW_HEIGHT,
    ...{ marginLeft: NAMES_WIDTH, marginRight: 60, marginTop: 10, marginBottom: 46 },
    x: { label: 'standard deviation of the score', grid: true, nice: true, ticks: 5 },
    y: { type: 'band', domain: bars.map(({ name }) => name), label: null, tickSize: 0, padding: 0.3 },
    marks: [
      Plot.barX(bars, { x: 'deviation', y: 'name', fill: INK.quiet }),
      Plot.text(bars, {
        ...{ x: 'deviation', y: 'name', textAnchor: 'start', dx: 6, fill: INK.strong },
        text: ({ deviation }: (typeof bars)[number]) => deviation.toFixed(3),
      }),
    ],
  });
}
