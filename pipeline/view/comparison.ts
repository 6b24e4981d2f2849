/** The comparison of searches: energy against evaluations on one model, and a table of all models compared. */
import * as Plot from '@observablehq/plot';
import type { Experiments } from '../analysis/experiments.ts';
import type { SearchTrace } from '../study/experiments.ts';
import { isArticleCell } from '../study/grid.ts';
import { drawChart, INK } from './chart.ts';
import { html, type Markup } from './html.ts';
import { table } from './table.ts';
import { formatCount, formatPercent, nameCell } from './wording.ts';

type Comparison = Experiments['comparisons'][number];

/** Energies to a hundredth, with the minus sign of print. */
const formatEnergy = (energy: number) => energy.toFixed(2).replace('-', '−');

/** The section: the article's cell is drawn where it was compared, else the last. */
export function comparisonSection(comparisons: readonly Comparison[]): Markup {
  const shown = comparisons.find(({ cell }) => isArticleCell(cell)) ?? comparisons.at(-1)!;
  const finding = describeComparison(shown);
  const header = [
    'model and search',
    'mean energy',
    'evaluations',
    'certified',
    'equal to raster',
    'equal between starts',
  ];
  const rows = comparisons.flatMap(({ cell, record }) =>
    record.searches.map((search, k) => [
      `${nameCell(cell)}: ${search.name}`,
      formatEnergy(meanEnergy(search)),
      formatCount(Math.round(meanOf(search, ({ evaluations }) => evaluations))),
      formatPercent(meanOf(search, ({ certified }) => Number(certified))),
      formatPercent(record.agreement[0]![k]!),
      search.betweenRestarts === null ? '–' : formatPercent(search.betweenRestarts),
    ]),
  );
  const caption =
    'Ten digits from the same starts. Evaluations an idea, the certificate’s included; an update of the gradient counts as three. Shares of equal pixels: with the raster search from the same start, and between ideas of one digit from different starts.';
  return html`<figure class="wide"><figcaption>${finding}</figcaption>
<div class="scroll">${drawTraces(shown, finding)}</div>
<p class="note">Mean energy of the images held, over ten digits and all starts, at ${nameCell(shown.cell)}. The gradient’s image is grey until the jog at its end, where it is made black and white and polished. Energy against seconds is in times.json beside the comparison’s record: it differs from run to run.</p></figure>
${table(caption, header, rows)}`;
}

/** The finding: how far each search gets, and whether it is the same image. */
export function describeComparison({ cell, record }: Comparison): string {
  const named = record.searches.map((search, k) => ({ search, agreement: record.agreement[0]![k]! }));
  const raster = named[0]!;
  const carlo = named.find(({ search }) => search.name === 'Monte Carlo');
  const best = named.reduce((a, b) => (meanEnergy(b.search) > meanEnergy(a.search) ? b : a));
  const first = `At ${nameCell(cell)}, ${best.search.name} reaches the largest mean energy (${formatEnergy(meanEnergy(best.search))}; ${raster.search.name} ${formatEnergy(meanEnergy(raster.search))}).`;
  if (carlo === undefined) return first;
  return `${first} Ideas of Monte Carlo equal those of the raster search in ${formatPercent(carlo.agreement)} of the pixels.`;
}

function drawTraces({ record }: Comparison, finding: string): Markup {
  const points = record.searches.flatMap(({ name, trace }) =>
    trace.filter(({ evaluations }) => evaluations > 0).map((point) => ({ ...point, name })),
  );
  const ends = record.searches.map(({ name, trace }) => ({ ...trace.at(-1)!, name }));
  const dashes = [undefined, '6 3', '2 3', '8 3 2 3', '1 4'];
  return drawChart(finding, {
    width: 760,
    height: 380,
    marginLeft: 52,
    marginBottom: 44,
    marginRight: 24,
    x: { type: 'log', label: 'evaluations an idea', tickFormat: formatTick },
    y: { label: 'mean energy', grid: true },
    marks: [
      ...record.searches.map(({ name }, k) =>
        Plot.line(
          points.filter((point) => point.name === name),
          {
            ...{ x: 'evaluations', y: 'energy' },
            stroke: k === 0 ? INK.accent : INK.strong,
            strokeWidth: k === 0 ? 2.2 : 1.5,
            ...(dashes[k] && { strokeDasharray: dashes[k] }),
          },
        ),
      ),
      ...record.searches.map(({ name, trace }, k) =>
        Plot.text([trace[Math.floor(trace.length * (0.35 + 0.1 * k))] ?? ends[k]!], {
          ...{ x: 'evaluations', y: 'energy', text: () => name, dy: -9, textAnchor: 'end' },
          fill: k === 0 ? INK.accent : INK.strong,
          stroke: 'var(--paper)',
          strokeWidth: 4,
        }),
      ),
    ],
  });
}

/** Powers of ten alone, so that ticks do not meet. */
function formatTick(value: number): string {
  return /^1(0)*$/.test(String(value)) ? formatCount(value) : '';
}

function meanEnergy(search: SearchTrace): number {
  return meanOf(search, ({ energy }) => energy);
}

function meanOf({ ideas }: SearchTrace, of: (idea: SearchTrace['ideas'][number]) => number): number {
  return ideas.reduce((sum, idea) => sum + of(idea), 0) / ideas.length;
}
