/** Recognisability against batch size, a line a hidden size: lines that are not parallel are an interaction. */
import * as Plot from '@observablehq/plot';
import { drawChart } from '../page/chart.ts';
import { LINE_COLOURS } from '../page/colour.ts';
import type { Markup } from '../page/html.ts';
import { formatCount, formatScore, titleModel } from '../page/wording.ts';
import type { CellSummary, ModelRow } from '../study/tables.ts';
import type { LaidOut } from './gridLayout.ts';
import { keepShown } from './sampleModels.ts';
import { scoreAxis } from './summaryMarks.ts';

/** Intervals of neighbouring lines are so many pixels apart, so that none hides another. */
const APART = 7;

/** Draws the lines with every model and the intervals of the means; `finding` is what they show. */
export function drawInteraction({ results, layout }: LaidOut, finding: string): Markup {
  const { hidden, batch } = layout;
  const colourOf = (size: number) => LINE_COLOURS[hidden.indexOf(size) % LINE_COLOURS.length]!;
  const shown = keepShown(results.models, results.sample);
  const lines = hidden.flatMap((size, k) => {
    const dx = APART * (k - (hidden.length - 1) / 2);
    const cells = results.cells.filter(({ cell }) => cell.settings.hidden === size);
    const models = shown.filter(({ model }) => model.settings.hidden === size);
    return drawLine({ cells, models, dx, colour: colourOf(size) });
  });
  return drawChart(finding, {
    ...{ width: 760, height: 440, marginLeft: 56, marginRight: 96, marginTop: 24, marginBottom: 46 },
    x: { type: 'point', domain: batch, label: 'batch size', tickFormat: formatCount, padding: 0.35 },
    y: { ...scoreAxis },
    marks: [...lines, ...nameLines(results.cells, layout, colourOf)],
  });
}

interface Line {
  readonly cells: readonly CellSummary[];
  readonly models: readonly ModelRow[];
  readonly dx: number;
  readonly colour: string;
}

function drawLine({ cells, models, dx, colour }: Line): Plot.Markish[] {
  const batchOf = ({ cell }: CellSummary) => cell.settings.batch;
  const meanOf = ({ recognisability }: CellSummary) => recognisability.mean;
  const sure = cells.filter(({ recognisability }) => recognisability.interval !== null);
  const end = (which: 0 | 1) => (row: CellSummary) => row.recognisability.interval![which];
  return [
    Plot.dot(models, {
      ...{ x: ({ model }: ModelRow) => model.settings.batch, y: 'recognisability', dx },
      ...{ r: 3, stroke: colour, strokeOpacity: 0.8 },
      title: (row: ModelRow) => `${titleModel(row.model)}: ${formatScore(row.recognisability)}`,
    }),
    Plot.ruleX(sure, { x: batchOf, y1: end(0), y2: end(1), dx, stroke: colour, strokeWidth: 1.5 }),
    Plot.line([...cells], { x: batchOf, y: meanOf, dx, stroke: colour, strokeWidth: 2.5 }),
    Plot.dot([...cells], { x: batchOf, y: meanOf, dx, r: 4.5, fill: colour }),
  ];
}

/** Names that stand closer than this above each other, in scores, are moved apart. */
const NAME_HEIGHT = 0.045;

/** The name of each line to the right of the largest batch size, as near to its end as its neighbours allow. */
function nameLines(
  cells: readonly CellSummary[],
  { batch, hidden }: LaidOut['layout'],
  colourOf: (size: number) => string,
): Plot.Markish[] {
  const last = batch.at(-1)!;
  const ends = cells
    .filter(({ cell }) => cell.settings.batch === last)
    .map(({ cell, recognisability }) => ({ size: cell.settings.hidden, at: recognisability.mean }))
    .sort((a, b) => a.at - b.at);
  let lowest = 0;
  const names = ends.map(({ size, at }) => {
    const placed = Math.max(at, lowest);
    lowest = placed + NAME_HEIGHT;
    return { size, at: placed };
  });
  return names.map((name) =>
    Plot.text([name], {
      ...{
        x: () => last,
        y: 'at',
        dx: 14 + (APART * hidden.length) / 2,
        textAnchor: 'start',
        fontWeight: 600,
      },
      fill: colourOf(name.size),
      text: ({ size }: typeof name) => `hidden ${formatCount(size)}`,
    }),
  );
}
