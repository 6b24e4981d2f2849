/** The figures of a report's sections, each with its finding and with how it is to be read. */

import { doScoresHold } from '../judging/judgesCheck.ts';
import { html, type Markup } from '../page/html.ts';
import { type Facet, renderFacets } from '../page/section.ts';
import { foldedTable, type TextTable, table } from '../page/table.ts';
import { isGivenStudy } from '../study/givenModels.ts';
import { isArticleCell } from '../study/grid.ts';
import { drawComponents } from './componentsChart.ts';
import { drawContrasts } from './contrastChart.ts';
import { contrastTable, describeSurvival } from './contrastTables.ts';
import { WITHHELD } from './describeCheck.ts';
import { drawDigitProfile } from './digitProfile.ts';
import {
  describeDigits,
  describeMasking,
  describeMeasure,
  describeSpread,
  describeTraining,
  RECOGNISABILITY,
} from './findings.ts';
import type { LaidOut } from './gridLayout.ts';
import { openMapColours, renderMaps } from './heatMap.ts';
import { drawInteraction } from './interactionChart.ts';
import { drawMasking } from './masking.ts';
import { drawSeedSpread } from './seedSpread.ts';
import { describeStartSpread, spreadTable } from './spreadTables.ts';
import type { StudyResults } from './studyResults.ts';
import { drawTrainingCurves, openTrainingScale } from './trainingCurves.ts';
import { componentsTable } from './verdictTables.ts';

/** With more batch sizes than this, the training curves need the page's whole width. */
const NARROW_BATCHES = 4;

/** The facets of a study, with what figures show of each. */
export type Facets = readonly Facet<LaidOut>[];

/** Heat maps of recognisability and accuracy. */
export function maps(results: StudyResults, facets: Facets): Markup {
  const range = `its ${facets.length > 1 ? 'range in all of these maps' : 'own range'}`;
  const means = 'Means over seeds, with 95% intervals where there are seeds to give them. ';
  const note = doScoresHold(results.check)
    ? `${means}Recognisability is coloured over all of 0 to 1, accuracy over ${range}.`
    : `${means}Accuracy is coloured over ${range}. ${WITHHELD}`;
  const colours = openMapColours(results.cells);
  return html`${renderFacets(facets, (own) => renderMaps(own, colours))}
<p class="note">${note}${articleNote(facets, 'outlined')}</p>`;
}

/** Lines of hidden sizes over batch sizes. */
export function interaction(facets: Facets): Markup {
  const note =
    'Open circles are models; dots are means over seeds, vertical lines their 95% intervals. The sizes stand side by side at ' +
    'each batch size. Lines that are not parallel are an interaction; the hypotheses say whether one was shown.';
  return renderFacets(facets, (own, isFirst) => {
    const finding = describeMeasure(own.results.cells, RECOGNISABILITY);
    return chartFigure({
      finding,
      chart: drawInteraction(own, finding),
      note: isFirst ? note : null,
      isWide: true,
    });
  });
}

/** Where the variance of scores is; null where that cannot be told. */
export function components({ tests }: StudyResults): Markup | null {
  const found = tests && componentsTable(tests);
  if (found === null) return null;
  const note =
    'By the method of moments; a source whose estimate is below 0 is drawn as 0. docs/statistics.md has the formulas.';
  return chartFigure({ finding: found.caption, chart: drawComponents(found), note, isWide: true });
}

/** The profile of digits. */
export function digits(results: StudyResults): Markup {
  const lines = isGivenStudy(results.config) ? '' : ', lines 95% intervals over seeds';
  const note =
    `Small dots are models; large dots are means over models${lines}. ` +
    'The dashed line is the mean of ideas of untrained networks.';
  const finding = describeDigits(results);
  return chartFigure({ finding, chart: drawDigitProfile(results, finding), note });
}

/** The spread between seeds. */
export function seeds(facets: Facets): Markup {
  const note = `Open circles are models; dots are means over seeds, lines their 95% intervals.${articleNote(facets, 'in colour')}`;
  return renderFacets(facets, (own, isFirst) => {
    const finding = describeSpread(own.results);
    return chartFigure({ finding, chart: drawSeedSpread(own, finding), note: isFirst ? note : null });
  });
}

/** The spread between starts. */
export function starts({ startSpread }: StudyResults): Markup {
  const found = spreadTable(startSpread);
  return html`<p>${describeStartSpread(startSpread)}</p>
${found && renderTable(found)}`;
}

/** The study’s contrasts by every way to score its ideas. */
export function contrasts({ conclusions }: StudyResults): Markup {
  const found = contrastTable(conclusions);
  const finding = describeSurvival(conclusions);
  if (found === null) return html`<p>${finding}</p>`;
  return html`<p>${finding}</p>
<figure class="wide"><figcaption>${found.caption}.</figcaption>
<div class="scroll">${drawContrasts(conclusions, finding)}</div>
<p class="note">Slopes are of cell means over the logarithm of the size, by least squares, averaged over the other settings. Intervals are 95% Student-t intervals over the seeds that every cell has. Families have equal weight; “without” one, the others have. Hypotheses are tested in a section of their own.</p></figure>
${foldedTable(found)}`;
}

function renderTable({ caption, header, rows }: TextTable): Markup {
  return table(caption, header, rows);
}

/** Masked against whole images. */
export function border(facets: Facets): Markup {
  const isGiven = facets.some(({ items }) => items.results.given !== undefined);
  const note =
    `A circle is a model${isGiven ? '' : ', larger for larger hidden sizes'}. On the dashed line masking makes no difference.` +
    articleNote(facets, 'in colour');
  return renderFacets(facets, (own, isFirst) => {
    const finding = describeMasking(own.results);
    return chartFigure({ finding, chart: drawMasking(own, finding), note: isFirst ? note : null });
  });
}

/** The training curves. */
export function training(results: StudyResults, facets: Facets): Markup {
  const note = `One panel a cell, one line a seed. The axis is spaced by the logarithm of the error.${articleNote(facets, 'in colour')}`;
  const scale = openTrainingScale(results);
  return renderFacets(facets, (own, isFirst) => {
    const finding = describeTraining(own);
    return chartFigure({
      finding,
      chart: drawTrainingCurves(own, scale, finding),
      note: isFirst ? note : null,
      isWide: own.layout.batch.length > NARROW_BATCHES,
    });
  });
}

function articleNote(facets: Facets, look: string): string {
  const cells = facets.flatMap(({ items }) => items.layout.squares.map(({ cell }) => cell));
  return cells.some(isArticleCell) ? ` The article’s cell is ${look}.` : '';
}

/** A chart with what it shows, and how it is to be read where that was not said before. */
interface ChartFigure {
  readonly finding: string;
  readonly chart: Markup;
  readonly note: string | null;
  readonly isWide?: boolean;
}

/** A chart with its finding beside it where there is room, or above it where the chart needs the whole width. */
function chartFigure({ finding, chart, note, isWide = false }: ChartFigure): Markup {
  return html`<figure class="${isWide ? 'wide' : 'aside'}">
<figcaption>${finding}</figcaption>
<div class="scroll">${chart}</div>
${note === null ? null : html`<p class="note">${note}</p>\n`}</figure>`;
}
