/**
 * The answer in plain words, built from the numbers. It describes what these models show; since nothing here is
 * tested, nothing is called an effect.
 */

import { mean } from 'simple-statistics';
import { describeSummary, formatCount, formatQuantity, formatScore } from '../page/wording.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { AxisName } from '../study/axes.ts';
import { describeSetting, expandCells, expandGrid, isArticleCell, listFurtherAxes } from '../study/grid.ts';
import type { CellSummary } from '../study/tables.ts';
import { describeFailedCheck } from './describeCheck.ts';
import { formatEquivalentNoise } from './equivalentNoise.ts';
import { describeMeasure, findExtremes, NOTHING_FINISHED, nameScore, TEST_ACCURACY } from './findings.ts';
import type { StudyResults } from './studyResults.ts';

/** What a reader scores who guesses among ten digits and "not a digit". */
export const CHANCE = 1 / 11;

/** The answer: one paragraph of what was found, and one of how to read it. */
export interface Answer {
  readonly found: string;
  readonly caution: string;
}

/** Builds the answer from a study's results. */
export function answer(results: StudyResults): Answer {
  const failure = describeFailedCheck(results.check, results.config.dataset);
  const found = failure === null ? scoreSentences(results) : [failure];
  if (results.cells.length > 0 || failure !== null) found.push(describeMeasure(results.cells, TEST_ACCURACY));
  const caution = [
    ...(failure === null ? [chanceSentence()] : []),
    ...seedSentences(results),
    ...updatesSentence(results),
    ...missingSentence(results),
  ];
  return { found: found.join(' '), caution: caution.join(' ') };
}

function scoreSentences(results: StudyResults): string[] {
  return [...rangeSentences(results), ...axisSentences(results), ...articleSentence(results)];
}

const meanOf = (cell: CellSummary) => cell.recognisability.mean;

function rangeSentences(results: StudyResults): string[] {
  const { cells, models } = results;
  const score = nameScore(results);
  const extremes = findExtremes(cells, meanOf);
  if (extremes === null) return [NOTHING_FINISHED];
  const [low, high] = [extremes.low, extremes.high].map((cell) =>
    describeSummary(cell.recognisability, formatScore),
  );
  const over = `Over ${formatQuantity(models.length, 'model')} in ${formatQuantity(cells.length, 'cell')}`;
  if (cells.length === 1) {
    return [`The ideas at ${extremes.high.cell.title} have a ${score} of ${high}.`];
  }
  if (formatScore(meanOf(extremes.low)) === formatScore(meanOf(extremes.high))) {
    return [`${over}, ${score} is ${formatScore(meanOf(extremes.high))} everywhere.`];
  }
  return [
    `${over}, ${score} runs from ${formatScore(meanOf(extremes.low))} to ` +
      `${formatScore(meanOf(extremes.high))}.`,
    `The most recognisable ideas are those at ${extremes.high.cell.title}: ${high}.`,
    `The least recognisable are those at ${extremes.low.cell.title}: ${low}.`,
    ...noiseSentence(extremes),
  ];
}

function noiseSentence({ low, high }: { readonly low: CellSummary; readonly high: CellSummary }): string[] {
  if (low.equivalentNoise === null) return [];
  const [worst, best] = [low, high].map((cell) => formatEquivalentNoise(cell.equivalentNoise));
  return [`That is as much as real digits score with ${best} and with ${worst} of their pixels flipped.`];
}

/** How the score differs along each axis of a complete grid, hidden size after batch size, averaged over the others. */
function axisSentences({ cells, config }: StudyResults): string[] {
  if (cells.length !== expandCells(config).length) return [];
  const further = listFurtherAxes(config.grid);
  if (further.length === 0) {
    return [
      ...compareLevels(cells, 'batch').map((found) => `Averaged over hidden sizes, ${found}.`),
      ...compareLevels(cells, 'hidden').map((found) => `Averaged over batch sizes, ${found}.`),
    ];
  }
  const axes: readonly AxisName[] = ['batch', 'hidden', ...further];
  const found = axes.flatMap((axis) => compareLevels(cells, axis));
  return found.length === 0 ? [] : [`Averaged over the other axes, ${found.join('; ')}.`];
}

/** The levels of an axis with the highest and the lowest mean, in words; none where they do not differ. */
function compareLevels(cells: readonly CellSummary[], axis: AxisName): string[] {
  const levels = [...groupBy(cells, ({ cell }) => describeSetting(axis, cell.settings[axis]))].map(
    ([level, own]) => ({ level, mean: mean(own.map(meanOf)), size: own.length }),
  );
  const extremes = findExtremes(levels, (level) => level.mean);
  if (extremes === null || levels.length < 2 || extremes.low.size < 2) return [];
  const { low, high } = extremes;
  if (formatScore(low.mean) === formatScore(high.mean)) return [];
  return [
    `${high.level} scores highest (${formatScore(high.mean)}) and ${low.level} lowest (${formatScore(low.mean)})`,
  ];
}

function articleSentence({ cells }: StudyResults): string[] {
  const article = cells.find(({ cell }) => isArticleCell(cell));
  if (article === undefined || cells.length < 2) return [];
  const above = cells.filter((cell) => meanOf(cell) > meanOf(article)).length;
  return [
    `The article’s cell, ${article.cell.title}, has ${describeSummary(article.recognisability, formatScore)}, ` +
      `rank ${above + 1} of ${cells.length}.`,
  ];
}

function chanceSentence(): string {
  return `Judges answer with one of ten digits or “not a digit”; guessing scores ${formatScore(CHANCE)}.`;
}

function seedSentences({ cells, config }: StudyResults): string[] {
  if (cells.length === 0) return [];
  if (cells.every((cell) => cell.recognisability.seeds < 2)) {
    const noSpread = 'There is one model a cell, so no spread between seeds can be given';
    return [cells.length === 1 ? `${noSpread}.` : `${noSpread}: what differs between cells may be chance.`];
  }
  return [
    `Intervals are 95% Student-t intervals over up to ${formatQuantity(config.grid.seeds.length, 'seed')}; they say how ` +
      'much another seed may move a mean. No hypothesis was tested, so no difference here is called an effect.',
  ];
}

function updatesSentence({ models, config }: StudyResults): string[] {
  const extremes = findExtremes(models, (model) => model.updates);
  if (extremes === null || extremes.low.updates === extremes.high.updates) return [];
  const [low, high] = [extremes.low, extremes.high].map(({ model, updates }) => ({
    batch: `batch ${formatCount(model.settings.batch)}`,
    updates: formatCount(updates),
  })) as [Updates, Updates];
  if (config.grid.epochs !== undefined || config.grid.trainImages !== undefined) {
    return [
      `Models made between ${low.updates} and ${high.updates} updates: what is varied and amount of training are not separated.`,
    ];
  }
  return [
    `All models had ${formatQuantity(config.training.epochs, 'epoch')}, so ${low.batch} made ${low.updates} updates ` +
      `where ${high.batch} made ${high.updates}: batch size and amount of training are not separated.`,
  ];
}

interface Updates {
  readonly batch: string;
  readonly updates: string;
}

function missingSentence({ models, config }: StudyResults): string[] {
  const planned = expandGrid(config).length;
  if (models.length >= planned) return [];
  return [
    `${formatCount(planned - models.length)} of ${formatQuantity(planned, 'model')} are missing; reasons are below.`,
  ];
}
