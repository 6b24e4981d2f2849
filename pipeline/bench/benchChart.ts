/** The chart of `make bench`: how far every engine is from the bare matrix products, one row a size. */
import * as Plot from '@observablehq/plot';
import { drawChartFile } from '../page/chart.ts';
import { formatFigure } from './benchTable.ts';
import type { SizeFigures } from './trainingBench.ts';

/** A training step of one contender at one size. */
interface Bar {
  readonly size: string;
  readonly contender: string;
  /** Its best time over that of the matrix products alone, of the same run. */
  readonly timesProducts: number;
}

/** Okabe and Ito's colours, which people with any colour vision can tell apart. */
const COLOURS = ['#0072b2', '#009e73', '#56b4e9', '#d55e00', '#888888'];
const LINE_HEIGHT = 15;
const TICKS = [1, 10, 100, 1000];

/** The chart as an SVG file. */
export function drawBenchChart(training: readonly SizeFigures[]): string {
  const figures = training.flatMap(listBars);
  const sizes = [...new Set(figures.map(({ size }) => size))];
  const contenders = [...new Set(figures.map(({ contender }) => contender))];
  const missing = training.flatMap(({ size, steps }) =>
    contenders
      .filter((contender) => !steps.some((step) => step.contender === contender))
      .map((contender) => ({ size, contender })),
  );
  const quotients = figures.map(({ timesProducts }) => timesProducts);
  const [smallest, largest] = [Math.min(1, ...quotients), Math.max(1, ...quotients)];
  return drawChartFile(describe(figures), {
    width: 760,
    height: 70 + sizes.length * (contenders.length + 1) * LINE_HEIGHT,
    marginLeft: 150,
    marginTop: 10,
    marginBottom: 50,
    marginRight: 90,
    x: {
      type: 'log',
      domain: [smallest, largest * 1.6],
      label: 'a training step takes so many times as long as its matrix products alone, over all 784 pixels',
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
        x: (figure: Bar) => Math.max(1, figure.timesProducts),
        text: (figure: Bar) => `${formatFigure(figure.timesProducts)}\u00d7`,
        textAnchor: 'start',
        dx: 6,
      }),
      Plot.text(missing, {
        ...PLACE,
        x: 1,
        text: () => 'not measured',
        textAnchor: 'start',
        dx: 6,
        fill: '#888888',
      }),
    ],
  });
}

const PLACE = { fy: 'size', y: 'contender' } as const;

function listBars({ size, steps, dense }: SizeFigures): Bar[] {
  return steps.map(({ contender, bestMs }) => ({ size, contender, timesProducts: bestMs / dense.bestMs }));
}

function describe(figures: readonly Bar[]): string {
  return figures
    .map(
      ({ contender, size, timesProducts }) => `${contender} at ${size}: ${formatFigure(timesProducts)} times`,
    )
    .join('; ');
}
