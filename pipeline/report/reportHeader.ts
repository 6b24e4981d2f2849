/** The head of a report: what was found, with its numbers, and the two ends of the range as pictures. */

import { doScoresHold } from '../judging/judgesCheck.ts';
import { html, type Markup } from '../page/html.ts';
import { renderStanding } from '../page/section.ts';
import { formatScore } from '../page/wording.ts';
import type { CellSummary } from '../study/tables.ts';
import { answer } from './answer.ts';
import { lookOf, renderStrip } from './atlas.ts';
import { findExtremes } from './findings.ts';
import { firstRestarts } from './gridLayout.ts';
import { listKeyFigures } from './keyFigures.ts';
import { standingOfVerdicts } from './standing.ts';
import type { StudyResults } from './studyResults.ts';

/** The head. */
export function renderHeader(results: StudyResults): Markup {
  const { suspicion, found, verdicts, caution } = answer(results);
  const { name, description } = results.config;
  return html`<header>
<p class="kicker">Study ${name}</p>
<h1>How recognisable are a network’s ideas of the digits?</h1>
${description === '' ? null : html`<p class="standfirst">${description}</p>\n`}${renderStanding(standingOfVerdicts(results))}${
  suspicion === null ? null : html`<p class="suspicion">${suspicion}</p>\n`
}${renderKeyFigures(results)}<div class="lead">
<div>
<p class="answer">${found}</p>
${verdicts === null ? null : html`<p class="answer">${verdicts}</p>\n`}</div>
<p class="caution">${caution}</p>
</div>
${renderEnds(results)}
</header>`;
}

function renderKeyFigures(results: StudyResults): Markup | null {
  const figures = listKeyFigures(results);
  if (figures.length === 0) return null;
  return html`<dl class="key">${figures.map(
    ({ value, of, note }) =>
      html`<div><dt>${of}</dt><dd><strong>${value}</strong><span>${note}</span></dd></div>
`,
  )}</dl>
`;
}

/** The two ends of the range, as pictures; nothing where the grid has no two cells to compare, or no scores that hold. */
function renderEnds(results: StudyResults): Markup | null {
  const extremes = findExtremes(results.cells, (cell) => cell.recognisability.mean);
  if (extremes === null || extremes.low === extremes.high || !doScoresHold(results.check)) return null;
  const end = (title: string, { cell, recognisability }: CellSummary) => {
    const first = results.models.find(({ model }) => model.cell.name === cell.name);
    const ideas = results.ideas.filter(({ model }) => model.name === first?.model.name);
    return html`<div><p class="label"><span>${title}: ${cell.title}</span><span>${formatScore(recognisability.mean)}</span></p>${renderStrip(firstRestarts(ideas), lookOf(results))}</div>`;
  };
  return html`<figure class="ends">
${end('Most recognisable', extremes.high)}
${end('Least recognisable', extremes.low)}
<figcaption>Ideas of 0 to 9 in the most and the least recognisable cell (the first seed of each), with their recognisability.</figcaption>
</figure>`;
}
