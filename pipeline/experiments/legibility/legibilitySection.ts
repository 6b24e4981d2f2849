/** Legibility: what a report says of the most and the least recognisable images that a model likes as much as its ideas. */
import { mean } from '../../math/rows.ts';
import { html, type Markup } from '../../page/html.ts';
import { type TextTable, table } from '../../page/table.ts';
import { formatCount, formatQuantity, formatScore, titleModel } from '../../page/wording.ts';
import { renderKeptImage } from '../keptImageSection.ts';
import { defineTable, type ReportPart } from '../reportPart.ts';
import type { LegibilityInterval, ModelLegibility } from './legibilityRecord.ts';
import { KEPT, PANEL } from './legibilityRecord.ts';
import { countOverlaps, listIntervals, meanInterval } from './legibilitySummary.ts';

/** The finding: how wide the intervals are, and how many pairs of models they leave undecided. */
export function describeLegibility(records: readonly ModelLegibility[]): string {
  const rows = listIntervals(records).filter(({ reader }) => reader === PANEL);
  if (rows.length === 0)
    return 'The judges have not searched for the most and the least recognisable images.';
  const meanOf = (of: (interval: LegibilityInterval) => number) =>
    formatScore(mean(rows.map(({ interval }) => of(interval))));
  const first =
    `Images with at least ${100 * KEPT}% of an idea’s rise in logit over the blank image score between ` +
    `${meanOf(({ least }) => least.score)} and ${meanOf(({ most }) => most.score)} on average, the ideas ` +
    `${meanOf(({ idea }) => idea)} (${formatQuantity(rows.length, 'digit')} of ${formatQuantity(records.length, 'model')}).`;
  const { overlapping, pairs } = countOverlaps(records, PANEL);
  if (pairs === 0) return first;
  return (
    `${first} The mean intervals of ${formatCount(overlapping)} of ${formatQuantity(pairs, 'pair')} of models overlap: ` +
    'where they do, the search can make the difference between their ideas, and not the model.'
  );
}

/** One row a model and reader: means over digits. */
export function tabulateLegibility(records: readonly ModelLegibility[]): TextTable {
  const readers = [...new Set(listIntervals(records).map(({ reader }) => reader))];
  return {
    caption:
      'Means over digits of P(digit), masked, by all judges together and by each family: of the ideas, and of the least and the most recognisable images found with almost their logit. Found by a local search: the true intervals are at least as wide.',
    header: ['model, reader', 'digits', 'least', 'idea', 'most'],
    rows: records.flatMap((record) =>
      readers.flatMap((reader) => {
        const means = meanInterval(record, reader);
        if (means === null) return [];
        const { digits, least, idea, most } = means;
        return [
          [`${record.model.name}: ${reader}`, formatCount(digits), ...[least, idea, most].map(formatScore)],
        ];
      }),
    ),
  };
}

/** What legibility adds to a report. */
export function reportLegibility(records: readonly ModelLegibility[]): ReportPart {
  return {
    id: 'legibility',
    title: 'Legibility: how far the search decides',
    finding: describeLegibility(records),
    table: tabulateLegibility(records),
    render: () => legibilitySection(records),
    csv: {
      legibility: defineTable({
        rows: listIntervals(records).map((fields) => ({ model: fields.model, fields })),
        columns: [
          ['digit', (row) => row.digit],
          ['reader', (row) => row.reader],
          ['reads', (row) => row.reads],
          ['idea', (row) => row.interval.idea],
          ['least', (row) => row.interval.least.score],
          ['least_share', (row) => row.interval.least.share],
          ['most', (row) => row.interval.most.score],
          ['most_share', (row) => row.interval.most.share],
        ],
      }),
    },
    modelValues: {},
    isJudged: true,
    showsFiles: false,
  };
}

const NOTE =
  'All of these images have almost the same logit: to the model they are equally good. They were found by flipping, from the ideas, the pixels that cost least logit, and keeping what the judges read better, or worse. A search that looks further can only widen the intervals.';

/** The section: the images at both ends, by all judges together, and one table. */
function legibilitySection(records: readonly ModelLegibility[]): Markup {
  const { caption, header, rows } = tabulateLegibility(records);
  return html`<p>${describeLegibility(records)}</p>
${records.map(renderModel)}
<p class="note">${NOTE}</p>
${table(caption, header, rows)}`;
}

function renderModel(record: ModelLegibility): Markup | null {
  const { model } = record;
  const rows = listIntervals([record]).filter(({ reader }) => reader === PANEL);
  if (rows.length === 0) return null;
  const strip = (end: 'most' | 'least') =>
    rows.map(({ digit, interval }) => {
      const score = formatScore(interval[end].score);
      const alt = `The ${end} recognisable ${digit} at ${titleModel(model)}: score ${score}`;
      return renderKeptImage(interval[end].image, { alt, label: `${digit} ${score}` });
    });
  const style = `--columns:${rows.length};--side:64px`;
  return html`<figure><figcaption>${titleModel(model)}: above the most, below the least recognisable image by all judges together, each with its digit and score.</figcaption>
<div class="strip" style="${style}">${strip('most')}${strip('least')}</div></figure>`;
}
