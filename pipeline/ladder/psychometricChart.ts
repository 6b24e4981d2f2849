/** The psychometric curve: how the score of real digits falls as pixels are flipped. */
import * as Plot from '@observablehq/plot';
import { drawChart, INK } from '../page/chart.ts';
import type { Markup } from '../page/html.ts';
import { formatPercent, formatScore, joinWords } from '../page/wording.ts';
import type { LadderRecord, Psychometric } from './ladderRecord.ts';

const DASHES = ['2 2', '7 3', '1 4 6 4'];

/** The panel's curve in bold with its 50% point, the judges' thin, each named where it crosses one half. */
export function renderPsychometric({ psychometric, judges }: LadderRecord): Markup {
  const { panel } = psychometric;
  const crossing = (curve: Psychometric) =>
    curve.halfPoint === null ? [] : [{ x: curve.halfPoint, y: 0.5 }];
  return drawChart(describe(psychometric), {
    width: 640,
    height: 340,
    marginLeft: 52,
    marginBottom: 44,
    marginRight: 20,
    x: { domain: [0, 0.5], label: 'share of pixels flipped', tickFormat: (rate: number) => `${100 * rate}%` },
    y: { domain: [0, 1], label: 'mean P of the right digit', grid: true, ticks: 5, tickFormat: formatScore },
    marks: [
      Plot.ruleY([0.5], { stroke: INK.quiet, strokeDasharray: '4 3' }),
      ...judges.map((name, k) =>
        Plot.line(psychometric.judges[name]!.points, {
          x: 'x',
          y: 'y',
          stroke: INK.quiet,
          strokeDasharray: DASHES[k % DASHES.length]!,
        }),
      ),
      ...judges.map((name, k) =>
        Plot.text(psychometric.judges[name]!.points.slice(2 + k, 3 + k), {
          x: 'x',
          y: 'y',
          text: () => name,
          textAnchor: 'end',
          dx: -5,
          dy: 9,
          fill: INK.quiet,
        }),
      ),
      Plot.line(panel.points, { x: 'x', y: 'y', stroke: INK.strong, strokeWidth: 3 }),
      Plot.dot(crossing(panel), { x: 'x', y: 'y', r: 6, fill: INK.accent }),
      Plot.text(crossing(panel), {
        x: 'x',
        y: 'y',
        text: ({ x }: { readonly x: number }) => `panel: ${formatPercent(x)}`,
        textAnchor: 'start',
        dx: 10,
        dy: -10,
        fontWeight: 600,
      }),
    ],
  });
}

function describe({ panel, judges }: LadderRecord['psychometric']): string {
  const point = (name: string, { halfPoint }: Psychometric) =>
    halfPoint === null ? `${name} nowhere` : `${name} at ${formatPercent(halfPoint)}`;
  const curves = [['panel', panel] as const, ...Object.entries(judges)].map(([name, curve]) =>
    point(name, curve),
  );
  return `Mean P of the right digit falls through one half at these shares of flipped pixels: ${joinWords(curves)}.`;
}
