/** Counterfeits: what a report says of digits that flips turn into others for a model, and of what judges see in them. */

import { html, type Markup } from '../../page/html.ts';
import { type Facet, renderFacets } from '../../page/section.ts';
import { type TextTable, table } from '../../page/table.ts';
import { formatCount, formatMedian, formatPercent, formatQuantity, formatScore } from '../../page/wording.ts';
import type { StudyConfig } from '../../study/config.ts';
import { drawCounterfeitCurves, listSizes } from '../changeCharts.ts';
import { medianOrNull } from '../changedImages.ts';
import { defineTable, type ReportPart, splitByFacet } from '../reportPart.ts';
import type { CounterfeitJudgement, CounterfeitSummary, NearestJudgement } from './counterfeitsRecord.ts';
import {
  listCounterfeitEvidence,
  listCounterfeitRows,
  listNearest,
  type ModelCounterfeits,
  summariseCounterfeits,
} from './counterfeitsSummary.ts';

/** The finding about counterfeits: the range of the medians over the grid, for the model alone and with the judges. */
export function describeCounterfeits(summaries: readonly CounterfeitSummary[]): string {
  const measured = summaries.filter(({ images }) => images > 0);
  if (measured.length === 0) return 'The models read none of the test images right, so none could be forged.';
  const { budget } = measured[0]!;
  const range = describeRange(
    measured.map(({ flips }) => flips),
    budget,
  );
  const judged = measured.flatMap((summary) => (summary.judged ? [summary.judged] : []));
  const sentences = [`The median image needs ${range} to be read as another digit.`];
  if (judged.length > 0) {
    const unnoticed = describeRange(
      judged.map(({ flips }) => flips),
      budget,
    );
    sentences.push(
      ...describeNearest(judged.flatMap(({ nearest }) => (nearest ? [nearest] : []))),
      `Counting only counterfeits that the judges still call the digit, it needs ${unnoticed}.`,
    );
  }
  return sentences.join(' ');
}

/** `3 flips`, `between 3 and 9 flips`, `between 3 and more than 64 flips`: the medians of the models, null above `budget`. */
function describeRange(medians: readonly (number | null)[], budget: number): string {
  const known = medians.filter((flips) => flips !== null);
  const most = `more than ${formatQuantity(budget, 'flip')}`;
  if (known.length === 0) return most;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const top = known.length < medians.length ? most : formatQuantity(high, 'flip');
  if (known.length === medians.length && low === high) return top;
  return `between ${formatCount(low)} and ${top}`;
}

function describeNearest(nearest: readonly NearestJudgement[]): string[] {
  const images = nearest.reduce((sum, one) => sum + one.images, 0);
  if (images === 0) return [];
  const still = nearest.reduce((sum, one) => sum + one.stillDigit * one.images, 0) / images;
  return [
    `The judges still call ${formatPercent(still)} of the nearest counterfeits the digit that they were.`,
  ];
}

/** The table of counterfeits, one row a cell; with what judges say where they were asked of any. */
export function tabulateCounterfeits(summaries: readonly CounterfeitSummary[]): TextTable {
  const isJudged = areJudged(summaries);
  const judges =
    ': for the model alone, and counting only counterfeits that the judges still call the digit (their top answer of eleven). Of the nearest counterfeits: the judges’ mean P of the digit before and after, their P of what the model reads, and the share that they still call the digit';
  return {
    caption: `Median of the flips to the nearest other digit, over the images that the model reads right${isJudged ? judges : ''}.`,
    header: ['cell', 'images', 'median flips', ...(isJudged ? JUDGED_HEADER : [])],
    rows: summaries.map(({ cell, images, flips, judged }) => [
      cell.title,
      formatCount(images),
      formatMedian(flips, images),
      ...(isJudged ? writeJudgement(judged) : []),
    ]),
  };
}

const JUDGED_HEADER = [
  'with the judges',
  'judges before',
  'judges after',
  'P of the target',
  'still the digit',
];

function areJudged(summaries: readonly CounterfeitSummary[]): boolean {
  return summaries.some(({ judged }) => judged !== null);
}

function writeJudgement(judged: CounterfeitJudgement | null): string[] {
  return [formatMedian(judged?.flips ?? null, judged?.images ?? 0), ...writeNearest(judged?.nearest ?? null)];
}

function writeNearest(nearest: NearestJudgement | null): string[] {
  if (nearest === null) return ['–', '–', '–', '–'];
  const { before, after, target, stillDigit } = nearest;
  return [formatScore(before), formatScore(after), formatScore(target), formatPercent(stillDigit)];
}

/** What counterfeits add to a report. */
export function reportCounterfeits(
  records: readonly ModelCounterfeits[],
  { config }: { readonly config: Pick<StudyConfig, 'experiments'> },
): ReportPart {
  const { flips: budget } = config.experiments.counterfeits;
  const summaries = summariseCounterfeits(records, budget);
  return {
    id: 'counterfeits',
    title: 'Counterfeits: one digit to the judges, another to the model',
    finding: describeCounterfeits(summaries),
    table: tabulateCounterfeits(summaries),
    isOfGrid: true,
    render: (facets) => counterfeitsSection(splitByFacet(facets, summaries), summaries),
    ofModel: (model) => {
      const own = records.filter((record) => record.model.name === model.name);
      return own.length === 0
        ? null
        : html`<p>${describeCounterfeits(summariseCounterfeits(own, budget))}</p>`;
    },
    csv: {
      counterfeits: defineTable({
        rows: listCounterfeitRows(records, budget),
        columns: [
          ['flips', (row) => row.flips],
          ['unbroken', (row) => row.unbroken],
          ['unbroken_judged', (row) => row.unbrokenJudged],
        ],
      }),
    },
    // How many flips the model's median test image withstands; null where most withstand all, or none was tried.
    modelValues: {
      median_flips: new Map(
        records.map(({ model, record }) => [model.name, medianOrNull(listNearest(record))]),
      ),
    },
    evidence: { counterfeits: listCounterfeitEvidence(records, budget) },
    isJudged: true,
    showsFiles: false,
  };
}

/** How the curves are to be read. */
function describeCurves(summaries: readonly CounterfeitSummary[]): string {
  const lines = areJudged(summaries)
    ? ' Solid: for the model alone. Dashed: while the judges still call the image the digit that it was; they are shown an image’s counterfeits, one a target, from the fewest flips on.'
    : '';
  return `Share of the test images read right that no so many flips turn into any of the nine other digits, as far as the greedy search finds. A flip sets a pixel to 0 or 1, whichever is farther.${lines} One panel a batch size, one colour a hidden size.`;
}

/** The section: curves for each facet, and one table. */
function counterfeitsSection(
  facets: readonly Facet<readonly CounterfeitSummary[]>[],
  summaries: readonly CounterfeitSummary[],
): Markup {
  const { caption, header, rows } = tabulateCounterfeits(summaries);
  // A colour is the same size in every facet, also where one lacks a size.
  const sizes = listSizes(summaries);
  const note = describeCurves(summaries);
  return html`${renderFacets(facets, (own, isFirst) => renderCurves(own, sizes, isFirst ? note : null))}
${table(caption, header, rows)}`;
}

function renderCurves(
  summaries: readonly CounterfeitSummary[],
  sizes: readonly number[],
  note: string | null,
): Markup {
  const finding = describeCounterfeits(summaries);
  return html`<figure class="wide"><figcaption>${finding}</figcaption>
<div class="scroll">${drawCounterfeitCurves(summaries, sizes, finding)}</div>
${note === null ? null : html`<p class="note">${note}</p>`}</figure>`;
}
