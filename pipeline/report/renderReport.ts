/** A study's results as one page that opens from disk: no network, no other file, and no scripts but those it carries. */

import { createHash } from 'node:crypto';
import { doScoresHold } from '../judging/judgesCheck.ts';
import { html } from '../page/html.ts';
import { renderPage } from '../page/pageFrame.ts';
import { renderContents, renderSection } from '../page/section.ts';
import { STYLE } from '../page/style.ts';
import { playgroundScripts } from '../playground/playgroundSection.ts';
import { PLAYGROUND_STYLE } from '../playground/playgroundStyle.ts';
import { atlasChoiceStyle, atlasScripts } from './atlasControls.ts';
import { ATLAS_STYLE } from './atlasStyle.ts';
import type { Carried } from './carried.ts';
import { hasPeople } from './findings.ts';
import { layOutFacets } from './gridLayout.ts';
import { contents } from './reportContents.ts';
import { renderHeader } from './reportHeader.ts';
import { REPORT_STYLE } from './reportStyle.ts';
import type { StudyResults } from './studyResults.ts';

/** The report as a self-contained HTML file, with what it is to carry. The same results always give the same text. */
export function renderHtml(results: StudyResults, { playground = null, atlas = null }: Carried = {}): string {
  const facets = layOutFacets(results);
  const chapters = contents(results, facets, { playground, atlas });
  const style = STYLE + REPORT_STYLE + ATLAS_STYLE + atlasChoiceStyle(results);
  const scripts = [atlas, playground].flatMap((carried) => (carried === null ? [] : [carried.script]));
  return renderPage({
    title: `${results.config.name}: how recognisable are a network’s ideas of the digits?`,
    style: playground === null ? style : style + PLAYGROUND_STYLE,
    scriptHashes: scripts.map(hashScript),
    hasImagesBeside: results.films !== undefined || results.parts.some(({ showsFiles }) => showsFiles),
    body: html`<a class="skip" href="#atlas">Skip to the atlas</a>
<main class="report">
${renderHeader(results)}
${renderContents(chapters)}
<div class="sections">
${chapters.flatMap(({ sections }) => sections.map(renderSection))}
</div>
</main>
<footer><p>Made by digit-ideas. ${describeScores(results)}</p></footer>${
      atlas &&
      html`
${atlasScripts(atlas)}`
    }${
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
