/** The study's own figure: recognisability against every clock, and which clock makes the curves of batch sizes one. */
import * as Plot from '@observablehq/plot';
import { extent } from 'simple-statistics';
import type { ClockComparison, ClockFit, ClockPoint } from '../analysis/clock.ts';
import { mean } from '../math/rows.ts';
import { drawChart } from '../page/chart.ts';
import { LINE_COLOURS } from '../page/colour.ts';
import { html, type Markup } from '../page/html.ts';
import { type TextTable, table } from '../page/table.ts';
import { formatCount, formatEstimate, formatQuantity, formatScore, joinWords } from '../page/wording.ts';
import { groupBy } from '../statistics/groupBy.ts';

const PANEL_WIDTH = 210;
const PANEL_HEIGHT = 130;

/** The section, from the comparison by every way of scoring, the primary one first. */
export function clockSection(comparisons: readonly ClockComparison[]): Markup {
  const [primary] = comparisons;
  if (primary === undefined || primary.refused !== null) return html`<p>${describeClocks(comparisons)}</p>`;
  const found = clockTable(comparisons);
  return html`<figure class="wide">
<figcaption>${describeClocks(comparisons)}</figcaption>
<div class="scroll">${drawClocks(primary.clocks, describeClocks(comparisons))}</div>
<p class="note">A panel for each clock and hidden size; a line for each batch size, the mean over seeds and learning rates at each number of updates. Every clock is on a logarithmic axis that runs forwards in training. The better a clock explains recognisability, the more the lines of a panel are one.</p>
</figure>
${found && table(found.caption, found.header, found.rows)}
<p class="note">Leave-one-batch-out R squared: the curve of the other batch sizes, a local line over half of their points, predicts the scores of the one left out, within each hidden size, at the points that every clock can predict. Above 0, the clock says more than the mean; below 0, less.</p>`;
}

/** Which clock explains best, by how much, and whether every way of scoring says so. */
export function describeClocks([primary, ...others]: readonly ClockComparison[]): string {
  if (primary === undefined) return 'No model is finished.';
  if (primary.refused !== null)
    return `Which clock explains recognisability was not asked: ${primary.refused}.`;
  const best = primary.clocks.find(({ clock }) => clock === primary.best);
  if (best === undefined) return 'No clock predicts enough points to be compared.';
  const share = formatEstimate(best.sharedRSquared, null, formatScore);
  const first = `Of the clocks compared, ${best.title} explains recognisability best (leave-one-batch-out R squared ${signed(share)} over ${formatQuantity(primary.shared, 'point')})`;
  return `${first}${describeLead(primary)}${describeOthers(primary, others)}.`;
}

function describeLead({ lead, clocks }: ClockComparison): string {
  if (lead === null) return '';
  const next = clocks.find(({ clock }) => clock === lead.next)!.title;
  const { estimate, interval } = lead.effect;
  const isClear = interval !== null && interval[0] > 0;
  return `, ahead of ${next} by ${signed(formatEstimate(estimate, interval, formatScore))} over seeds${isClear ? '' : ', an interval that includes 0'}`;
}

function describeOthers({ best }: ClockComparison, others: readonly ClockComparison[]): string {
  const contrary = others.filter((other) => other.best !== null && other.best !== best);
  if (others.length === 0) return '';
  if (contrary.length === 0) return '; every other way of scoring says the same';
  const byBest = groupBy(
    contrary,
    ({ clocks, best: own }) => clocks.find(({ clock }) => clock === own)!.title,
  );
  const named = [...byBest].map(
    ([title, own]) => `by ${joinWords(own.map(({ way }) => way.title))} it is ${title}`,
  );
  return `; ${named.join('; ')}`;
}

/** R squared of every clock by every way of scoring; null where none was compared. */
export function clockTable(comparisons: readonly ClockComparison[]): TextTable | null {
  const compared = comparisons.filter(({ refused }) => refused === null);
  const [primary] = compared;
  if (primary === undefined) return null;
  return {
    caption: `Leave-one-batch-out R squared of each clock, on the points that every clock predicts (${formatCount(primary.shared)} by the primary score)`,
    header: ['clock', ...compared.map(({ way }) => way.title)],
    rows: primary.clocks.map(({ clock, title }) => [
      title,
      ...compared.map(({ clocks }) =>
        signed(formatEstimate(clocks.find((one) => one.clock === clock)!.sharedRSquared, null, formatScore)),
      ),
    ]),
  };
}

function signed(text: string): string {
  return text.replaceAll('-', '−');
}

