/** The ladder as one page: the verdict, the failures, and every rung with pictures and numbers. No script, no network. */

import { html, type Markup, type Piece } from '../page/html.ts';
import { renderPage } from '../page/pageFrame.ts';
import { STYLE } from '../page/style.ts';
import { table } from '../page/table.ts';
import { formatCount, formatScore } from '../page/wording.ts';
import { RUNG, titleOf } from './kinds.ts';
import { renderExample, renderFinding, renderKind, renderSpread } from './ladderMarkup.ts';
import type { Expectation, Finding, LadderKind, LadderRecord } from './ladderRecord.ts';
import { renderPsychometric } from './psychometricChart.ts';
import type { SecondRecord } from './second/secondRecord.ts';
import { renderSecond } from './second/secondSection.ts';
import { describeSecondVerdict } from './second/secondVerdict.ts';
import { describeVerdict, HISTORY, isDecided, listFailures, listUndecided } from './verdict.ts';

const LADDER_STYLE = `
main.ladder .numbers tbody th{white-space:normal}.ladder td small{display:block;white-space:nowrap;color:var(--quiet);font:400 .85em var(--sans)}.ladder .scroll{margin-bottom:1.8rem}.holds,.undecided{color:var(--quiet)}.undecided{font-style:italic}.fails{color:var(--accent);font-weight:600}.no-limit{color:var(--quiet)}
.charts{display:flex;flex-wrap:wrap;gap:1rem}.charts>div{flex:0 1 420px;margin:0}
.kind{display:grid;grid-template-columns:repeat(10,minmax(0,60px));gap:4px;margin:.3rem 0 1.2rem}.kind figure{margin:0}.kind figcaption{font:.7rem/1.3 var(--sans);color:var(--quiet);margin:.1rem 0 0;white-space:nowrap;overflow:hidden}
.kind img{display:block;width:100%;height:auto;image-rendering:pixelated;background:#000;outline:1px solid var(--rule)}
.kind-name{font:600 .95rem/1.4 var(--sans);margin:1.2rem 0 0}.kind-name span{font-weight:400;color:var(--quiet)}
`;

/** What the page shows of the second ladder: its record, and a sentence on whether that is of the run that counts. */
export interface ShownSecond {
  readonly record: SecondRecord;
  readonly run: string;
}

/** The page as a self-contained HTML file. The same records always give the same text. */
export function renderLadder(record: LadderRecord, second: ShownSecond): string {
  const rungs = [...new Set(record.kinds.map(({ rung }) => rung))];
  return renderPage({
    title: `The validity ladders of ${record.scoreVersion}`,
    style: STYLE + LADDER_STYLE,
    body: html`<main class="ladder">
<header>
<p class="kicker">The validity ladders</p>
<h1>Can the judges be believed?</h1>
<p class="answer">${describeSecondVerdict(second.record)}</p>
<p class="answer">First ladder: ${describeVerdict(record)}</p>
<p class="caution">Below an image stand the digit it is meant to be and the panel’s P of that digit; where a judge was attacked, the panel is that of the others. Intervals come from a bootstrap that resamples images, or models with all their ideas; whether an expectation holds is a question of what was measured. Every rung of the first ladder holds images of which it is known what a judge should say, but for some of rung 4, of which only people can tell. Expectations marked “added later” were stated after the first run, knowing its results. No limit was loosened after a failure, and every failure is printed. <a href="#history">What was changed after first runs had failed</a> stands below.</p>
<nav aria-label="Contents"><ol><li><a href="#second">The second ladder</a></li><li><a href="#second-failures">Its failures</a></li><li><a href="#second-expected">What was expected</a></li><li><a href="#failures">Failures of the first</a></li><li><a href="#undecided">Left to people</a></li>${rungs.map((rung) => html`<li><a href="#rung-${rung}">${rung}. ${titleOf(rung)}</a></li>`)}<li><a href="#adjacent">Rung against rung</a></li><li><a href="#history">What was changed</a></li></ol></nav>
</header>
${renderSecond(second.record, second.run)}
<section id="failures"><h2>The first ladder: failures</h2>${renderFailures(record)}</section>
<section id="undecided"><h2>Left to people</h2>${renderUndecided(record)}</section>
${rungs.map((rung) => renderRung(record, rung))}
<section id="adjacent"><h2>Rung against rung</h2>${renderAdjacent(record)}</section>
<section id="history"><h2>What was changed after first runs had failed</h2><ul>${HISTORY.map((line) => html`<li>${line}</li>`)}</ul></section>
</main>
<footer><p>Made by digit-ideas. Panel ${record.scoreVersion}, seed ${record.seed}.</p></footer>`,
  });
}

