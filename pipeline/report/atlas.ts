/**
 * The atlas: the ideas themselves, rows by hidden size and columns by batch size, a strip of ten for every seed. Which digit
 * and seed are shown is chosen without a script (atlasControls.ts); reading, start and checkpoint with one (pipeline/atlas).
 */

import { replacePixels } from '../judging/imageReadings.ts';
import { doScoresHold } from '../judging/judgesCheck.ts';
import { html, type Markup } from '../page/html.ts';
import { ideaDataUri } from '../page/ideaImage.ts';
import { formatCount, formatInterval, formatPercent, formatScore, titleModel } from '../page/wording.ts';
import { isGivenModel, isGivenStudy } from '../study/givenModels.ts';
import { isArticleCell, type Model } from '../study/grid.ts';
import type { IdeaRow } from '../study/tables.ts';
import { WITHHELD } from './describeCheck.ts';
import { describeMeasure, RECOGNISABILITY } from './findings.ts';
import type { LaidOut, Layout, Place, Square } from './gridLayout.ts';
import { idOfCard } from './modelCards.ts';
import type { StudyResults } from './studyResults.ts';

/** How ideas are drawn: with or without scores, as they were found or without the pixels that no training image inks. */
export interface IdeaLook {
  readonly showsScores: boolean;
  readonly never: readonly boolean[] | null;
}

/** The look of the ideas of a study: as the judges read them for the primary score, where that is known. */
export function lookOf({ check, inked }: StudyResults): IdeaLook {
  return { showsScores: doScoresHold(check), never: inked?.never ?? null };
}

/**
 * The atlas of a facet as a figure. A model that is missing has an empty strip that says why. Where scores do not hold, the
 * ideas have none.
 */
export function renderAtlas({ results, layout }: LaidOut, isFirst: boolean): Markup {
  const look = lookOf(results);
  const finding = look.showsScores ? describeMeasure(results.cells, RECOGNISABILITY) : null;
  return html`<figure>
<figcaption>${isFirst ? describeLegend(results, look) : null}${finding}</figcaption>
<div class="scroll" role="region" aria-label="Atlas of ideas" tabindex="0">
${isList(results, layout) ? renderList(layout, look) : renderGrid(layout, look)}
</div>
</figure>`;
}

function renderGrid(layout: Layout, look: IdeaLook): Markup {
  return html`<table class="atlas" style="--squares:${layout.batch.length}" role="table" aria-label="Ideas by hidden size (rows) and batch size (columns)">
<thead role="rowgroup"><tr role="row"><td role="cell"></td>${layout.batch.map(columnHeader)}</tr></thead>
<tbody role="rowgroup">${layout.hidden.map((hidden) => renderRow(hidden, layout, look))}</tbody>
</table>`;
}

/** Whether squares stand in a list: those of models that were trained elsewhere, which nothing lays out, and where not all are shown. */
function isList({ config }: StudyResults, { squares }: Layout): boolean {
  return isGivenStudy(config) || squares.some(({ places }) => places.length === 0);
}

/** In a list so many side by side. */
const LISTED = 4;

function renderList(layout: Layout, look: IdeaLook): Markup {
  const squares = layout.squares.filter(({ places }) => places.length > 0);
  const rows = Array.from({ length: Math.ceil(squares.length / LISTED) }, (_, row) =>
    squares.slice(row * LISTED, (row + 1) * LISTED),
  );
  return html`<table class="atlas" style="--squares:${LISTED}" role="table" aria-label="Ideas by model">
<tbody role="rowgroup">${rows.map(
    (row) => html`
<tr role="row"><td role="cell"></td>
${row.map((square) => renderSquare(square, look))}</tr>`,
  )}</tbody>
</table>`;
}

function describeLegend({ config }: StudyResults, { showsScores, never }: IdeaLook): string {
  const legend = showsScores
    ? 'Ideas of 0 to 9. The number and the bar under an idea are its recognisability, for which the pixels that no training image inks are masked. '
    : `Ideas of 0 to 9, with each model’s test accuracy. ${WITHHELD} `;
  const masked = never === null ? '' : 'Images are shown as they are read: masked. ';
  const starts =
    config.search.restarts > 1
      ? 'Of the starts of a digit, the first is shown; numbers of models and cells are means over all of them, at the end of training. '
      : '';
  return legend + masked + starts;
}

