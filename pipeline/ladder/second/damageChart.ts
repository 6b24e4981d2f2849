/** How the score of real digits falls with coherent damage: one small chart a way of damaging. */
import * as Plot from '@observablehq/plot';
import { drawChart, INK } from '../../page/chart.ts';
import { html, type Markup } from '../../page/html.ts';
import { formatScore, joinWords } from '../../page/wording.ts';
import { DAMAGE_UNITS, DAMAGES, type Damage } from './kinds.ts';
import type { SecondRecord } from './secondRecord.ts';

interface DamagePoint {
  readonly amount: number;
  readonly score: number;
}

const DASHES = ['2 2', '7 3', '1 4 6 4', '5 2 1 2'];

/** Charts under their names: the panel's curve in bold, the judges' thin, each with its name at another amount. */
export function renderDamage(record: SecondRecord): Markup[] {
  return (Object.keys(DAMAGES) as Damage[]).map(
    (damage) => html`<h3>${damage}</h3>${drawDamage(record, damage)}`,
  );
}

function drawDamage({ kinds, judges }: SecondRecord, damage: Damage): Markup {
  const pointsOf = (scorer: string): DamagePoint[] =>
    [0, ...DAMAGES[damage]].map((amount) => {
      const { panel, judges: alone } = kinds.find(
        ({ kind }) => kind === (amount === 0 ? 'real, grey' : `${damage}, ${amount}`),
      )!;
      return { amount, score: (scorer === 'panel' ? panel : alone[scorer]!).mean };
    });
  const at = { x: 'amount', y: 'score' } as const;
  const panel = pointsOf('panel');
  const scores = panel.map(({ score }) => formatScore(score));
  return drawChart(
    `${damage}: mean P of the right digit by the panel is ${joinWords(scores)} from none to most.`,
    {
      width: 420,
      height: 260,
      marginLeft: 44,
      marginBottom: 40,
      x: { label: DAMAGE_UNITS[damage], ticks: [0, ...DAMAGES[damage]], tickFormat: String },
      y: {
        domain: [0, 1],
        label: 'mean P of the right digit',
        grid: true,
        ticks: 5,
        tickFormat: formatScore,
      },
      marks: [
        ...judges.map((name, k) =>
          Plot.line(pointsOf(name), {
            ...at,
            stroke: INK.quiet,
            strokeDasharray: DASHES[k % DASHES.length]!,
          }),
        ),
        Plot.line(panel, { ...at, stroke: INK.strong, strokeWidth: 3 }),
        ...judges.map((name, k) =>
          Plot.text([pointsOf(name)[1 + (k % DAMAGES[damage].length)]!], {
            ...at,
            text: () => name,
            dy: -9,
            fill: INK.quiet,
            stroke: 'var(--paper)',
            strokeWidth: 4,
          }),
        ),
      ],
    },
  );
}
