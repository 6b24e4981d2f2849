/** The atlas: the ideas themselves, rows by hidden size and columns by batch size, a strip of ten for every seed. */

import { html, type Markup } from '../page/html.ts';
import { ideaDataUri } from '../page/ideaImage.ts';
import { formatCount, formatInterval, formatScore, titleModel } from '../page/wording.ts';
import { isArticleCell } from '../study/grid.ts';
import type { IdeaRow } from '../study/tables.ts';
import { describeMeasure, RECOGNISABILITY } from './findings.ts';
import type { LaidOut, Layout, Place, Square } from './gridLayout.ts';

/** With more seeds than this, strips are drawn small. */
const ROOMY_SEEDS = 3;

/** The atlas of a facet as a figure. A model that is missing has an empty strip that says why. */
export function renderAtlas({ results, layout }: LaidOut, isFirst: boolean): Markup {
  const density = layout.seeds.length > ROOMY_SEEDS ? 'atlas compact' : 'atlas';
  const legend = 'Ideas of 0 to 9. The number and the bar under an idea are its recognisability. ';
  const restarts = results.config.search.restarts > 1 ? ' Of several restarts, the first is shown.' : '';
  return html`<figure>
<figcaption>${isFirst ? legend : null}${describeMeasure(results.cells, RECOGNISABILITY)}${isFirst ? restarts : null}</figcaption>
<div class="scroll" role="region" aria-label="Atlas of ideas" tabindex="0">
<table class="${density}" style="--squares:${layout.batch.length}" role="table" aria-label="Ideas by hidden size (rows) and batch size (columns)">
<thead role="rowgroup"><tr role="row"><td role="cell"></td>${layout.batch.map(columnHeader)}</tr></thead>
<tbody role="rowgroup">${layout.hidden.map((hidden) => renderRow(hidden, layout))}</tbody>
</table>
</div>
</figure>`;
}

function columnHeader(batch: number): Markup {
  return html`<th scope="col" role="columnheader"><span>batch</span> ${formatCount(batch)}</th>`;
}

function renderRow(hidden: number, { squares }: Layout): Markup {
  return html`
<tr role="row"><th scope="row" role="rowheader"><span>hidden</span> ${formatCount(hidden)}</th>
${squares.filter(({ cell }) => cell.settings.hidden === hidden).map(renderSquare)}</tr>`;
}

function renderSquare(square: Square): Markup {
  const isArticle = isArticleCell(square.cell);
  return html`<td role="cell" class="square${isArticle ? ' article' : ''}">
<p class="head"><span class="where">${square.cell.title}</span>${headline(square)}${isArticle ? html` <span class="badge">the article’s cell</span>` : null}</p>
${square.places.map(renderPlace)}</td>
`;
}

function headline({ summary }: Square): Markup {
  if (summary === null) return html`<span class="none">no model finished</span>`;
  const { recognisability } = summary;
  const interval =
    recognisability.interval === null
      ? null
      : html` <span class="interval">${formatInterval(recognisability, formatScore)}</span>`;
  return html`<strong>${formatScore(recognisability.mean)}</strong>${interval}`;
}

function renderPlace({ model, row, ideas, reason }: Place): Markup {
  if (row === null) {
    return html`<p class="empty">seed ${model.seed} is missing: ${reason ?? 'not finished'}</p>`;
  }
  const score = formatScore(row.recognisability);
  return html`<div class="seed" role="group" aria-label="Seed ${model.seed}, recognisability ${score}">
<p class="label"><span>seed ${model.seed}</span><span>${score}</span></p>
${renderStrip(ideas)}</div>`;
}

/** Ten ideas side by side, each with its digit, its score, and a bar as long as the score. */
export function renderStrip(ideas: readonly IdeaRow[]): Markup {
  return html`<div class="strip">${ideas.map(renderIdea)}</div>`;
}

function renderIdea(idea: IdeaRow): Markup {
  const score = formatScore(idea.recognisability);
  const alt = `Idea of ${idea.digit} at ${titleModel(idea.model)}: recognisability ${score}`;
  const width = Math.round(100 * Math.min(1, Math.max(0, idea.recognisability)));
  return html`<div class="idea"><img src="${ideaDataUri(idea.image)}" width="28" height="28" alt="${alt}"><i style="width:${width}%"></i><span aria-hidden="true"><b>${idea.digit}</b>${score}</span></div>`;
}
