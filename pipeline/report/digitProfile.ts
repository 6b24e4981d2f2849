/** Recognisability of each digit: the mean over models, and every model's own mean above it. */
import * as Plot from '@observablehq/plot';
import { mean } from '../math/rows.ts';
import { drawChart, INK } from '../page/chart.ts';
import type { Markup } from '../page/html.ts';
import { formatScore, titleModel } from '../page/wording.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { DigitSummary, IdeaRow } from '../study/tables.ts';
import { keepShown } from './sampleModels.ts';
import { findFloor } from './scoreFloor.ts';
import type { StudyResults } from './studyResults.ts';
import { floorMarks, LANE, SUMMARY_WIDTH, scoreAxis, summaryMarks } from './summaryMarks.ts';

const ROW_HEIGHT = 32;

/** One row a digit; `finding` is what the chart shows. */
export function drawDigitProfile(results: StudyResults, finding: string): Markup {
  const models = meansWithinModels(keepShown(results.ideas, results.sample));
  return drawChart(finding, {
    width: SUMMARY_WIDTH,
    height: 72 + results.digits.length * ROW_HEIGHT,
    marginLeft: 44,
    marginTop: 30,
    marginBottom: 44,
    x: scoreAxis,
    y: { type: 'band', label: 'digit', tickSize: 0, domain: results.digits.map(({ digit }) => digit) },
    marks: [
      ...floorMarks(findFloor(results)),
      Plot.dot(models, {
        x: 'mean',
        y: 'digit',
        dy: -LANE,
        r: 2.5,
        fill: INK.quiet,
        fillOpacity: 0.5,
        title: 'title',
      }),
      ...summaryMarks(results.digits, {
        y: (row: DigitSummary) => row.digit,
        summary: (row: DigitSummary) => row.recognisability,
        colour: () => INK.accent,
      }),
    ],
  });
}

interface ModelMean {
  readonly digit: number;
  readonly mean: number;
  readonly title: string;
}

function meansWithinModels(ideas: readonly IdeaRow[]): ModelMean[] {
  const groups = groupBy(ideas, ({ model, digit }) => `${model.name}/${digit}`);
  return [...groups.values()].map((restarts) => {
    const { model, digit } = restarts[0]!;
    const own = mean(restarts.map((idea) => idea.recognisability));
    return { digit, mean: own, title: `${titleModel(model)}: ${formatScore(own)}` };
  });
}
