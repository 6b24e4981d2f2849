/**
 * What each figure shows, in a sentence built from its numbers: the caption, and the text for those who cannot see
 * the figure. The sentences describe; they test nothing.
 */

import { extent, max } from 'simple-statistics';
import { mean } from '../math/rows.ts';
import { formatPercent, formatScore, titleModel } from '../page/wording.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { CellSummary, ModelRow, SeedSummary } from '../study/tables.ts';
import type { LaidOut } from './gridLayout.ts';
import type { StudyResults } from './studyResults.ts';

/** What is said where there is nothing to show. */
export const NOTHING_FINISHED = 'No model of this study is finished yet.';

/** Whether people whose answers count have rated any of the ideas. */
export function hasPeople({ people }: StudyResults): boolean {
  return people !== undefined && people.images.length > 0;
}

/** What the score is called: people are only left unmentioned where nobody has rated. */
export function nameScore(results: StudyResults): string {
  return hasPeople(results)
    ? 'recognisability by the judges'
    : 'machine-judged recognisability (not validated by people)';
}

/** The rows with the lowest and the highest value; ties go to the first. Null for no rows. */
export function findExtremes<Row>(
  rows: readonly Row[],
  value: (row: Row) => number,
): { readonly low: Row; readonly high: Row } | null {
  const first = rows[0];
  if (first === undefined) return null;
  const pick = (isBetter: (a: number, b: number) => boolean) =>
    rows.reduce((best, row) => (isBetter(value(row), value(best)) ? row : best), first);
  return { low: pick((a, b) => a < b), high: pick((a, b) => a > b) };
}

/** A measure of the grid: which summary it reads and how its values are written. */
export interface Measure {
  readonly name: string;
  readonly summary: (cell: CellSummary) => SeedSummary;
  readonly format: (value: number) => string;
}

/** The two measures that the heat maps show. */
export const RECOGNISABILITY: Measure = {
  name: 'Recognisability',
  summary: (cell) => cell.recognisability,
  format: formatScore,
};
export const TEST_ACCURACY: Measure = {
  name: 'Test accuracy',
  summary: (cell) => cell.testAccuracy,
  format: formatPercent,
};

/** The finding of a heat map: where its measure is highest and lowest. */
export function describeMeasure(cells: readonly CellSummary[], measure: Measure): string {
  const { format, name } = measure;
  const meanOf = (cell: CellSummary) => measure.summary(cell).mean;
  const extremes = findExtremes(cells, meanOf);
  if (extremes === null) return NOTHING_FINISHED;
  const [low, high] = [format(meanOf(extremes.low)), format(meanOf(extremes.high))];
  if (cells.length === 1) return `${name} is ${high} at ${extremes.high.cell.title}, the only finished cell.`;
  if (low === high) return `${name} is ${high} in every cell.`;
  return `${name} is highest at ${extremes.high.cell.title} (${high}) and lowest at ${extremes.low.cell.title} (${low}).`;
}

/** The finding of the profile of digits. */
export function describeDigits(results: StudyResults): string {
  const extremes = findExtremes(results.digits, (digit) => digit.recognisability.mean);
  if (extremes === null) return NOTHING_FINISHED;
  const [low, high] = [extremes.low, extremes.high].map((row) => formatScore(row.recognisability.mean));
  if (low === high) return `Ideas of every digit have the same mean recognisability, ${high}.`;
  return (
    `Over all models, ideas of ${extremes.high.digit} are the most recognisable (${high}) ` +
    `and ideas of ${extremes.low.digit} the least (${low}).`
  );
}

/** The finding of the spread between seeds: the cells whose models differ most and least. */
export function describeSpread(results: StudyResults): string {
  const models = groupBy(results.models, ({ model }) => model.cell.name);
  const spreads = results.cells
    .filter(({ recognisability }) => recognisability.seeds > 1)
    .map(({ cell }) => ({ cell, spread: spreadOf(models.get(cell.name)!) }));
  const extremes = findExtremes(spreads, ({ spread }) => spread);
  if (results.cells.length === 0) return NOTHING_FINISHED;
  if (extremes === null) return 'There is one model in every cell, so no spread between seeds can be given.';
  const { low, high } = extremes;
  if (spreads.length === 1) {
    return `Between seeds, the models at ${high.cell.title} span ${formatScore(high.spread)}.`;
  }
  if (formatScore(low.spread) === formatScore(high.spread)) {
    return `Between seeds, models span ${formatScore(high.spread)} in every cell that has more than one.`;
  }
  return (
    `Between seeds, models differ most at ${high.cell.title}, where they span ${formatScore(high.spread)}, ` +
    `and least at ${low.cell.title} (${formatScore(low.spread)}).`
  );
}

function spreadOf(models: readonly ModelRow[]): number {
  const [low, high] = extent(models.map(({ recognisability }) => recognisability));
  return high - low;
}

/** The finding of masking: by how much the pixels that no training image inks move models' scores. */
export function describeMasking(results: StudyResults): string {
  const changes = results.models.map((row) => ({
    name: titleModel(row.model),
    change: row.recognisabilityWhole - row.recognisability,
  }));
  const extremes = findExtremes(changes, ({ change }) => Math.abs(change));
  if (extremes === null) return NOTHING_FINISHED;
  if (changes.length === 1) {
    return `Read whole, the model’s ideas score ${signed(extremes.high.change)} against masked.`;
  }
  const average = mean(changes.map(({ change }) => change));
  return (
    `Read whole, a model’s ideas score ${signed(average)} on average against masked, ` +
    `and the difference is largest at ${extremes.high.name} (${signed(extremes.high.change)}).`
  );
}

function signed(change: number): string {
  const text = formatScore(Math.abs(change));
  if (text === formatScore(0)) return text;
  return change < 0 ? `−${text}` : `+${text}`;
}

/** The finding of the training curves: the range of accuracies after the last epoch. */
export function describeTraining({ results: { training, models } }: LaidOut): string {
  const last = models.flatMap(({ model }) => training[model.name]?.slice(-1) ?? []);
  const extremes = findExtremes(last, (record) => record.testAccuracy);
  if (extremes === null) return NOTHING_FINISHED;
  const { low, high } = extremes;
  const epochs = max(last.map((record) => record.epoch));
  const [lowest, highest] = [low, high].map((record) => formatPercent(record.testAccuracy));
  if (lowest === highest) return `After epoch ${epochs}, test accuracy is ${highest}.`;
  return `After epoch ${epochs}, test accuracy lies between ${lowest} and ${highest}.`;
}
