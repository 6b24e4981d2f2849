/** The numbers that a report opens with, each with what it is of and how sure it is. */
import { doScoresHold } from '../judging/judgesCheck.ts';
import {
  formatChange,
  formatEstimate,
  formatInterval,
  formatQuantity,
  formatScore,
} from '../page/wording.ts';
import { isArticleCell } from '../study/grid.ts';
import { type Conclusion, listContrary } from './conclusions.ts';
import { findExtremes } from './findings.ts';
import type { StudyResults } from './studyResults.ts';

/** A number in large type: `+0.040`, of `a doubling of the batch size`, with its interval and what it rests on. */
export interface KeyFigure {
  readonly value: string;
  readonly of: string;
  readonly note: string;
}

/** The change along each axis, the range over the grid and the article's cell; none where scores are withheld. */
export function listKeyFigures(results: StudyResults): KeyFigure[] {
  if (!doScoresHold(results.check)) return [];
  return [...results.conclusions.map(describeChange), ...describeRange(results), ...describeArticle(results)];
}

function describeChange(conclusion: Conclusion): KeyFigure {
  const { contrast, primary, others } = conclusion;
  const contrary = listContrary(conclusion).length;
  const interval =
    primary.interval === null
      ? 'no interval'
      : `95% interval ${primary.interval.map(formatChange).join(' to ')}`;
  const ways = formatQuantity(others.length, 'other way');
  const survives =
    contrary === 0 ? `same sign by all ${ways} to score` : `another sign by ${contrary} of ${ways} to score`;
  return {
    value: formatEstimate(primary.estimate, null, formatChange),
    of: `in the mean score for ${contrast.title}`,
    note: `${interval}; ${survives}`,
  };
}

function describeRange({ cells }: StudyResults): KeyFigure[] {
  const extremes = findExtremes(cells, ({ recognisability }) => recognisability.mean);
  if (extremes === null || extremes.low === extremes.high) return [];
  const { low, high } = extremes;
  return [
    {
      value: `${formatScore(low.recognisability.mean)}–${formatScore(high.recognisability.mean)}`,
      of: 'recognisability, from the lowest to the highest cell',
      note: `${low.cell.title} to ${high.cell.title}; picked after looking`,
    },
  ];
}

function describeArticle({ cells }: StudyResults): KeyFigure[] {
  const article = cells.find(({ cell }) => isArticleCell(cell));
  if (article === undefined) return [];
  const { mean } = article.recognisability;
  const above = cells.filter((cell) => cell.recognisability.mean > mean).length;
  return [
    {
      value: formatScore(mean),
      of: 'recognisability of the article’s cell',
      note: `95% interval ${formatInterval(article.recognisability, formatScore)}; rank ${above + 1} of ${cells.length}`,
    },
  ];
}
