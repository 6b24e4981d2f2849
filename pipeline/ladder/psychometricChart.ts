/** The psychometric curve: how the score of real digits falls as pixels are flipped. */
import * as Plot from '@observablehq/plot';
import { INK } from '../page/chart.ts';
import type { Markup } from '../page/html.ts';
import { drawNoiseChart } from '../page/noiseChart.ts';
import { formatPercent, joinWords } from '../page/wording.ts';
import type { LadderRecord, Psychometric } from './ladderRecord.ts';

/** The panel's curve in bold with its 50% point, the judges' thin, each with its name. */
export function renderPsychometric({ psychometric, judges }: LadderRecord): Markup {
  const { panel } = psychometric;
  const crossing = (curve: Psychometric) =>
    curve.halfPoint === null ? [] : [{ x: curve.halfPoint, y: 0.5 }];
  return drawNoiseChart(describe(psychometric), {
    height: 340,
    marginRight: 20,
    thin: judges.map((name, k) => ({
      name,
      points: psychometric.judges[name]!.points,
      nameAt: (2 + k) / 20,
    })),
    nameOffset: { dx: -5, dy: 9 },
    bold: panel.points,
    behind: [Plot.ruleY([0.5], { stroke: INK.quiet, strokeDasharray: '4 3' })],
    inFront: [
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
