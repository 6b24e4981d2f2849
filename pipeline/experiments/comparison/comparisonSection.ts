/** The comparison of searches: energy against evaluations on one model, and a table of all models compared. */
import * as Plot from '@observablehq/plot';
import type { ComparedModel } from '../../analysis/experimentTable.ts';
import { mean } from '../../math/rows.ts';
import { type ChartOptions, drawChart, drawChartFile, INK } from '../../page/chart.ts';
import { html, type Markup } from '../../page/html.ts';
import { table } from '../../page/table.ts';
import { formatCount, formatEnergy, formatPercent, joinWords } from '../../page/wording.ts';
import { isArticleCell, type Model } from '../../study/grid.ts';
import type { ModelRecord } from '../defineExperiment.ts';
import type { ReportPart } from '../reportPart.ts';
import { countUntilArrival } from './arrivals.ts';
import {
  ARRIVED,
  type ComparisonRecord,
  type ComparisonTimes,
  type SearchTrace,
} from './comparisonRecord.ts';

/** A comparison of searches on one model. */
export interface ComparedSearches {
  readonly model: Model;
  readonly record: ComparisonRecord;
  /** Of each search, the evaluations an idea until it has arrived; null where it never does (arrivals.ts). */
  readonly arrivals: readonly (number | null)[];
}

/** What comparisons add to a report. */
export function reportComparison(records: readonly ModelRecord<ComparisonRecord, never>[]): ReportPart {
  const compared = records.map(({ model, record }) => ({
    model,
    record,
    arrivals: countUntilArrival(record),
  }));
  const shown = chooseShown(compared);
  return {
    id: 'searches',
    title: 'Searches compared',
    finding: describeComparison(shown),
    table: null,
    render: () => comparisonSection(compared),
    csv: {},
    modelValues: {},
    evidence: { comparison: compared.map(toEvidence) },
    isJudged: false,
    showsFiles: true,
  };
}

/** The searches that claim C3 is about, by their names in METHODS. */
const CLAIMED = { 'coordinate, raster': 'coordinate', 'Monte Carlo': 'monte-carlo' } as const;

function toEvidence({ model: { settings, seed }, record }: ComparedSearches): ComparedModel {
  const searches = Object.entries(CLAIMED).flatMap(([name, method]) =>
    record.searches.filter((one) => one.name === name).map(({ trace }) => ({ method, trace })),
  );
  return { hidden: settings.hidden, batch: settings.batch, seed, searches };
}

/** The model that is drawn: the article's where it was compared, else the last. */
function chooseShown(compared: readonly ComparedSearches[]): ComparedSearches {
  return compared.find(({ model }) => isArticleCell(model)) ?? compared.at(-1)!;
}

/** The section: the model of the article's cell is drawn where it was compared, else the last. */
export function comparisonSection(comparisons: readonly ComparedSearches[]): Markup {
  const shown = chooseShown(comparisons);
  const { model } = shown;
  const finding = describeComparison(shown);
  const header = [
    'model and search',
    'mean energy',
    'evaluations',
    `until ${100 * ARRIVED}% of the rise`,
    'certified',
    'equal to raster',
    'equal between starts',
  ];
  const rows = comparisons.flatMap((one) =>
    one.record.searches.map((search, k) => [
      `${one.model.name}: ${search.name}`,
      formatEnergy(meanEnergy(search)),
      formatCount(Math.round(meanOf(search, ({ evaluations }) => evaluations))),
      formatArrival(one.arrivals[k]!),
      formatPercent(meanOf(search, ({ certified }) => Number(certified))),
      formatPercent(one.record.agreement[0]![k]!),
      search.betweenRestarts === null ? '–' : formatPercent(search.betweenRestarts),
    ]),
  );
  const caption = `Ten digits from the same starts. Evaluations an idea, the certificate’s included; an update of the gradient counts as three; then those until the mean energy has made ${100 * ARRIVED}% of the raster search’s rise, “never” where it does not. Shares of equal pixels: with the raster search from the same start, and between ideas of one digit from different starts.`;
  return html`<figure class="wide"><figcaption>${finding}</figcaption>
<div class="scroll">${drawTraces(shown, finding)}</div>
<p class="note">Mean energy of the images held, over ten digits and all starts, at ${model.cell.title}. The gradient’s image is grey until its last step, where it is made black and white and polished.</p></figure>
${timesFigure(model.name)}
${table(caption, header, rows)}`;
}

/**
 * The figure of energy against seconds, by its path from the report's folder: times differ from run to run, and the report
 * does not, so that it cannot hold them.
 */
