/** A study's results as one page that opens from disk: no network, no other file, and no script but the playground's. */

import { createHash } from 'node:crypto';
import { doScoresHold } from '../judging/judgesCheck.ts';
import { html, type Markup } from '../page/html.ts';
import { renderPage } from '../page/pageFrame.ts';
import { renderSection, type Section } from '../page/section.ts';
import { STYLE } from '../page/style.ts';
import { formatScore } from '../page/wording.ts';
import type { Playground } from '../playground/gatherPlayground.ts';
import { playgroundScripts } from '../playground/playgroundSection.ts';
import { PLAYGROUND_STYLE } from '../playground/playgroundStyle.ts';
import { answer } from './answer.ts';
import { renderStrip } from './atlas.ts';
import { findExtremes, hasPeople } from './findings.ts';
import { layOutFacets, type Square } from './gridLayout.ts';
import { contents } from './reportContents.ts';
import type { StudyResults } from './studyResults.ts';

/** The report as a self-contained HTML file, with a playground where it is given. The same results always give the same text. */
export function renderHtml(results: StudyResults, playground: Playground | null = null): string {
  const facets = layOutFacets(results);
  const sections = contents(results, facets, playground);
  const squares = facets.flatMap(({ items }) => items.layout.squares);
  return renderPage({
    title: `${results.config.name}: how recognisable are a network’s ideas of the digits?`,
    style: playground === null ? STYLE : STYLE + PLAYGROUND_STYLE,
    ...(playground !== null && { scriptHash: hashScript(playground.script) }),
    hasImagesBeside: results.parts.some(({ showsFiles }) => showsFiles),
    body: html`<a class="skip" href="#atlas">Skip to the atlas</a>
<main>
${renderHeader(results, squares, sections)}
${sections.map(renderSection)}
</main>
<footer><p>Made by digit-ideas. ${describeScores(results)}</p></footer>${
      playground &&
      html`
${playgroundScripts(playground)}`
    }`,
  });
}

/** What the page's policy allows to run. */
function hashScript(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

function describeScores(results: StudyResults): string {
  if (!doScoresHold(results.check)) return `Scores of version ${results.scoreVersion} are withheld.`;
  return `Scores are ${hasPeople(results) ? 'the judges’' : 'machine-judged and not validated by people'}, version ${results.scoreVersion}.`;
}

function renderHeader(
  results: StudyResults,
  squares: readonly Square[],
  sections: readonly Section[],
): Markup {
  const { found, caution } = answer(results);
  return html`<header>
<p class="kicker">Study ${results.config.name}</p>
<h1>How recognisable are a network’s ideas of the digits?</h1>
${results.config.description === '' ? null : html`<p class="standfirst">${results.config.description}</p>`}
<p class="answer">${found}</p>
<p class="caution">${caution}</p>
${renderEnds(results, squares)}
<nav aria-label="Contents"><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
</header>`;
}

/** The two ends of the range, as pictures; nothing where the grid has no two cells to compare, or no scores that hold. */
function renderEnds(results: StudyResults, squares: readonly Square[]): Markup | null {
  const extremes = findExtremes(results.cells, (cell) => cell.recognisability.mean);
  if (extremes === null || extremes.low === extremes.high || !doScoresHold(results.check)) return null;
  const end = (title: string, { cell, recognisability }: (typeof results.cells)[number]) => {
    const square = squares.find((one) => one.cell.name === cell.name);
    const place = square?.places.find(({ ideas }) => ideas.length > 0);
    return html`<div><p class="label"><span>${title}: ${cell.title}</span><span>${formatScore(recognisability.mean)}</span></p>${renderStrip(place?.ideas ?? [], true)}</div>`;
  };
  return html`<figure class="ends">
${end('Most recognisable', extremes.high)}
${end('Least recognisable', extremes.low)}
<figcaption>Ideas of 0 to 9 in the most and the least recognisable cell (the first seed of each), with their recognisability.</figcaption>
</figure>`;
}
