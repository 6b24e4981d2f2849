/** What a report contains, in order: text and the atlas always, charts where there is a model to draw. */

import { html, type Markup } from '../page/html.ts';
import type { Facet, Section } from '../page/section.ts';
import { peopleSection } from '../rating/peopleSection.ts';
import { type Cell, isArticleCell } from '../study/grid.ts';
import { drawAtlas } from './atlas.ts';
import { drawDigitProfile } from './digitProfile.ts';
import { describeDigits, describeMasking, describeSpread, describeTraining } from './findings.ts';
import type { FacetResults, Layout } from './gridLayout.ts';
import { drawAccuracyMap, drawRecognisabilityMap } from './heatMap.ts';
import { judgesSection } from './judgesSection.ts';
import { drawMasking } from './masking.ts';
import type { StudyResults } from './results.ts';
import { drawSeedSpread } from './seedSpread.ts';
import { cellTable, methodSection, missingSection, runSection } from './textSections.ts';
import { drawTrainingCurves } from './trainingCurves.ts';

/** With more batch sizes than this, the training curves need the page's whole width. */
const NARROW_BATCHES = 4;

/** Every section of a report, in order. */
export function contents(results: StudyResults, facets: readonly FacetResults[]): Section[] {
  return [
    { id: 'run', title: 'What was run', body: runSection(results) },
    { id: 'atlas', title: 'The atlas', body: eachFacet(facets, drawAtlas) },
    ...(results.models.length > 0 ? charts(results, facets) : []),
    ...results.parts.map(({ id, title, draw }) => ({ id, title, body: draw(facets.map(facetCells)) })),
    ...(results.people === undefined
      ? []
      : [{ id: 'people', title: 'What people see', body: peopleSection(results.people) }]),
    { id: 'cells', title: 'Every cell', body: cellTable(results) },
    { id: 'judges', title: 'The judges', body: judgesSection(results) },
    { id: 'missing', title: 'What is missing', body: missingSection(results) },
    { id: 'method', title: 'Method notes', body: methodSection(results) },
  ];
}

function facetCells({ title, layout }: FacetResults): Facet<readonly Cell[]> {
  return { title, items: layout.squares.map(({ cell }) => cell) };
}

function charts(results: StudyResults, facets: readonly FacetResults[]): Section[] {
  return [
    { id: 'grid', title: 'Over the grid', body: maps(facets) },
    { id: 'digits', title: 'By digit', body: digits(results) },
    { id: 'seeds', title: 'Between seeds', body: seeds(facets) },
    { id: 'border', title: 'Without the border', body: border(facets) },
    { id: 'training', title: 'Training', body: training(facets) },
  ];
}

/** What `draw` makes of each facet, below its title where there are several. */
function eachFacet(
  facets: readonly FacetResults[],
  draw: (results: StudyResults, layout: Layout) => Markup,
): Markup {
  return html`${facets.map(
    ({ title, results, layout }) => html`${title === '' ? null : html`<h3 class="facet">${title}</h3>`}
${draw(results, layout)}`,
  )}`;
}

function maps(facets: readonly FacetResults[]): Markup {
  const note =
    'Means over seeds, with 95% intervals where there are seeds to give them. ' +
    'Recognisability is coloured over all of 0 to 1, accuracy over its own range.';
  const draw = (results: StudyResults, layout: Layout) =>
    html`<div class="maps">${drawRecognisabilityMap(results, layout)}${drawAccuracyMap(results, layout)}</div>`;
  return html`${eachFacet(facets, draw)}
<p class="note">${note}${articleNote(facets, 'outlined')}</p>`;
}

function digits(results: StudyResults): Markup {
  const note =
    'Small dots are models; large dots are means over models, lines their 95% intervals. ' +
    'The dashed line is guessing among ten digits and “not a digit”.';
  return chartFigure(describeDigits(results), drawDigitProfile(results), note);
}

function seeds(facets: readonly FacetResults[]): Markup {
  const note = `Open circles are models; dots are means over seeds, lines their 95% intervals.${articleNote(facets, 'in colour')}`;
  return eachFacet(facets, (results, layout) =>
    chartFigure(describeSpread(results), drawSeedSpread(results, layout), note),
  );
}

function border(facets: readonly FacetResults[]): Markup {
  const note =
    'A circle is a model, larger for larger hidden sizes. On the dashed line the border makes no difference.' +
    articleNote(facets, 'in colour');
  return eachFacet(facets, (results, layout) =>
    chartFigure(describeMasking(results), drawMasking(results, layout), note),
  );
}

function training(facets: readonly FacetResults[]): Markup {
  const note = `One panel a cell, one line a seed. The axis is spaced by the logarithm of the error.${articleNote(facets, 'in colour')}`;
  return eachFacet(facets, (results, layout) =>
    chartFigure(
      describeTraining(results, layout),
      drawTrainingCurves(results, layout),
      note,
      layout.batch.length > NARROW_BATCHES,
    ),
  );
}

function articleNote(facets: readonly FacetResults[], look: string): string {
  const hasArticle = facets.some(({ layout }) => layout.squares.some(({ cell }) => isArticleCell(cell)));
  return hasArticle ? ` The article’s cell is ${look}.` : '';
}

/** A chart with its finding beside it where there is room, or above it where the chart needs the whole width. */
function chartFigure(finding: string, chart: Markup, note: string, isWide = false): Markup {
  return html`<figure class="${isWide ? 'wide' : 'aside'}">
<figcaption>${finding}</figcaption>
<div class="scroll">${chart}</div>
<p class="note">${note}</p>
</figure>`;
}
