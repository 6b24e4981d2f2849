/** The chart of how the scores of real digits fall as pixels are flipped. */
import * as Plot from '@observablehq/plot';
import { drawChart, INK } from './chart.ts';
import type { Markup } from './html.ts';
import { formatScore } from './wording.ts';

/** A share of flipped pixels, and the mean score of real digits at it. */
export interface NoisePoint {
  readonly x: number;
  readonly y: number;
}

/** What is drawn, and how the chart is laid out. */
export interface NoiseChart {
  /** What the curves show, where it is not the score alone. */
  readonly label?: string;
  readonly height: number;
  readonly marginRight: number;
  /** Each has its name where it is at `nameAt`, moved by so many pixels, before it unless it is to start there. */
  readonly thin: readonly {
    readonly name: string;
    readonly points: readonly NoisePoint[];
    readonly nameAt: number;
  }[];
  readonly nameOffset: { readonly dx: number; readonly dy: number; readonly textAnchor?: 'start' };
  readonly bold: readonly NoisePoint[];
  /** Drawn behind the curves, and in front of them. */
  readonly behind: readonly Plot.Markish[];
  readonly inFront: readonly Plot.Markish[];
}

const DASHES = ['2 2', '7 3', '1 4 6 4'];

/** Draws thin curves with their names and one in bold. */
export function drawNoiseChart(finding: string, chart: NoiseChart): Markup {
  const {
    label = 'mean P of the right digit',
    height,
    marginRight,
    thin,
    nameOffset,
    bold,
    behind,
    inFront,
  } = chart;
  const at = { x: 'x', y: 'y' } as const;
  return drawChart(finding, {
    width: 640,
    height,
    marginLeft: 52,
    marginBottom: 44,
    marginRight,
    x: { domain: [0, 0.5], label: 'share of pixels flipped', tickFormat: (rate: number) => `${100 * rate}%` },
    y: { domain: [0, 1], label, grid: true, ticks: 5, tickFormat: formatScore },
    marks: [
      ...behind,
      ...thin.map(({ points }, k) =>
        Plot.line([...points], { ...at, stroke: INK.quiet, strokeDasharray: DASHES[k % DASHES.length]! }),
      ),
      ...thin.map(({ name, points, nameAt }) =>
        Plot.text(
          points.filter(({ x }) => x === nameAt),
          { ...at, text: () => name, textAnchor: 'end' as const, ...nameOffset, fill: INK.quiet },
        ),
      ),
      Plot.line([...bold], { ...at, stroke: INK.strong, strokeWidth: 3 }),
      ...inFront,
    ],
  });
}
