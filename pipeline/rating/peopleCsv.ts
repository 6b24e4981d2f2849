/** What people make of a study as CSV, beside their ratings: the corrected scores, and how raters read digits in noise. */
import { type Column, encodeCsv } from '../store/csv.ts';
import type { CorrectedScore, NoiseReading, PeopleSummary } from './ratingRecords.ts';

/** corrected.csv: a row a cell that has enough rated ideas, one of all (`cell` empty), and one a slope (`slope` an axis). */
export function correctedCsv({ corrected, scoreVersion }: PeopleSummary): string {
  type Row = Pick<CorrectedScore, 'panel' | 'people'> &
    Partial<CorrectedScore> & { readonly cell?: string; readonly axis?: string };
  const rows: readonly Row[] =
    corrected === null ? [] : [...corrected.cells, corrected.all, ...corrected.slopes];
  return encodeCsv<Row>(rows, [
    ['cell', ({ cell }) => cell ?? null],
    ['slope', ({ axis }) => axis ?? null],
    ['ideas', ({ ideas }) => ideas ?? null],
    ['rated', ({ rated }) => rated ?? null],
    ['panel', ({ panel }) => panel],
    ['people', ({ people }) => people.value],
    ['low', ({ people }) => people.interval[0]],
    ['high', ({ people }) => people.interval[1]],
    ['score_version', () => scoreVersion],
  ]);
}

/** noise.csv: a row a rater and level of noise; those of all raters who count have no rater. */
export function noiseCsv({ raters, noise }: PeopleSummary): string {
  type Row = NoiseReading['levels'][number] & { readonly rater: string | null; readonly counts: boolean };
  const rowsOf = ({ levels }: NoiseReading, rater: string | null, counts: boolean): Row[] =>
    levels.map((level) => ({ ...level, rater, counts }));
  const rows = [
    ...raters.flatMap(({ rater, curve, isExcluded }) => rowsOf(curve, rater, !isExcluded)),
    ...rowsOf(noise, null, true),
  ];
  const columns: readonly Column<Row>[] = [
    ['rater', ({ rater }) => rater],
    ['counts', ({ counts }) => counts],
    ['flipped', ({ flipRate }) => flipRate],
    ['images', ({ images }) => images],
    ['named', ({ named }) => named],
    ['score', ({ score }) => score],
  ];
  return encodeCsv(rows, columns);
}
