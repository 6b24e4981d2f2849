/** A comparison as one page: what differs first and why, and both sides of everything that does. No script, no network. */
import { html, type Markup } from '../page/html.ts';
import { renderPage } from '../page/pageFrame.ts';
import { renderSection, type Section } from '../page/section.ts';
import { STYLE } from '../page/style.ts';
import { table } from '../page/table.ts';
import { formatCount } from '../page/wording.ts';
import { describeDifference } from '../verify/verification.ts';
import type { StudyDiff } from './compareSides.ts';
import { renderIdeas } from './ideasSection.ts';
import type { ValueDifference } from './values.ts';
import {
  describeExcess,
  describeFirst,
  describeNumbers,
  describeOwn,
  describeSame,
  formatNumber,
} from './wording.ts';

/** Rows of a list that are shown at most. */
const MOST_ROWS = 60;

const DIFF_STYLE = `
.sides{display:grid;grid-template-columns:auto 1fr;gap:.2rem .8rem;font:.95rem/1.5 var(--sans);margin:0 0 1.6rem}.sides dt{font-weight:600;color:var(--accent)}.sides dd{margin:0;overflow-wrap:anywhere}
main.diff td{overflow-wrap:anywhere;min-width:6rem}main.diff .note+.scroll,main.diff .scroll+.scroll{margin-top:1.8rem}.outside{color:var(--accent);font-weight:600}
.pairs{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr));gap:1.1rem 1.4rem;margin:1.2rem 0 0}.pairs figcaption{font-size:.85rem;line-height:1.4;margin:.3rem 0 0;color:var(--quiet)}.pairs img{display:block;width:100%;height:auto;image-rendering:pixelated;background:#000;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.heads{display:grid;grid-template-columns:repeat(3,1fr);font:600 .8rem/1.4 var(--sans);color:var(--quiet);text-align:center;margin:0 0 .2rem}
.pairs figure{break-inside:avoid}
`;

/** The page as a self-contained HTML file. The same comparison gives the same text. */
export function renderDiff(diff: StudyDiff): string {
  const sections = listSections(diff);
  return renderPage({
    title: `A ${diff.a}, B ${diff.b}: ${describeSame(diff)}`,
    style: STYLE + DIFF_STYLE,
    body: html`<main class="diff">
<header>
<p class="kicker">Comparison of two runs</p>
<h1>${sayHeading(diff)}</h1>
<dl class="sides"><dt>A</dt><dd>${diff.a}</dd><dt>B</dt><dd>${diff.b}</dd></dl>
<p class="answer">${capitalise(describeFirst(diff))}.</p>
${renderReasons(diff)}
<nav aria-label="Contents"><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
</header>
${sections.map(renderSection)}
</main>
<footer><p>Made by digit-ideas.</p></footer>`,
  });
}

/** The answer in a few words. */
function sayHeading({ reached }: StudyDiff): string {
  if (reached === null) return 'Other conclusions';
  if (reached === 'conclusions') return 'Other numbers, the same conclusions';
  return reached === 'numbers' ? 'Within tolerance' : 'Identical bytes';
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function renderReasons({ reasons, notes }: StudyDiff): Markup | null {
  const lines = [...reasons.map(({ text }) => `Likely reason: ${text}`), ...notes];
  return lines.length === 0 ? null : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function listSections(diff: StudyDiff): Section[] {
  return [
    { id: 'config', title: 'Config', body: renderValues('Keys that differ', 'key', diff.config) },
    {
      id: 'environment',
      title: 'Environment',
      body: renderValues('Fields that differ, of those that both record', 'field', diff.environment),
    },
    { id: 'files', title: 'Models and files', body: renderFiles(diff) },
    { id: 'numbers', title: 'Numbers', body: renderNumbers(diff) },
    {
      id: 'conclusions',
      title: 'Conclusions',
      body: renderValues('Conclusions that differ', 'about', diff.conclusions),
    },
    { id: 'ideas', title: 'Ideas', body: renderIdeas(diff.ideas) },
  ];
}

function renderValues(caption: string, name: string, values: readonly ValueDifference[]): Markup {
  if (values.length === 0) return html`<p>The same.</p>`;
  return table(
    caption,
    [name, 'A', 'B'],
    values.map((one) => [one.name, one.a, one.b]),
  );
}

function renderFiles({ models, files, differences }: StudyDiff): Markup {
  const listed = differences.filter(({ level }) => level === 'identical').slice(0, MOST_ROWS);
  return html`<p>${formatCount(models.both.length)} models are in both.</p>
${renderLines(describeOwn(models))}
${table(
  'Files of what both have, by stage',
  ['stage', 'in both', 'that differ', 'only in A', 'only in B'],
  files.map(({ stage, both, differing, onlyA, onlyB }) => [
    stage,
    ...[both, differing, onlyA, onlyB].map(formatCount),
  ]),
)}
${
  listed.length === 0
    ? null
    : html`<details><summary>The first ${listed.length} files that differ</summary>${renderLines(listed.map(describeDifference))}</details>`
}`;
}

function renderLines(lines: readonly string[]): Markup | null {
  return lines.length === 0 ? null : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function renderNumbers(diff: StudyDiff): Markup {
  const { columns, differences, shared } = diff.numbers;
  const changed = columns.filter(({ differing }) => differing > 0);
  const rows = differences.slice(0, MOST_ROWS);
  return html`<p>${capitalise(describeNumbers(diff))}.</p>
${renderLines(describeOwn(shared))}
${
  changed.length === 0
    ? null
    : html`${table(
        'Columns whose numbers differ, the largest difference first',
        ['column', 'models', 'that differ', 'more than allowed', 'largest difference', 'of'],
        changed.map(({ name, compared, differing, outside, largest }) => [
          name,
          ...[compared, differing].map(formatCount),
          outside > 0 ? html`<span class="outside">${formatCount(outside)}</span>` : '0',
          describeExcess(largest!),
          largest!.model,
        ]),
      )}
${table(
  `The largest differences${differences.length > rows.length ? `, ${rows.length} of ${formatCount(differences.length)}` : ''}`,
  ['number', 'model', 'A', 'B', 'B − A', 'allowed'],
  rows.map((one) => [
    one.name,
    one.model,
    formatNumber(one.a),
    formatNumber(one.b),
    one.excess > 1
      ? html`<span class="outside">${formatNumber(one.b - one.a)}</span>`
      : formatNumber(one.b - one.a),
    formatNumber(one.allowed),
  ]),
)}`
}`;
}
