/** Tables of how people and judges agree, as text: for the report, its Markdown, and a terminal. */

import { renderMarkdownTable, type TextTable } from '../page/table.ts';
import { formatCount, formatScore } from '../page/wording.ts';
import { correctedTables, noiseTables, slopeTables } from './correctedTables.ts';
import { formatEnds, formatNullable } from './peopleFormats.ts';
import type { GolanSummary, PeopleSummary } from './ratingRecords.ts';

/** The tables of people's ratings: agreement, those of all ideas, real digits in noise, and those of what was rated. */
export function peopleTables(people: PeopleSummary): TextTable[] {
  return [
    agreementTable(people),
    ...correctedTables(people),
    ...slopeTables(people),
    ...noiseTables(people),
    ...detailTables(people),
  ];
}

/** Those of what was rated: attacks where any were, cells, digits and raters. */
export function detailTables(people: PeopleSummary): TextTable[] {
  return [
    ...(people.attacks.length === 0 ? [] : [attackTable(people)]),
    cellTable(people),
    digitTable(people),
    raterTable(people),
  ];
}

function attackTable({ attacks }: PeopleSummary): TextTable {
  return {
    caption: 'Images made to fool a judge: how surely they show the digit they were made for',
    header: ['kind', 'images', 'people', 'panel of the others'],
    rows: attacks.map(({ kind, ...row }) => [kind, ...shareFields(row)]),
  };
}

/** How each reader agrees with people, and people with each other. */
export function agreementTable({ correlations, ceiling }: PeopleSummary): TextTable {
  const measures = ['spearman', 'kendall'] as const;
  return {
    caption: 'Rank correlation with people over ideas',
    header: [
      'reader',
      'Spearman',
      '95% interval',
      'with one rater',
      'Kendall tau-b',
      '95% interval',
      'with one rater',
    ],
    rows: [
      ...correlations.map((row) => [
        row.reader,
        ...measures.flatMap((measure) => [
          formatNullable(row[measure].value),
          formatEnds(row[measure]),
          formatNullable(row[measure].perRater),
        ]),
      ]),
      [
        'people (noise ceiling)',
        ...measures.flatMap((measure) => ['', '', formatNullable(ceiling[measure])]),
      ],
    ],
  };
}

function cellTable({ cells }: PeopleSummary): TextTable {
  return {
    caption: 'Recognisability by cell, over the ideas that were rated',
    header: ['cell', 'ideas', 'people', 'panel'],
    rows: cells.map(({ title, ...row }) => [title, ...shareFields(row)]),
  };
}

function digitTable({ digits }: PeopleSummary): TextTable {
  return {
    caption: 'Recognisability by digit, over the ideas that were rated',
    header: ['digit', 'ideas', 'people', 'panel'],
    rows: digits.map(({ digit, ...row }) => [String(digit), ...shareFields(row)]),
  };
}

function shareFields(row: {
  readonly images: number;
  readonly people: number;
  readonly panel: number;
}): string[] {
  return [formatCount(row.images), formatScore(row.people), formatScore(row.panel)];
}

function raterTable({ raters }: PeopleSummary): TextTable {
  return {
    caption: 'Raters and their attention checks',
    header: ['rater', 'ideas', 'digits named rightly', 'noise called a digit', 'counts'],
    rows: raters.map(({ rater, ideas, digits, noise, isExcluded, remark }) => [
      rater,
      formatCount(ideas),
      `${digits.right} of ${digits.seen}`,
      `${noise.calledDigit} of ${noise.seen}`,
      `${isExcluded ? 'no' : 'yes'}${remark === null ? '' : `: ${remark}`}`,
    ]),
  };
}

/** What an import of the data of Golan et al. prints. */
export function renderGolanTable({ readers, ceiling }: GolanSummary): string {
  return `${renderMarkdownTable([
    ['mean over subjects', 'Pearson', 'Spearman'],
    ...[...readers, { reader: 'noise ceiling (leave one subject out)', ...ceiling }].map((row) => [
      row.reader,
      formatNullable(row.pearson),
      formatNullable(row.spearman),
    ]),
  ])}\n`;
}
