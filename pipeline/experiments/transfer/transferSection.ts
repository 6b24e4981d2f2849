/** Who reads whose ideas: a matrix of models. */
import * as Plot from '@observablehq/plot';
import { mean } from '../../math/rows.ts';
import { drawChart } from '../../page/chart.ts';
import { gradientOf, openColourScale } from '../../page/colour.ts';
import { html, type Markup } from '../../page/html.ts';
import { formatPercent } from '../../page/wording.ts';
import type { ReportPart } from '../reportPart.ts';
import type { TransferRecord } from './transferRecord.ts';

/** What transfer adds to a report. */
export function reportTransfer(record: TransferRecord): ReportPart {
  return {
    id: 'transfer',
    title: 'Transfer: who reads whose ideas',
    finding: describeTransfer(record),
    table: null,
    render: () => transferSection(record),
    ofModel: ({ name }) => describeReader(record, name),
    csv: {},
    modelValues: {},
    isJudged: false,
    showsFiles: false,
  };
}

/** Room for names of models beside the matrix: at least so much, and for longer names so much a letter, in pixels. */
const LEAST_MARGIN = 124;
const LETTER_WIDTH = 7.5;

/** The section with the matrix. */
function transferSection(record: TransferRecord): Markup {
  const finding = describeTransfer(record);
  return html`<figure class="wide"><figcaption>${finding}</figcaption>
<div class="scroll">${drawMatrix(record, finding)}</div>
${renderLegend()}
<p class="note">Share of a model’s ideas (row) that a model (column) reads as the digits they were made for; reading at random is 10%. The diagonal is each model and its own ideas, which need not be read right: an idea has the largest logit of its digit that could be found, not the largest of all ten.</p></figure>`;
}

/** The colours of none to all. */
function renderLegend(): Markup {
  const scale = openColourScale('viridis', 0, 1);
  return html`<div class="ramp"><span>0%</span><span class="bar" style="background:${gradientOf(scale)}"></span><span>100% read as intended</span></div>`;
}

/** The finding: how often models read their own ideas and those of others as intended. */
export function describeTransfer({ models, read }: TransferRecord): string {
  const own = mean(read.map((row, k) => row[k]!));
  const others = read.flatMap((row, k) => row.filter((_, column) => column !== k));
  if (others.length === 0) {
    return `The one model reads ${formatPercent(own)} of its own ideas as the digits they were made for.`;
  }
  const best = read.map((row, k) => mean(row.filter((_, column) => column !== k)));
  const at = best.indexOf(Math.max(...best));
  return (
    `Models read ${formatPercent(own)} of their own ideas and ${formatPercent(mean(others))} of the others’ as the ` +
    `digits they were made for; ideas of ${models[at]} are read best by others (${formatPercent(best[at]!)}).`
  );
}

/** How others read the ideas of one model, and how it reads theirs; null where it is none of the matrix. */
function describeReader({ models, read }: TransferRecord, name: string): Markup | null {
  const at = models.indexOf(name);
  if (at < 0) return null;
  const own = html`It reads ${formatPercent(read[at]![at]!)} of its own ideas as the digits they were made for`;
  const others = models.flatMap((_, other) => (other === at ? [] : [other]));
  if (others.length === 0) return html`<p>${own}.</p>`;
  const [given, taken] = [others.map((k) => read[at]![k]!), others.map((k) => read[k]![at]!)].map(mean);
  return html`<p>${own}, and ${formatPercent(taken!)} of the other models’; they read ${formatPercent(given!)} of its.</p>`;
}

function drawMatrix({ models, read }: TransferRecord, finding: string): Markup {
  const size = Math.max(14, Math.min(46, Math.floor(720 / models.length)));
  const squares = read.flatMap((row, r) =>
    row.map((share, c) => ({ idea: models[r]!, reader: models[c]!, share })),
  );
  const longest = Math.max(...models.map((name) => name.length));
  const margin = Math.max(LEAST_MARGIN, Math.ceil(LETTER_WIDTH * longest) + 14);
  return drawChart(finding, {
    width: margin + models.length * size + 20,
    height: margin + models.length * size + 20,
    marginLeft: margin,
    marginTop: margin,
    marginRight: 20,
    marginBottom: 20,
    x: { axis: 'top', label: null, domain: [...models], tickRotate: -90, tickSize: 0 },
    y: { label: null, domain: [...models], tickSize: 0 },
    color: { scheme: 'viridis', domain: [0, 1] },
    marks: [
      Plot.cell(squares, {
        ...{ x: 'reader', y: 'idea', fill: 'share', inset: 0.5 },
        title: ({ idea, reader, share }: (typeof squares)[number]) =>
          `${reader} reads ${formatPercent(share)} of the ideas of ${idea}`,
      }),
      ...(size < 30
        ? []
        : [
            Plot.text(squares, {
              ...{ x: 'reader', y: 'idea' },
              text: ({ share }: (typeof squares)[number]) => String(Math.round(100 * share)),
              fill: ({ share }: (typeof squares)[number]) => (share > 0.6 ? '#000' : '#fff'),
            }),
          ]),
    ],
  });
}