function renderFailures(record: LadderRecord): Markup {
  const failures = listFailures(record);
  if (failures.length === 0) return html`<p>Nothing failed: neither the panel nor any judge alone.</p>`;
  return table(
    'What did not hold',
    ['panel or judge', 'rung', 'expected', 'measured'],
    failures.map(({ scorer, expectation, finding }) => [
      scorer,
      expectation.rung,
      stateExpectation(expectation),
      renderFinding(finding, null),
    ]),
  );
}

function renderUndecided(record: LadderRecord): Markup {
  return table(
    'What was expected and cannot be decided without people: mean P(intended)',
    ['expected', 'panel', ...record.judges, 'why it is undecided'],
    listUndecided(record).map((each) => [
      stateExpectation(each),
      renderFinding(each.panel, null),
      ...record.judges.map((name) => renderFinding(each.judges[name]!, null)),
      each.undecided!,
    ]),
  );
}

function renderRung(record: LadderRecord, rung: number): Markup {
  const kinds = record.kinds.filter((kind) => kind.rung === rung);
  const expectations = record.expectations.filter((each) => each.rung === rung);
  const total = kinds.reduce((sum, { images }) => sum + images, 0);
  return html`<section id="rung-${rung}">
<h2>${rung}. ${titleOf(rung)}</h2>
${table(
  'Expected, and what was measured with its 95% interval',
  ['expectation', 'panel', ...record.judges],
  expectations.map((each) => [
    stateExpectation(each),
    verdict(each, each.panel),
    ...record.judges.map((name) => verdict(each, each.judges[name]!)),
  ]),
)}
${rung === RUNG.flipped ? html`<div class="scroll">${renderPsychometric(record)}</div>` : null}
${kinds.map(renderExamples)}
${renderFooling(kinds, record.judges)}
${table(
  `Mean P(intended) of ${formatCount(total)} images, with the 5th and 95th percentile`,
  ['kind', 'images', 'panel', ...record.judges, ...record.judges.map((name) => `${name}: not a digit`)],
  kinds.map((kind) => kindRow(kind, record.judges)),
)}
</section>
`;
}

function stateExpectation({ statement, isOriginal }: Expectation): Piece {
  return isOriginal ? statement : html`${statement} <em>Added later.</em>`;
}

/** Of rung 4: what the others make of images that did fool the judge that they were made to fool. */
function renderFooling(kinds: readonly LadderKind[], judges: readonly string[]): Markup | null {
  const attacked = kinds.flatMap(({ kind, images, fooling }) => (fooling ? [{ kind, images, fooling }] : []));
  if (attacked.length === 0) return null;
  const format = (mean: number | null | undefined) => (typeof mean === 'number' ? formatScore(mean) : '–');
  return table(
    'Only the images that did fool the judge they were made to fool: mean P(intended) by the others',
    ['kind', 'of which fool it', 'panel of the others', ...judges],
    attacked.map(({ kind, images, fooling }) => [
      kind,
      `${formatCount(fooling.images)} of ${formatCount(images)}`,
      format(fooling.panel),
      ...judges.map((name) => format(fooling.judges[name])),
    ]),
  );
}

function verdict(expectation: Expectation, finding: Finding): Markup {
  const word = !isDecided(expectation) ? 'undecided' : finding.holds ? 'holds' : 'fails';
  return renderFinding(finding, word);
}

function renderExamples(kind: LadderKind): Markup {
  const { attacked, fooled, examples } = kind;
  return renderKind(
    kind,
    examples.map(({ pixels, digit, panel }) => renderExample(pixels, digit, panel)),
    fooled === null ? null : html` <b>${describeFooled(attacked!, fooled)}</b>`,
  );
}

function describeFooled(judge: string, share: number): string {
  return share === 0
    ? `Never fools ${judge}.`
    : `Fools ${judge} in ${Math.round(100 * share)}% of the cases.`;
}

function kindRow(kind: LadderKind, judges: readonly string[]): Piece[] {
  return [
    kind.kind,
    formatCount(kind.images),
    renderSpread(kind.panel),
    ...judges.map((name) =>
      kind.attacked === name
        ? html`<em>${renderSpread(kind.judges[name]!, ' attacked')}</em>`
        : renderSpread(kind.judges[name]!),
    ),
    ...judges.map((name) => formatScore(kind.notDigit[name]!)),
  ];
}

function renderAdjacent({ adjacent, judges }: LadderRecord): Markup {
  return html`${table(
    'How surely an image of the upper rung scores above one of the lower: area under the ROC curve, 0.5 for no difference',
    ['rungs', 'panel', ...judges],
    adjacent.map(({ lower, upper, panel, judges: byJudge }) => [
      `${lower} and ${upper}`,
      formatScore(panel),
      ...judges.map((name) => formatScore(byJudge[name]!)),
    ]),
  )}
<p class="note">Rungs 1 to 4 should all score nothing, so no order is expected among them; rung 5 holds everything from clean digits to noise. Rungs 4 and 5, 6 and 7, and 8 and 9 should rise, which stands among the expectations of the upper one.</p>`;
}