function timesFigure(model: string): Markup {
  const path = `../models/${model}/comparison/times.svg`;
  return html`<figure class="wide"><figcaption>The same against seconds, as measured when ${model} was compared.</figcaption>
<div class="scroll"><a href="${path}"><img src="${path}" width="760" height="380" loading="lazy" alt="Energy against seconds: ${path}, which is beside this report where the study was run"></a></div>
<p class="note">Wall time of all ideas together, other models being computed beside it. It is no part of what can be reproduced, and is therefore a file of its own.</p></figure>`;
}

/** Evaluations until a search has arrived. */
function formatArrival(evaluations: number | null): string {
  return evaluations === null ? 'never' : formatCount(evaluations);
}

/** How soon each search gets there, in a sentence. */
function describeArrivals({ record, arrivals }: ComparedSearches): string {
  const parts = record.searches.map(({ name }, k) => {
    const arrival = arrivals[k]!;
    return `${name} ${arrival === null ? '' : 'after '}${formatArrival(arrival)}`;
  });
  return `${100 * ARRIVED}% of the raster search’s rise is made, in evaluations an idea, by ${joinWords(parts)}.`;
}

/** The finding: how far each search gets, how soon, and whether it is the same image. */
export function describeComparison(compared: ComparedSearches): string {
  const { model, record } = compared;
  const named = record.searches.map((search, k) => ({ search, agreement: record.agreement[0]![k]! }));
  const raster = named[0]!;
  const carlo = named.find(({ search }) => search.name === 'Monte Carlo');
  const best = named.reduce((a, b) => (meanEnergy(b.search) > meanEnergy(a.search) ? b : a));
  const own = best === raster ? '' : `; ${raster.search.name} ${formatEnergy(meanEnergy(raster.search))}`;
  const first = `At ${model.cell.title}, ${best.search.name} reaches the largest mean energy (${formatEnergy(meanEnergy(best.search))}${own}).`;
  if (carlo === undefined) return `${first} ${describeArrivals(compared)}`;
  return `${first} ${describeArrivals(compared)} Ideas of Monte Carlo equal those of the raster search in ${formatPercent(carlo.agreement)} of the pixels.`;
}

function drawTraces({ record }: ComparedSearches, finding: string): Markup {
  const lines = record.searches.map(({ name, trace }) => ({
    name,
    points: trace
      .filter(({ evaluations }) => evaluations > 0)
      .map(({ evaluations, energy }) => ({ at: evaluations, energy })),
  }));
  return drawChart(finding, layOutTraces(lines, 'evaluations an idea'));
}

/** Energy against seconds, as an SVG file of its own. */
export function drawTimes({ searches }: ComparisonRecord, times: ComparisonTimes): string {
  const lines = searches.map(({ name, trace }) => ({
    name,
    points: trace.map(({ energy }, k) => ({ at: times[name]?.[k] ?? 0, energy })).filter(({ at }) => at > 0),
  }));
  return drawChartFile(
    'Mean energy of each search against seconds.',
    layOutTraces(lines, 'seconds, all ideas together'),
  );
}

interface Line {
  readonly name: string;
  readonly points: readonly { readonly at: number; readonly energy: number }[];
}

const DASHES = [undefined, '6 3', '2 3', '8 3 2 3', '1 4'];

function layOutTraces(lines: readonly Line[], label: string): ChartOptions {
  return {
    width: 760,
    height: 380,
    marginLeft: 52,
    marginBottom: 44,
    marginRight: 24,
    x: { type: 'log', label, tickFormat: formatTick },
    y: { label: 'mean energy', grid: true },
    marks: [
      ...lines.map(({ points }, k) =>
        Plot.line([...points], {
          ...{ x: 'at', y: 'energy' },
          stroke: k === 0 ? INK.accent : INK.strong,
          strokeWidth: k === 0 ? 2.2 : 1.5,
          ...(DASHES[k] && { strokeDasharray: DASHES[k] }),
        }),
      ),
      ...lines.map(({ name, points }, k) =>
        Plot.text(points.slice(Math.floor(points.length * (0.35 + 0.1 * k))).slice(0, 1), {
          ...{ x: 'at', y: 'energy', text: () => name, dy: -9, textAnchor: 'end' },
          fill: k === 0 ? INK.accent : INK.strong,
          stroke: 'var(--paper)',
          strokeWidth: 4,
        }),
      ),
    ],
  };
}

/** Powers of ten alone, so that ticks do not meet. */
function formatTick(value: number): string {
  if (/^10*$/.test(String(value))) return formatCount(value);
  return /^0\.0*1$/.test(String(value)) ? String(value) : '';
}

function meanEnergy(search: SearchTrace): number {
  return meanOf(search, ({ energy }) => energy);
}

function meanOf({ ideas }: SearchTrace, of: (idea: SearchTrace['ideas'][number]) => number): number {
  return mean(ideas.map(of));
}
