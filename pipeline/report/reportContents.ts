/** What a report contains, in order: text and the atlas always, charts where there is a model to draw. */

import { doScoresHold } from '../judging/judgesCheck.ts';
import { html, type Markup } from '../page/html.ts';
import { type Facet, renderFacets, type Section } from '../page/section.ts';
import { type TextTable, table } from '../page/table.ts';
import type { Playground } from '../playground/gatherPlayground.ts';
import { playgroundSection } from '../playground/playgroundSection.ts';
import { peopleSection } from '../rating/peopleSection.ts';
import { NOT_VALIDATED } from '../rating/peopleWords.ts';
import { type Cell, isArticleCell } from '../study/grid.ts';
import { renderAtlas } from './atlas.ts';
import { clockSection } from './clockSection.ts';
import { contrastTable, describeSurvival } from './contrastTables.ts';
import { MEANINGLESS, WITHHELD } from './describeCheck.ts';
import { drawDigitProfile } from './digitProfile.ts';
import { describeDigits, describeMasking, describeSpread, describeTraining, hasPeople } from './findings.ts';
import type { LaidOut } from './gridLayout.ts';
import { openMapColours, renderMaps } from './heatMap.ts';
import { incrementalSection } from './incrementalSection.ts';
import { judgesSection } from './judgesSection.ts';
import { drawMasking } from './masking.ts';
import { drawSeedSpread } from './seedSpread.ts';
import { describeStartSpread, spreadTables } from './spreadTables.ts';
import type { StudyResults } from './studyResults.ts';
import { cellTable, methodSection, missingSection, runSection } from './textSections.ts';
import { drawTrainingCurves, openTrainingScale } from './trainingCurves.ts';
import { verdictsSection } from './verdictsSection.ts';

/** With more batch sizes than this, the training curves need the page's whole width. */
const NARROW_BATCHES = 4;

/** The facets of a study, with what figures show of each. */
type Facets = readonly Facet<LaidOut>[];

/** Every section of a report, in order. */
export function contents(
  results: StudyResults,
  facets: Facets,
  playground: Playground | null = null,
): Section[] {
  return [
    ...testSections(results),
    { id: 'run', title: 'What was run', body: runSection(results) },
    { id: 'atlas', title: 'The atlas', body: renderFacets(facets, renderAtlas) },
    ...(playground === null
      ? []
      : [{ id: 'playground', title: 'The playground', body: playgroundSection(playground) }]),
    ...(results.models.length > 0 ? charts(results, facets) : []),
    ...results.parts.map(({ id, title, render, isJudged }) => ({
      ...{ id, title },
      body: html`${isJudged ? withheldNote(results, WITHHELD) : null}${render(listCells(facets))}`,
    })),
    { id: 'people', title: 'What people see', body: people(results) },
    { id: 'cells', title: 'Every cell', body: cellTable(results) },
    { id: 'judges', title: 'The judges', body: judgesSection(results) },
    ...(results.models.length > 0 && doScoresHold(results.check)
      ? [
          {
            id: 'added',
            title: 'Does the panel add anything?',
            body: incrementalSection(results.validity),
          },
        ]
      : []),
    { id: 'missing', title: 'What is missing', body: missingSection(results) },
    { id: 'method', title: 'Method notes', body: methodSection(results) },
  ];
}

/** Verdicts and clocks come first: they are what the study is for. */
function testSections({ tests, config }: StudyResults): Section[] {
  if (tests === null) return [];
  return [
    { id: 'verdicts', title: 'Hypotheses and claims', body: verdictsSection(tests) },
    ...(config.schedule.checkpoints === 'none'
      ? []
      : [{ id: 'clock', title: 'Which clock explains recognisability?', body: clockSection(tests.clocks) }]),
  ];
}

function people(results: StudyResults): Markup {
  const note = hasPeople(results)
    ? null
    : html`<p>${NOT_VALIDATED}</p>
`;
  if (results.people === undefined) return html`${note}`;
  return html`${withheldNote(results, MEANINGLESS)}${note}${peopleSection(results.people)}`;
}

