/** Hints: what a report says of images that pixels of the model's idea help to be read. */

import { html, type Markup } from '../../page/html.ts';
import { type Facet, renderFacets } from '../../page/section.ts';
import { type TextTable, table } from '../../page/table.ts';
import { formatCount, formatMedian, formatPercent, formatScore } from '../../page/wording.ts';
import { drawHintCurves } from '../changeCharts.ts';
import type { Judged } from '../changedImages.ts';
import { defineTable, type ReportPart, splitByFacet } from '../reportPart.ts';
import { HEADLINE_PIXELS, HINT_SOURCES, type HintSource, type HintSummary } from './hintsRecord.ts';
import { listHintEvidence, listHintRows, type ModelHints, summariseHints } from './hintsSummary.ts';

const SOURCE_NAMES: Readonly<Record<HintSource, string>> = {
  idea: 'the idea',
  mean: 'the class mean',
  random: 'noise',
};

/** The finding about hints: the share read right after 64 pixels from each source, over all models, and what judges see. */
export function describeHints(summaries: readonly HintSummary[]): string {
  const images = summaries.reduce((sum, summary) => sum + summary.images, 0);
  if (images === 0) return 'The models misread no test image, so there is nobody to help.';
  const shareOf = (source: HintSource) => {
    const right = summaries.map((summary) => {
      const point = summary.curves.find((one) => one.source === source && one.pixels === HEADLINE_PIXELS);
      return (point?.share ?? 0) * summary.images;
    });
    return formatPercent(right.reduce((sum, value) => sum + value, 0) / images);
  };
  return (
    `Of ${formatCount(images)} misread images, ${shareOf('idea')} are read right after ${HEADLINE_PIXELS} pixels from ` +
    `the model’s idea of the right digit, ${shareOf('mean')} after as many from the class mean and ` +
    `${shareOf('random')} after as many from noise.${describeLooks(summaries)}`
  );
}

/** What the judges make of the images of the finding. */
function describeLooks(summaries: readonly HintSummary[]): string {
  const judged = summaries.flatMap(({ judgedBorrowed }) => (judgedBorrowed === null ? [] : [judgedBorrowed]));
  if (judged.length === 0) return '';
  const mean = (source: HintSource, of: (judged: Judged) => number) => {
    const images = judged.reduce((sum, one) => sum + one[source].images, 0);
    return formatScore(judged.reduce((sum, one) => sum + of(one[source]) * one[source].images, 0) / images);
  };
  const after = (source: HintSource) => mean(source, (one) => one.after);
  return (
    ` To the judges these pixels take the mean P of the right digit from ${mean('idea', ({ before }) => before)} to ` +
    `${after('idea')} (idea), ${after('mean')} (class mean) and ${after('random')} (noise).`
  );
}

/** The table of hints, one row a cell; with what judges say where they were asked of any. */
export function tabulateHints(summaries: readonly HintSummary[]): TextTable {
  const isJudged = summaries.some(({ judgedBorrowed }) => judgedBorrowed !== null);
  const judges = `; and the judges’ mean P of the right digit before, after those of the idea (over the images that they help: before and after), and after ${HEADLINE_PIXELS} pixels in random order from each source (over all images)`;
  return {
    caption: `Median of the fewest pixels that make the model read a misread image right, where they are chosen for the model${isJudged ? judges : ''}.`,
    header: [
      'cell',
      'images',
      ...HINT_SOURCES.map((source) => `fewest from ${SOURCE_NAMES[source]}`),
      ...(isJudged ? JUDGED_HEADER : []),
    ],
    rows: summaries.map((summary) => [
      summary.cell.title,
      formatCount(summary.images),
      ...HINT_SOURCES.map((source) => formatMedian(summary.fewest[source], summary.images)),
      ...(isJudged ? judgedFields(summary) : []),
    ]),
  };
}

const JUDGED_HEADER = [
  'judges before fewest',
  'after fewest',
  `judges before ${HEADLINE_PIXELS}`,
  ...HINT_SOURCES.map((source) => `after ${HEADLINE_PIXELS} from ${SOURCE_NAMES[source]}`),
];

function judgedFields({ judgedFewest, judgedBorrowed }: HintSummary): string[] {
  const score = (judged: Judged | null | undefined, of: 'before' | 'after') =>
    judged ? formatScore(judged[of]) : '–';
  return [
    score(judgedFewest, 'before'),
    score(judgedFewest, 'after'),
    score(judgedBorrowed?.idea, 'before'),
    ...HINT_SOURCES.map((source) => score(judgedBorrowed?.[source], 'after')),
  ];
}

/** What hints add to a report. */
export function reportHints(records: readonly ModelHints[]): ReportPart {
  const summaries = summariseHints(records);
  return {
    id: 'hints',
    title: 'Hints: drawing what the model wants',
    finding: describeHints(summaries),
    table: tabulateHints(summaries),
    isOfGrid: true,
    render: (facets) => hintsSection(splitByFacet(facets, summaries)),
    ofModel: (model) => {
      const own = records.filter((record) => record.model.name === model.name);
      return own.length === 0 ? null : html`<p>${describeHints(summariseHints(own))}</p>`;
    },
    csv: {
      hints: defineTable({
        rows: listHintRows(records),
        columns: [
          ['source', (row) => row.source],
          ['pixels', (row) => row.pixels],
          ['images', (row) => row.images],
          ['recognised', (row) => row.recognised],
        ],
      }),
    },
    modelValues: {},
    evidence: { hints: listHintEvidence(records) },
    isJudged: true,
    showsFiles: false,
  };
}

const NOTE =
  'Share of misread test images that the model reads right after pixels in which they differ were copied in random order, as by someone who knows what to draw and nothing else. All misread images of the seeds together. Solid: from the model’s idea. Dashed: from the mean training image of the digit. Dotted: from noise with as much ink as the idea. An image that differs in fewer pixels has run out of them and is left with all of them copied; a curve ends where more than half of the images have run out.';

/** The section: curves for each facet, and one table. */
function hintsSection(facets: readonly Facet<readonly HintSummary[]>[]): Markup {
  const { caption, header, rows } = tabulateHints(facets.flatMap(({ items }) => items));
  return html`${renderFacets(facets, renderCurves)}
${table(caption, header, rows)}
<p class="note">Chosen for the model, a few pixels are enough whatever they are taken from; that is why the curves above choose at random.</p>`;
}

function renderCurves(summaries: readonly HintSummary[], isFirst: boolean): Markup {
  const finding = describeHints(summaries);
  return html`<figure class="wide"><figcaption>${finding}</figcaption>
<div class="scroll">${drawHintCurves(summaries, finding)}</div>
${isFirst ? html`<p class="note">${NOTE}</p>` : null}</figure>`;
}
