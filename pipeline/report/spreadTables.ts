/** The spread of ideas between starts and seeds, as a table of text and in words. */
import type { TextTable } from '../page/table.ts';
import { formatScore } from '../page/wording.ts';
import type { Spread, StartSpread } from './startSpread.ts';

/** The spread between starts and between seeds; null where neither can be told. */
export function spreadTable({ betweenStarts, betweenSeeds }: StartSpread): TextTable | null {
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