/** A note where scores do not hold, with the way to the reason; nothing where they do. */
function withheldNote({ check }: StudyResults, text: string): Markup | null {
  if (doScoresHold(check)) return null;
  return html`<p class="caution">${text} <a href="#judges">How well they read them</a></p>
`;
}

/** The cells of each facet. */
function listCells(facets: Facets): Facet<readonly Cell[]>[] {
  return facets.map(({ title, items }) => ({ title, items: items.layout.squares.map(({ cell }) => cell) }));
}

function charts(results: StudyResults, facets: Facets): Section[] {
  return [
    { id: 'grid', title: 'Over the grid', body: maps(results, facets) },
    ...(doScoresHold(results.check) ? scoreCharts(results, facets) : []),
    { id: 'training', title: 'Training', body: training(results, facets) },
  ];
}

function scoreCharts(results: StudyResults, facets: Facets): Section[] {
  return [
    { id: 'digits', title: 'By digit', body: digits(results) },
    { id: 'seeds', title: 'Between seeds', body: seeds(facets) },
    { id: 'starts', title: 'Between starts', body: starts(results) },
    { id: 'border', title: 'Masked and whole', body: border(facets) },
    { id: 'contrasts', title: 'What the answer depends on', body: contrasts(results) },
  ];
}

function maps(results: StudyResults, facets: Facets): Markup {
  const range = `its ${facets.length > 1 ? 'range in all of these maps' : 'own range'}`;
  const means = 'Means over seeds, with 95% intervals where there are seeds to give them. ';
  const note = doScoresHold(results.check)
    ? `${means}Recognisability is coloured over all of 0 to 1, accuracy over ${range}.`
    : `${means}Accuracy is coloured over ${range}. ${WITHHELD}`;
  const colours = openMapColours(results.cells);
  return html`${renderFacets(facets, (own) => renderMaps(own, colours))}
<p class="note">${note}${articleNote(facets, 'outlined')}</p>`;
}

function digits(results: StudyResults): Markup {
  const note =
    'Small dots are models; large dots are means over models, lines their 95% intervals. ' +
    'The dashed line is the mean of ideas of untrained networks.';
  const finding = describeDigits(results);
  return chartFigure({ finding, chart: drawDigitProfile(results, finding), note });
}

function seeds(facets: Facets): Markup {
  const note = `Open circles are models; dots are means over seeds, lines their 95% intervals.${articleNote(facets, 'in colour')}`;
  return renderFacets(facets, (own, isFirst) => {
    const finding = describeSpread(own.results);
    return chartFigure({ finding, chart: drawSeedSpread(own, finding), note: isFirst ? note : null });
  });
}

function starts({ startSpread }: StudyResults): Markup {
  const note =
    startSpread.shares === null
      ? null
      : html`<p class="note">Shares by the method of moments over the seeds that every cell has; an estimate below 0 counts as 0. What a start does to every model alike is part of “starts”.</p>`;
  return html`<p>${describeStartSpread(startSpread)}</p>
<div class="maps">${spreadTables(startSpread).map(renderTable)}</div>
${note}`;
}

function contrasts({ conclusions }: StudyResults): Markup {
  const found = contrastTable(conclusions);
  return html`<p>${describeSurvival(conclusions)}</p>
${found && renderTable(found)}
${found && html`<p class="note">Slopes are of cell means over the logarithm of the size, by least squares, averaged over the other settings. Intervals are 95% Student-t intervals over the seeds that every cell has. Families have equal weight; “without” one, the others have. Hypotheses are tested in a section of their own.</p>`}`;
}

function renderTable({ caption, header, rows }: TextTable): Markup {
  return table(caption, header, rows);
}

function border(facets: Facets): Markup {
  const note =
    'A circle is a model, larger for larger hidden sizes. On the dashed line masking makes no difference.' +
    articleNote(facets, 'in colour');
  return renderFacets(facets, (own, isFirst) => {
    const finding = describeMasking(own.results);
    return chartFigure({ finding, chart: drawMasking(own, finding), note: isFirst ? note : null });
  });
}

function training(results: StudyResults, facets: Facets): Markup {
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
