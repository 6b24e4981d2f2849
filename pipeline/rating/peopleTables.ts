/** Tables of how people and judges agree, as text: for the report, its Markdown, and a terminal. */

import { TOLERANCES, type Tolerance } from '../judging/tolerance.ts';
import { renderMarkdownTable, type TextTable } from '../page/table.ts';
import { formatCount, formatScore } from '../page/wording.ts';
import type { Estimate } from '../statistics/predictionPowered.ts';
import { invertCurve } from '../statistics/psychometric.ts';
import { AXES } from '../study/axes.ts';
import { HALF, pointsOf } from './noiseReading.ts';
import type { AgreementRecord, GolanSummary, NoiseReading, PeopleSummary } from './ratingRecords.ts';

const UNDEFINED = 'undefined';

/**
 * The tables of people's ratings: agreement, corrected scores, real digits in noise and attacks where any were rated, cells,
 * digits and raters.
 */
export function peopleTables(people: PeopleSummary): TextTable[] {
  return [
    agreementTable(people),
    ...correctedTables(people),
    ...(people.noise.levels.length < 2 ? [] : [noiseTable(people)]),
    ...(people.attacks.length === 0 ? [] : [attackTable(people)]),
    cellTable(people),
    digitTable(people),
    raterTable(people),
  ];
}

function correctedTables({ corrected, noise }: PeopleSummary): TextTable[] {
  if (corrected === null) return [];
  const rows = [...corrected.cells, { title: 'all', ...corrected.all }];
  const means: TextTable = {
    caption: 'Recognisability of all ideas, the panel’s corrected by what people rated',
    header: ['cell', 'ideas', 'rated', 'panel', 'people', '95% interval', 'people’s equivalent noise'],
    rows: rows.map(({ title, ideas, rated, panel, people }) => [
      ...[title, formatCount(ideas), formatCount(rated), formatScore(panel)],
      ...[formatNullable(people.value), formatEnds(people), writeEquivalentNoise(noise, people.value)],
    ]),
  };
  if (corrected.slopes.length === 0) return [means];
  const slopes: TextTable = {
    caption: 'Change of recognisability a doubling, over all cells',
    header: ['setting', 'panel', 'people', '95% interval'],
    rows: corrected.slopes.map(({ axis, panel, people }) => [
      AXES[axis].title,
      formatChange(panel),
      formatChange(people.value),
      `${formatChange(people.interval[0])} to ${formatChange(people.interval[1])}`,
    ]),
  };
  return [means, slopes];
}

/** The share of flipped pixels at which people give real digits the same mean score; nothing where they saw none in noise. */
function writeEquivalentNoise({ levels }: PeopleSummary['noise'], score: number): string {
  if (levels.length < 2) return '';
  const most = levels.at(-1)!.flipRate;
  const share = invertCurve(pointsOf(levels, 'score'), score);
  return share === most ? `${formatShare(most)} or more` : formatShare(share);
}

/** Real digits in noise: the shares that each rater names, and the panel's mean scores at the same levels. */
function noiseTable({ noise, raters }: PeopleSummary): TextTable {
  const rates = noise.levels.map(({ flipRate }) => flipRate);
  const writePeople = (name: string, { levels, halfPoint }: NoiseReading) => [
    name,
    ...rates.map((rate) => writeLevel(levels.find(({ flipRate }) => flipRate === rate)?.named)),
    halfPoint === null ? writeNoHalf(levels) : formatShare(halfPoint),
  ];
  const writePanel = (tolerance: Tolerance) => {
    const { curve, halfPoint } = noise.panel[tolerance];
    const scores = rates.map((rate) => curve.find(({ flipRate }) => flipRate === rate)?.recognisability);
    return curve.length === 0
      ? []
      : [
          [
            `panel, ${tolerance} noise`,
            ...scores.map(writeLevel),
            halfPoint === null ? '' : formatShare(halfPoint),
          ],
        ];
  };
  return {
    caption: 'Real digits in noise: share named rightly (the panel: mean score), by share of flipped pixels',
    header: ['reader', ...rates.map((rate) => formatShare(rate)), 'half at'],
    rows: [
      ...raters.map(({ rater, curve }) => writePeople(rater, curve)),
      writePeople('all who count', noise),
      ...TOLERANCES.flatMap(writePanel),
    ],
  };
}

function writeLevel(value: number | undefined): string {
  return value === undefined ? '' : formatScore(value);
}

/** Why there is no level at which half are named. */
function writeNoHalf(levels: NoiseReading['levels']): string {
  if (levels.length < 2) return 'none seen';
  const last = levels.at(-1)!;
  return last.named > HALF ? `over ${formatShare(last.flipRate)}` : UNDEFINED;
}

function attackTable({ attacks }: PeopleSummary): TextTable {
  return {
    caption: 'Images made to fool a judge: how surely they show the digit they were made for',
    header: ['kind', 'images', 'people', 'panel of the others'],
    rows: attacks.map(({ kind, ...row }) => [kind, ...shareFields(row)]),
  };
}

function agreementTable({ correlations, ceiling }: PeopleSummary): TextTable {
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

/** A correlation with two decimals, or that it is undefined. */
export function formatNullable(value: number | null): string {
  return value === null
    ? UNDEFINED
    : formatScore(value)
        .replace(/^-(?=0\.00$)/, '')
        .replace('-', '−');
}

/** A share of pixels: `22%`, `under 1%`. */
export function formatShare(share: number): string {
  return share > 0 && share < 0.005 ? 'under 1%' : `${Math.round(100 * share)}%`;
}

/** A change of a score a doubling, with three decimals and its sign. */
function formatChange(change: number): string {
  const text = Math.abs(change).toFixed(3);
  return Number(text) === 0 ? text : `${change < 0 ? '−' : '+'}${text}`;
}

/** The ends of an interval, or that there is none. */
export function formatEnds({ interval }: Pick<AgreementRecord, 'interval'> | Estimate): string {
  return interval === null
    ? 'no interval'
    : `${formatNullable(interval[0])} to ${formatNullable(interval[1])}`;
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
