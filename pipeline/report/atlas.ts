/** The atlas: the ideas themselves, rows by hidden size and columns by batch size, a strip of ten for every seed. */

import { doScoresHold } from '../judging/judgesCheck.ts';
import { html, type Markup } from '../page/html.ts';
import { ideaDataUri } from '../page/ideaImage.ts';
import { formatCount, formatInterval, formatPercent, formatScore, titleModel } from '../page/wording.ts';
import { isArticleCell } from '../study/grid.ts';
import type { IdeaRow } from '../study/tables.ts';
import { WITHHELD } from './describeCheck.ts';
import { describeMeasure, RECOGNISABILITY } from './findings.ts';
import type { LaidOut, Layout, Place, Square } from './gridLayout.ts';

/** With more seeds than this, strips are drawn small. */
const ROOMY_SEEDS = 3;

/**
 * The atlas of a facet as a figure. A model that is missing has an empty strip that says why. Where scores do not hold, the
 * ideas have none.
 */
export function renderAtlas({ results, layout }: LaidOut, isFirst: boolean): Markup {
  const density = layout.seeds.length > ROOMY_SEEDS ? 'atlas compact' : 'atlas';
  const showsScores = doScoresHold(results.check);
  const legend = showsScores
    ? 'Ideas of 0 to 9. The number and the bar under an idea are its recognisability, for which the pixels that no training image inks are masked. '
    : `Ideas of 0 to 9, with each model’s test accuracy. ${WITHHELD}`;
  const finding = showsScores ? describeMeasure(results.cells, RECOGNISABILITY) : null;
  const restarts =
    results.config.search.restarts > 1
      ? ' Of the starts of a digit, the first is shown; numbers of models and cells are means over all of them.'
      : '';
  return html`<figure>
<figcaption>${isFirst ? legend : null}${finding}${isFirst ? restarts : null}</figcaption>
<div class="scroll" role="region" aria-label="Atlas of ideas" tabindex="0">
<table class="${density}" style="--squares:${layout.batch.length}" role="table" aria-label="Ideas by hidden size (rows) and batch size (columns)">
<thead role="rowgroup"><tr role="row"><td role="cell"></td>${layout.batch.map(columnHeader)}</tr></thead>
<tbody role="rowgroup">${layout.hidden.map((hidden) => renderRow(hidden, layout, showsScores))}</tbody>
</table>
</div>
</figure>`;
}

function columnHeader(batch: number): Markup {
  return html`<th scope="col" role="columnheader"><span>batch</span> ${formatCount(batch)}</th>`;
}

function renderRow(hidden: number, { squares }: Layout, showsScores: boolean): Markup {
  return html`
<tr role="row"><th scope="row" role="rowheader"><span>hidden</span> ${formatCount(hidden)}</th>
${squares.filter(({ cell }) => cell.settings.hidden === hidden).map((square) => renderSquare(square, showsScores))}</tr>`;
}

function renderSquare(square: Square, showsScores: boolean): Markup {
  const isArticle = isArticleCell(square.cell);
  return html`<td role="cell" class="square${isArticle ? ' article' : ''}">
<p class="head"><span class="where">${square.cell.title}</span>${headline(square, showsScores)}${isArticle ? html` <span class="badge">the article’s cell</span>` : null}</p>
${square.places.map((place) => renderPlace(place, showsScores))}</td>
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

function renderPlace({ model, row, ideas, reason }: Place, showsScores: boolean): Markup {
  if (row === null) {
    return html`<p class="empty">seed ${model.seed} is missing: ${reason ?? 'not finished'}</p>`;
  }
  const [name, value] = showsScores
    ? ['recognisability', formatScore(row.recognisability)]
    : ['test accuracy', formatPercent(row.testAccuracy)];
  return html`<div class="seed" role="group" aria-label="Seed ${model.seed}, ${name} ${value}">
<p class="label"><span>seed ${model.seed}</span><span>${value}</span></p>
${renderStrip(ideas, showsScores)}</div>`;
}

/** Ten ideas side by side, each with its digit and, where they are shown, its score and a bar as long as the score. */
export function renderStrip(ideas: readonly IdeaRow[], showsScores: boolean): Markup {
  return html`<div class="strip">${ideas.map(showsScores ? renderScored : renderUnscored)}</div>`;
}

function renderUnscored({ digit, model, image }: IdeaRow): Markup {
  const alt = `Idea of ${digit} at ${titleModel(model)}`;
  return html`<div class="idea"><img src="${ideaDataUri(image)}" width="28" height="28" alt="${alt}"><span aria-hidden="true"><b>${digit}</b></span></div>`;
}

function renderScored(idea: IdeaRow): Markup {
  const score = formatScore(idea.recognisability);
  const alt = `Idea of ${idea.digit} at ${titleModel(idea.model)}: recognisability ${score}`;
  const width = Math.round(100 * Math.min(1, Math.max(0, idea.recognisability)));
  return html`<div class="idea"><img src="${ideaDataUri(idea.image)}" width="28" height="28" alt="${alt}"><i style="width:${width}%"></i><span aria-hidden="true"><b>${idea.digit}</b>${score}</span></div>`;
}
