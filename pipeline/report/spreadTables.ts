/** The spread of ideas between starts and seeds, and the components of variance, as tables of text and in words. */
import type { TextTable } from '../page/table.ts';
import { formatScore } from '../page/wording.ts';
import { VARIANCE_SOURCES, type VarianceSource } from '../statistics/varianceComponents.ts';
import type { Spread, StartSpread } from './startSpread.ts';

const SOURCE_TITLES: Readonly<Record<VarianceSource, string>> = {
  cell: 'cells of the grid',
  digit: 'digits',
  cellDigit: 'digits, differently by cell',
  model: 'models (seeds) within cells',
  modelDigit: 'digits, differently by model',
  start: 'starts within model and digit',
};

/** Shares of the variance of the scores, and the spread between starts and between seeds; what cannot be told is left out. */
export function spreadTables(spread: StartSpread): TextTable[] {
  return [componentsTable(spread), spreadTable(spread)].filter((table) => table !== null);
}

function componentsTable({ shares, starts }: StartSpread): TextTable | null {
  if (shares === null) return null;
  const sources = VARIANCE_SOURCES.filter((source) => source !== 'start' || starts > 1);
  return {
    caption: 'Components of variance of the score',
    header: ['between', 'share'],
    rows: sources.map((source) => [SOURCE_TITLES[source], formatShare(shares[source])]),
  };
}

function spreadTable({ betweenStarts, betweenSeeds }: StartSpread): TextTable | null {
  const rows = [
    writeSpread('starts of one model and digit', betweenStarts),
    writeSpread('seeds of one cell, digit and start', betweenSeeds),
  ].flat();
  if (rows.length === 0) return null;
  return {
    caption: 'How far ideas differ',
    header: ['between', 'score, standard deviation', 'pixels that differ'],
    rows,
  };
}

function writeSpread(title: string, { score, pixels }: Spread): string[][] {
  return score === null || pixels === null ? [] : [[title, formatScore(score), formatShare(pixels)]];
}

function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** The finding: how far an idea's score moves with the start, beside the seed. */
export function describeStartSpread({ starts, betweenStarts, betweenSeeds }: StartSpread): string {
  const [byStart, bySeed] = [betweenStarts.score, betweenSeeds.score];
  if (byStart === null) {
    return 'There is one start a digit, so no spread between starts can be given.';
  }
  const seeds =
    bySeed === null
      ? 'there is one seed a cell to hold that against'
      : `${formatScore(bySeed)} between seeds`;
  return `Between the ${starts} starts of a digit, an idea’s score has a standard deviation of ${formatScore(byStart)}; ${seeds}.`;
}
