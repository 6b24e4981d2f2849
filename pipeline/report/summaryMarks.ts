/** What charts of recognisability share: the axis, the line of untrained networks, and means with their 95% intervals. */
import * as Plot from '@observablehq/plot';
import { INK } from '../page/chart.ts';
import { describeSummary, formatScore } from '../page/wording.ts';
import type { SeedSummary } from '../study/tables.ts';

/** Width of these charts in pixels. */
export const SUMMARY_WIDTH = 600;

/** Models are drawn this far above the middle of their row and means below it, so that neither hides the other. */
export const LANE = 5;

/** All of [0, 1], whatever the scores. */
export const scoreAxis: Plot.ScaleOptions = {
  domain: [0, 1],
  label: 'recognisability',
  grid: true,
  ticks: 5,
  tickFormat: formatScore,
};

/**
 * A line at `floor`, the mean score of ideas of untrained networks, named once: above the first panel, where there are
 * panels. None where that is not known.
 */
export function floorMarks(floor: number | null, firstPanel?: number): Plot.Markish[] {
  if (floor === null) return [];
  return [
    Plot.ruleX([floor], { stroke: INK.quiet, strokeDasharray: '4 3' }),
    Plot.text([floor], {
      x: (score: number) => score,
      ...(firstPanel === undefined ? {} : { fy: () => firstPanel }),
      text: () => `untrained ${formatScore(floor)}`,
      frameAnchor: 'top',
      textAnchor: 'start', // the floor is near the left edge
      dy: -16,
      fill: INK.quiet,
    }),
  ];
}

/** Where a row's mean is drawn, and in which colour. */
export interface SummaryChannels<Row> {
  readonly y: (row: Row) => number;
  readonly fy?: (row: Row) => number;
  readonly summary: (row: Row) => SeedSummary;
  readonly colour: (row: Row) => string;
}

/** A dot for every mean and a line for its interval, where it has one. */
export function summaryMarks<Row>(rows: readonly Row[], channels: SummaryChannels<Row>): Plot.Markish[] {
  const { y, fy, summary, colour } = channels;
  const stroke = { value: colour, scale: null };
  const at = { y, ...(fy === undefined ? {} : { fy }), dy: LANE };
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