/** A point of a line: the mean over seeds and learning rates after so many updates, and where it stands on a clock's face. */
interface LinePoint {
  readonly clock: string;
  readonly hidden: number;
  readonly batch: number;
  /** From 0 at the clock's first point to 1 at its last, over all hidden sizes. */
  readonly face: number;
  readonly score: number;
}

/** The ends of a clock's face, as they are written below it. */
interface ClockEnd {
  readonly clock: string;
  readonly face: number;
  readonly text: string;
}

function drawClocks(clocks: readonly ClockFit[], finding: string): Markup {
  const points = clocks.flatMap(averagePoints);
  const hidden = [...new Set(points.map((point) => point.hidden))].sort((a, b) => a - b);
  const batches = [...new Set(points.map((point) => point.batch))].sort((a, b) => a - b);
  const top = Math.min(1, Math.ceil(5 * Math.max(...points.map(({ score }) => score))) / 5) || 1;
  const place = { x: 'face', y: 'score', fx: 'clock', fy: 'hidden' };
  const colour = (point: LinePoint) => formatCount(point.batch);
  const lineOf = (point: LinePoint) => `${point.clock} ${point.hidden} ${point.batch}`;
  return drawChart(finding, {
    width: 110 + clocks.length * PANEL_WIDTH,
    height: 110 + hidden.length * PANEL_HEIGHT,
    marginLeft: 52,
    marginRight: 60,
    marginTop: 64,
    marginBottom: 30,
    fx: {
      axis: 'top',
      domain: clocks.map(({ title }) => title),
      label: null,
      padding: 0.1,
      tickFormat: breakTitle,
    },
    fy: { domain: hidden, label: 'hidden size', tickFormat: formatCount, padding: 0.2 },
    x: { axis: null, domain: [0, 1], inset: 10 },
    y: { domain: [0, top], ticks: [0, top / 2, top], label: 'recognisability', grid: true },
    color: {
      type: 'ordinal',
      domain: batches.map(formatCount),
      range: LINE_COLOURS.slice(0, batches.length),
    },
    marks: [
      Plot.line(points, { ...place, z: lineOf, stroke: colour, strokeWidth: 1.6 }),
      Plot.dot(points, { ...place, r: 2.4, fill: colour, title: titlePoint }),
      Plot.text(
        points.filter(({ clock }) => clock === clocks[0]!.title),
        Plot.selectLast({
          ...place,
          z: lineOf,
          text: colour,
          fill: colour,
          dx: 4,
          dy: -8,
          textAnchor: 'end',
        }),
      ),
      ...(['start', 'end'] as const).map((textAnchor, end) =>
        Plot.text(
          clocks.map((clock) => listEnds(clock)[end]!),
          {
            ...{ x: 'face', fx: 'clock', text: 'text', frameAnchor: 'bottom', dy: 16, textAnchor },
            fy: () => hidden.at(-1),
          },
        ),
      ),
    ],
  });
}

/** One point for each hidden size, batch size and number of updates; none where the clock has no place for it. */
function averagePoints({ title, points }: ClockFit): LinePoint[] {
  const placed = points.filter((point): point is ClockPoint & { readonly at: number } => point.at !== null);
  const [first, last] = findEnds(points);
  const groups = groupBy(placed, ({ hidden, batch, updates }) => `${hidden} ${batch} ${updates}`);
  return [...groups.values()]
    .map((own) => {
      const at = mean(own.map((point) => point.at));
      return {
        clock: title,
        hidden: own[0]!.hidden,
        batch: own[0]!.batch,
        face: last > first ? (at - first) / (last - first) : 0,
        score: mean(own.map(({ score }) => score)),
      };
    })
    .sort((a, b) => a.face - b.face);
}

function findEnds(points: readonly ClockPoint[]): [first: number, last: number] {
  const places = points.flatMap(({ at }) => at ?? []);
  return places.length === 0 ? [Infinity, -Infinity] : extent(places);
}

/** The first and the last value of a clock; of the training loss, whose face runs backwards, the largest and the smallest. */
function listEnds({ clock, title, points }: ClockFit): ClockEnd[] {
  return findEnds(points).map((at, face) => {
    const value = Math.exp(clock === 'trainingLoss' ? -at : at);
    const text = value >= 10 ? formatCount(Math.round(value)) : String(Number(value.toPrecision(2)));
    return { clock: title, face, text };
  });
}

function titlePoint({ batch, hidden, score }: LinePoint): string {
  return `batch ${formatCount(batch)}, hidden ${formatCount(hidden)}: ${formatScore(score)}`;
}

/** A long title in lines that fit above a panel. */
function breakTitle(title: string): string {
  return title.replace(/,? (of the|times|from) /g, '\n$1 ');
}
