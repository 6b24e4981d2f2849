/** The chart of `make bench`: how far every engine is from the bare matrix products, one row a size. */
import * as Plot from '@observablehq/plot';
import { drawChartFile } from '../page/chart.ts';
import { formatFigure } from './benchTable.ts';

/** A training step of one contender at one size. */
export interface StepFigure {
  /** Hidden size and batch size, such as `784/1000`. */
  readonly size: string;
  readonly contender: string;
  /** Its best time over that of the matrix products alone, of the same run. */
  readonly timesProducts: number;
}

/** Okabe and Ito's colours, which people with any colour vision can tell apart. */
const COLOURS = ['#0072b2', '#009e73', '#e69f00', '#888888'];
const LINE_HEIGHT = 18;
const TICKS = [1, 10, 100, 1000];

/** The chart as an SVG file. */
export function drawBenchChart(figures: readonly StepFigure[]): string {
  const sizes = [...new Set(figures.map(({ size }) => size))];
  const contenders = [...new Set(figures.map(({ contender }) => contender))];
  const largest = Math.max(1, ...figures.map(({ timesProducts }) => timesProducts));
  return drawChartFile(describe(figures), {
    width: 760,
    height: 70 + sizes.length * (contenders.length + 1) * LINE_HEIGHT,
    marginLeft: 150,
    marginTop: 10,
    marginBottom: 50,
    marginRight: 90,
    x: {
      type: 'log',
      domain: [1, largest * 1.6],
      label: 'a training step takes so many times as long as its matrix products alone',
      labelAnchor: 'center',
      ticks: TICKS.filter((tick) => tick <= largest * 1.6),
      tickFormat: (tick: number) => String(tick),
      grid: true,
    },
    y: { domain: contenders, label: null, tickSize: 0 },
    fy: { domain: sizes, label: 'hidden/batch', padding: 0.18 },
    color: { domain: contenders, range: COLOURS },
    marks: [
      Plot.ruleX([1], { stroke: '#222' }),
      Plot.ruleY(figures, { ...PLACE, x1: 1, x2: 'timesProducts', stroke: 'contender', strokeWidth: 5 }),
      Plot.text(figures, {
        ...PLACE,
        x: 'timesProducts',
        text: (figure: StepFigure) => `${formatFigure(figure.timesProducts)}\u00d7`,
        textAnchor: 'start',
        dx: 6,
      }),
    ],
  });
}

const PLACE = { fy: 'size', y: 'contender' } as const;

function describe(figures: readonly StepFigure[]): string {
  return figures
    .map(
      ({ contender, size, timesProducts }) => `${contender} at ${size}: ${formatFigure(timesProducts)} times`,
    )
    .join('; ');
}
