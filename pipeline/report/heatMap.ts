/** Heat maps of a measure over hidden x batch, with every value printed in its square. */
import * as Plot from '@observablehq/plot';
import { extent } from 'simple-statistics';
import { doScoresHold } from '../judging/judgesCheck.ts';
import { drawChart, INK } from '../page/chart.ts';
import { type ColourScale, gradientOf, inkOn, openColourScale } from '../page/colour.ts';
import { html, type Markup } from '../page/html.ts';
import { formatCount, formatInterval } from '../page/wording.ts';
import { isArticleCell } from '../study/grid.ts';
import type { CellSummary } from '../study/tables.ts';
import { describeMeasure, type Measure, RECOGNISABILITY, TEST_ACCURACY } from './findings.ts';
import type { LaidOut, Layout, Square } from './gridLayout.ts';

/** Width of a map's squares together, and the least of one, in pixels. */
const SQUARES_WIDTH = 440;
const LEAST_SQUARE_WIDTH = 84;
const MOST_SQUARE_WIDTH = 140;
const SQUARE_HEIGHT = 60;
const MARGIN = { left: 64, top: 48, right: 4, bottom: 4 } as const;

/** The colours of the two maps, the same for every facet of a report. */
export interface MapColours {
  readonly recognisability: ColourScale;
  readonly accuracy: ColourScale;
}

/**
 * Recognisability on the whole of [0, 1], so that studies can be compared by eye; test accuracy on its range over `cells`,
 * since all of it usually lies in a few percent.
 */
export function openMapColours(cells: readonly CellSummary[]): MapColours {
  const means = cells.map((cell) => cell.testAccuracy.mean);
  const [low, high] = means.length > 0 ? extent(means) : [0, 1];
  return {
    recognisability: openColourScale('viridis', 0, 1),
    accuracy: openColourScale('cividis', low, high),
  };
}

/** The maps of recognisability, where scores hold, and test accuracy, side by side. */
export function renderMaps(facet: LaidOut, { recognisability, accuracy }: MapColours): Markup {
  const scores = doScoresHold(facet.results.check)
    ? renderMap(facet, RECOGNISABILITY, recognisability)
    : null;
  return html`<div class="maps">${scores}${renderMap(facet, TEST_ACCURACY, accuracy)}</div>`;
}

function renderMap({ results, layout }: LaidOut, measure: Measure, colours: ColourScale): Markup {
  const finding = describeMeasure(results.cells, measure);
  const svg = drawChart(finding, {
    width: MARGIN.left + MARGIN.right + layout.batch.length * squareWidth(layout),
    height: MARGIN.top + MARGIN.bottom + layout.hidden.length * SQUARE_HEIGHT,
    marginLeft: MARGIN.left,
    marginTop: MARGIN.top,
    marginRight: MARGIN.right,
    marginBottom: MARGIN.bottom,
    x: {
      type: 'band',
      domain: layout.batch,
      tickFormat: formatCount,
      label: 'batch size',
      axis: 'top',
      padding: 0.03,
      tickSize: 0,
    },
    y: {
      type: 'band',
      domain: layout.hidden,
      tickFormat: formatCount,
      label: 'hidden size',
      padding: 0.05,
      tickSize: 0,
    },
    marks: squareMarks(layout, measure, colours),
  });
  return html`<figure class="map">
<figcaption>${finding}</figcaption>
<div class="scroll">${svg}</div>
${legend(measure, colours)}
</figure>`;
}

function squareWidth({ batch }: Layout): number {
  return Math.min(MOST_SQUARE_WIDTH, Math.max(LEAST_SQUARE_WIDTH, Math.round(SQUARES_WIDTH / batch.length)));
}

function squareMarks({ squares }: Layout, measure: Measure, colours: ColourScale): Plot.Markish[] {
  const meanOf = (square: Square) => measure.summary(square.summary!).mean;
  const background = (square: Square) => colours.colourOf(meanOf(square));
  const ink = { value: (square: Square) => inkOn(background(square)), scale: null };
  const at = {
    x: ({ cell }: Square) => cell.settings.batch,
    y: ({ cell }: Square) => cell.settings.hidden,
  };
  const filled = squares.filter((square) => square.summary !== null);
  const empty = squares.filter((square) => square.summary === null);
  return [
    Plot.cell(filled, { ...at, fill: { value: background, scale: null } }),
    Plot.cell(empty, { ...at, stroke: INK.quiet, strokeDasharray: '3 3', inset: 1 }),
    Plot.text(empty, { ...at, text: () => 'missing', fill: INK.quiet }),
    Plot.text(filled, {
      ...at,
      text: (square) => measure.format(meanOf(square)),
      fill: ink,
      dy: -6,
      fontSize: 16,
      fontWeight: 600,
    }),
    Plot.text(filled, {
      ...at,
      text: (square) => intervalText(square, measure),
      fill: ink,
      dy: 12,
      fontSize: 11,
    }),
    Plot.cell(
      squares.filter(({ cell }) => isArticleCell(cell)),
      { ...at, stroke: INK.accent, strokeWidth: 3, inset: -1.5 },
    ),
  ];
}

function intervalText(square: Square, measure: Measure): string {
  const summary = measure.summary(square.summary!);
  return summary.interval === null ? '' : formatInterval(summary, measure.format).replaceAll('%', '');
}

function legend(measure: Measure, colours: ColourScale): Markup {
  const [low, high] = colours.domain;
  return html`<div class="ramp"><span>${measure.format(low)}</span><span class="bar" style="background:${gradientOf(colours)}"></span><span>${measure.format(high)}</span></div>`;
}