function columnHeader(batch: number): Markup {
  return html`<th scope="col" role="columnheader"><span>batch</span> ${formatCount(batch)}</th>`;
}

function renderRow(hidden: number, { squares }: Layout, look: IdeaLook): Markup {
  return html`
<tr role="row"><th scope="row" role="rowheader"><span>hidden</span> ${formatCount(hidden)}</th>
${squares.filter(({ cell }) => cell.settings.hidden === hidden).map((square) => renderSquare(square, look))}</tr>`;
}

function renderSquare(square: Square, look: IdeaLook): Markup {
  const isArticle = isArticleCell(square.cell);
  return html`<td role="cell" class="square${isArticle ? ' article' : ''}">
<p class="head"><span class="where">${square.cell.title}</span>${headline(square, look.showsScores)}${isArticle ? html` <span class="badge">the article’s cell</span>` : null}</p>
<div class="seeds">${square.places.map((place) => renderPlace(place, look))}</div></td>
`;
}

function headline({ summary }: Square, showsScores: boolean): Markup | null {
  if (summary === null) return html`<span class="none">no model finished</span>`;
  if (!showsScores) return null;
  const { recognisability } = summary;
  const interval =
    recognisability.interval === null
      ? null
      : html` <span class="interval">${formatInterval(recognisability, formatScore)}</span>`;
  return html`<strong>${formatScore(recognisability.mean)}</strong>${interval}`;
}

function renderPlace({ model, row, ideas, reason }: Place, look: IdeaLook): Markup {
  if (row === null) {
    return html`<p class="empty" data-seed="${model.seed}">${nameSeed(model)} is missing: ${reason ?? 'not finished'}</p>`;
  }
  const [name, value] = look.showsScores
    ? ['recognisability', formatScore(row.recognisability)]
    : ['test accuracy', formatPercent(row.testAccuracy)];
  return html`<div class="seed" data-seed="${model.seed}" role="group" aria-label="${capitalise(nameSeed(model))}, ${name} ${value}">
<p class="label"><a href="#${idOfCard(model)}">${nameSeed(model)}</a><span>${value}</span></p>
<div class="strip">${ideas.map((idea) => renderLinked(idea, look))}</div></div>`;
}

/** What tells a model from others of its cell: its seed, or for one that was trained elsewhere its name. */
function nameSeed(model: Model): string {
  return isGivenModel(model) ? model.name : `seed ${model.seed}`;
}

function capitalise(words: string): string {
  return words.startsWith('seed ') ? `S${words.slice(1)}` : words;
}

/** An idea that leads to what is told of its model. */
function renderLinked(idea: IdeaRow, look: IdeaLook): Markup {
  return html`<a class="idea" href="#${idOfCard(idea.model)}" data-model="${idea.model.name}" data-digit="${idea.digit}">${renderIdea(idea, look)}</a>`;
}

/** Ten ideas side by side, each with its digit and, where they are shown, its score and a bar as long as the score. */
export function renderStrip(ideas: readonly IdeaRow[], look: IdeaLook): Markup {
  return html`<div class="strip">${ideas.map((idea) => html`<div class="idea">${renderIdea(idea, look)}</div>`)}</div>`;
}

function renderIdea(idea: IdeaRow, { showsScores, never }: IdeaLook): Markup {
  const { digit, model, image } = idea;
  const source = ideaDataUri(never === null ? image : replacePixels(image, never));
  const title = `Idea of ${digit} at ${titleModel(model)}`;
  if (!showsScores) {
    return html`<img src="${source}" width="28" height="28" loading="lazy" alt="${title}"><span aria-hidden="true"><b>${digit}</b></span>`;
  }
  const score = formatScore(idea.recognisability);
  const width = Math.round(100 * Math.min(1, Math.max(0, idea.recognisability)));
  return html`<img src="${source}" width="28" height="28" loading="lazy" alt="${title}: recognisability ${score}"><i style="width:${width}%"></i><span aria-hidden="true"><b>${digit}</b><span>${score}</span></span>`;
}
