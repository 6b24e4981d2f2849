/** A study's results as one page that opens from disk: no script, no network, no other file. */
import type { StudyResults } from '../analysis/tables.ts';
import { answer } from './answer.ts';
import { drawAtlas, drawStrip } from './atlas.ts';
import { drawDigitProfile } from './digitProfile.ts';
import {
  describeDigits,
  describeMasking,
  describeSpread,
  describeTraining,
  findExtremes,
} from './findings.ts';
import { drawAccuracyMap, drawRecognisabilityMap } from './heatMap.ts';
import { html, type Markup, trusted } from './html.ts';
import { type Layout, layOut } from './layout.ts';
import { drawMasking } from './masking.ts';
import { cellTable, methodSection, missingSection, runSection } from './sections.ts';
import { drawSeedSpread } from './seedSpread.ts';
import { STYLE } from './style.ts';
import { drawTrainingCurves } from './trainingCurves.ts';
import { formatScore, nameCell } from './wording.ts';

export { renderMarkdown } from './markdown.ts';

interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** The report as a self-contained HTML file. The same results always give the same text. */
export function renderHtml(results: StudyResults): string {
  const layout = layOut(results);
  const sections = results.models.length > 0 ? allSections(results, layout) : textSections(results, layout);
  const page = html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${results.config.name}: how recognisable are a network’s ideas of the digits?</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#atlas">Skip to the atlas</a>
<main>
${drawHeader(results, layout, sections)}
${sections.map(drawSection)}
</main>
<footer><p>Made by digit-ideas. Scores are machine-judged, version ${results.scoreVersion}.</p></footer>
</body>
</html>
`;
  return page.markup;
}

function drawHeader(results: StudyResults, layout: Layout, sections: readonly Section[]): Markup {
  const { found, caution } = answer(results);
  return html`<header>
<p class="kicker">Study ${results.config.name}</p>
<h1>How recognisable are a network’s ideas of the digits?</h1>
${results.config.description === '' ? null : html`<p class="standfirst">${results.config.description}</p>`}
<p class="answer">${found}</p>
<p class="caution">${caution}</p>
${drawEnds(results, layout)}
<nav aria-label="Contents"><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
</header>`;
}

/** The two ends of the range, as pictures; nothing where the grid has no two cells to compare. */
function drawEnds(results: StudyResults, layout: Layout): Markup | null {
  const extremes = findExtremes(results.cells, (cell) => cell.recognisability.mean);
  if (extremes === null || extremes.low === extremes.high) return null;
  const end = (title: string, { hidden, batch, recognisability }: (typeof results.cells)[number]) => {
    const square = layout.squares.find((place) => place.hidden === hidden && place.batch === batch);
    const place = square?.places.find(({ ideas }) => ideas.length > 0);
    return html`<div><p class="label"><span>${title}: ${nameCell({ hidden, batch })}</span><span>${formatScore(recognisability.mean)}</span></p>${drawStrip(place?.ideas ?? [])}</div>`;
  };
  return html`<figure class="ends">
${end('Most recognisable', extremes.high)}
${end('Least recognisable', extremes.low)}
<figcaption>Ideas of 0 to 9 in the most and the least recognisable cell (the first seed of each), with their recognisability.</figcaption>
</figure>`;
}

function allSections(results: StudyResults, layout: Layout): Section[] {
  const [run, atlas, ...rest] = textSections(results, layout) as [Section, Section, ...Section[]];
  const maps = html`<div class="maps">${drawRecognisabilityMap(results, layout)}${drawAccuracyMap(results, layout)}</div>
<p class="note">Means over seeds, with 95% intervals where there are seeds to give them. The article’s cell is outlined. Recognisability is coloured over all of 0 to 1; accuracy over its own range.</p>`;
  return [
    run,
    atlas,
    { id: 'grid', title: 'Over the grid', body: maps },
    {
      id: 'digits',
      title: 'By digit',
      body: chartFigure(
        describeDigits(results),
        drawDigitProfile(results),
        'Small dots are models; large dots are means over models, lines their 95% intervals. The dashed line is a forced choice by guessing.',
      ),
    },
    {
      id: 'seeds',
      title: 'Between seeds',
      body: chartFigure(
        describeSpread(results),
        drawSeedSpread(results, layout),
        'Open circles are models; dots are means over seeds, lines their 95% intervals. The article’s cell is in colour.',
      ),
    },
    {
      id: 'border',
      title: 'Without the border',
      body: chartFigure(
        describeMasking(results),
        drawMasking(results, layout),
        'A circle is a model, larger for larger hidden sizes. On the dashed line the border makes no difference. The article’s cell is in colour.',
      ),
    },
    {
      id: 'training',
      title: 'Training',
      body: chartFigure(
        describeTraining(results),
        drawTrainingCurves(results, layout),
        'One panel a cell, one line a seed. The axis is spaced by the logarithm of the error.',
        layout.batch.length > 3,
      ),
    },
    ...rest,
  ];
}

function textSections(results: StudyResults, layout: Layout): Section[] {
  return [
    { id: 'run', title: 'What was run', body: runSection(results) },
    { id: 'atlas', title: 'The atlas', body: drawAtlas(results, layout) },
    { id: 'cells', title: 'Every cell', body: cellTable(results.cells) },
    { id: 'missing', title: 'What is missing', body: missingSection(results) },
    { id: 'method', title: 'Method notes', body: methodSection() },
  ];
}

/** A chart with its finding beside it where there is room, or above it where the chart needs the whole width. */
function chartFigure(finding: string, chart: Markup, note: string, isWide = false): Markup {
  return html`<figure class="${isWide ? 'wide' : 'aside'}">
<figcaption>${finding}</figcaption>
<div class="scroll">${chart}</div>
<p class="note">${note}</p>
</figure>`;
}

function drawSection({ id, title, body }: Section): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`;
}
