/** Charts of images that are changed pixel by pixel: hints and counterfeits. */
import * as Plot from '@observablehq/plot';
import { drawChart, INK } from '../page/chart.ts';
import type { Markup } from '../page/html.ts';
import { formatCount } from '../page/wording.ts';
import type { Cell } from '../study/grid.ts';
import type { CounterfeitSummary } from './counterfeits/counterfeitsRecord.ts';
import type { HintSummary } from './hints/hintsRecord.ts';

const WIDTH = 960;
const DASHES = { idea: undefined, mean: '6 3', random: '1 4' } as const;
const percent = (share: number) => `${Math.round(100 * share)}%`;

/** A curve of hints ends where fewer of its images than this share differ in as many pixels. */
const LEAST_ENOUGH = 0.5;

/** The points of hint curves that are drawn: those at which at most half of the images have run out of pixels. */
export function chooseHintPoints({ curves }: HintSummary): HintSummary['curves'] {
  return curves.filter(({ enough }) => enough >= LEAST_ENOUGH);
}

/** Recognition against pixels borrowed: one panel a cell, rows are hidden sizes, columns batch sizes. */
export function drawHintCurves(summaries: readonly HintSummary[], finding: string): Markup {
  const points = summaries
    .filter(({ images }) => images > 0)
    .flatMap((summary) => {
      const { hidden, batch } = summary.cell.settings;
      return chooseHintPoints(summary).map((point) => ({ ...point, hidden, batch }));
    });
  const rows = new Set(points.map(({ hidden }) => hidden)).size;
  const sources = Object.keys(DASHES) as (keyof typeof DASHES)[];
  return drawChart(finding, {
    width: WIDTH,
    height: 70 + 130 * rows,
    marginLeft: 52,
    marginRight: 84,
    marginBottom: 44,
    marginTop: 34,
    x: {
      type: 'symlog',
      constant: 1,
      ticks: [0, 1, 4, 16, 64, 256],
      tickFormat: String,
      label: 'pixels borrowed',
    },
    y: { domain: [0, 1], ticks: [0, 0.5, 1], tickFormat: percent, grid: true, label: 'read right' },
    fx: { label: 'batch size', tickFormat: formatCount, padding: 0.1 },
    fy: { label: 'hidden size', tickFormat: formatCount, padding: 0.16 },
    marks: [
      Plot.frame({ stroke: 'var(--rule)' }),
      ...sources.map((source) =>
        Plot.line(
          points.filter((point) => point.source === source),
          {
            ...{ fx: 'batch', fy: 'hidden', x: 'pixels', y: 'share' },
            stroke: source === 'idea' ? INK.accent : INK.strong,
            strokeWidth: source === 'idea' ? 2.2 : 1.4,
            ...(DASHES[source] && { strokeDasharray: DASHES[source] }),
          },
        ),
      ),
    ],
  });
}

/** A point of a curve with where its cell stands. */
function placePoint<Point>({ settings: { hidden, batch } }: Cell, point: Point) {
  return { ...point, hidden, batch };
}

/** The hidden sizes whose curves can be drawn, ascending. */
export function listSizes(summaries: readonly CounterfeitSummary[]): number[] {
  const drawn = summaries.filter(({ images }) => images > 0);
  return [...new Set(drawn.map(({ cell }) => cell.settings.hidden))].sort((a, b) => a - b);
}

/** Unbroken images against flips: one panel a batch size, for each of the hidden `sizes` a line and, with the judges, a dashed one. */
export function drawCounterfeitCurves(
  summaries: readonly CounterfeitSummary[],
  sizes: readonly number[],
  finding: string,
): Markup {
  const points = summaries
    .filter(({ images }) => images > 0)
    .flatMap(({ cell, unbroken }) => unbroken.map((point) => placePoint(cell, point)));
  const judged = summaries.flatMap(({ cell, judged: own }) =>
    (own?.unbroken ?? []).map((point) => placePoint(cell, point)),
  );
  const line = { fx: 'batch', x: 'flips', y: 'share', stroke: 'hidden', curve: 'step-after' } as const;
  return drawChart(finding, {
    width: WIDTH,
    height: 320,
    marginLeft: 52,
    marginBottom: 44,
    marginTop: 34,
    x: { label: 'flips' },
    y: { domain: [0, 1], ticks: 5, tickFormat: percent, grid: true, label: 'unbroken' },
    fx: { label: 'batch size', tickFormat: formatCount, padding: 0.1 },
    color: { type: 'ordinal', domain: sizes, range: ['#440154', '#31688e', '#35b779', '#c08a00'] },
    marks: [
      Plot.frame({ stroke: 'var(--rule)' }),
      Plot.line(points, { ...line, strokeWidth: 1.8 }),
      Plot.line(judged, { ...line, strokeWidth: 1.4, strokeDasharray: '5 3' }),
      Plot.text(labelLines(points), {
        fx: 'batch',
        x: 'flips',
        y: 'share',
        text: ({ hidden }: CurvePoint) => formatCount(hidden),
        fill: 'hidden',
        stroke: 'var(--paper)',
        strokeWidth: 4,
        fontWeight: 600,
      }),
    ],
  });
}

interface CurvePoint {
  readonly hidden: number;
  readonly batch: number;
  readonly flips: number;
  readonly share: number;
}

/** Where each line is named: at shares that differ, so that names do not meet. */
function labelLines(points: readonly CurvePoint[]): CurvePoint[] {
  const sizes = [...new Set(points.map(({ hidden }) => hidden))].sort((a, b) => a - b);
  const batches = [...new Set(points.map(({ batch }) => batch))];
  return batches.flatMap((batch) =>
    sizes.flatMap((hidden, k) => {
      const line = points.filter((point) => point.batch === batch && point.hidden === hidden);
      const wanted = 0.8 - (0.6 * k) / Math.max(1, sizes.length - 1);
      // A line that stays above is named at its end.
      return [line.find(({ share }) => share <= wanted) ?? line.at(-1)].filter(
        (point) => point !== undefined,
      );
    }),
  );
}
