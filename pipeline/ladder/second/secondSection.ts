/** The second ladder's part of the page: what failed, every expectation, damage as curves, and every kind with pictures. */
import { html, type Markup } from '../../page/html.ts';
import { table } from '../../page/table.ts';
import { formatCount, formatScore } from '../../page/wording.ts';
import { renderExample, renderFinding, renderKind, renderSpread } from '../ladderMarkup.ts';
import { renderDamage } from './damageChart.ts';
import { GROUPS, type Group } from './kinds.ts';
import { CONDITIONS } from './rules.ts';
import type { SecondFinding, SecondKind, SecondRecord } from './secondRecord.ts';
import { listSecondFailures } from './secondVerdict.ts';

/** The part as sections of a page; `run` says whether the record is of the run that counts. */
export function renderSecond(record: SecondRecord, run: string): Markup {
  const groups = (Object.keys(GROUPS) as Group[]).filter((group) =>
    record.kinds.some((kind) => kind.group === group),
  );
  return html`<section id="second"><h2>The second ladder</h2>
<p>The judges were mended on the first ladder. This one has other kinds of image, with limits that were written down and sealed before the judges were frozen; a miss stays here. ${run}</p>
<ul>${CONDITIONS.map((line) => html`<li>${line}</li>`)}</ul></section>
<section id="second-failures"><h2>What the second ladder found wanting</h2>${renderFailures(record)}</section>
<section id="second-expected"><h2>What was expected</h2>${renderExpectations(record)}</section>
${groups.map((group) => renderGroup(record, group))}`;
}

function renderFailures(record: SecondRecord): Markup {
  const failures = listSecondFailures(record);
  if (failures.length === 0) return html`<p>Nothing failed: neither the panel nor any judge alone.</p>`;
  return table(
    'What did not hold',
    ['panel or judge', 'expected', 'measured'],
    failures.map(({ scorer, expectation, finding }) => [
      scorer,
      expectation.statement,
      renderFinding(finding, null),
    ]),
  );
}

function renderExpectations({ expectations, judges }: SecondRecord): Markup {
  return table(
    'Expected, and what was measured with its 95% interval',
    ['expectation', 'panel', ...judges],
    expectations.map(({ statement, panel, judges: alone }) => [
      statement,
      renderVerdict(panel),
      ...judges.map((name) => renderVerdict(alone[name]!)),
    ]),
  );
}

function renderVerdict(finding: SecondFinding): Markup {
  const word = finding.holds === null ? 'no limit' : finding.holds ? 'holds' : 'fails';
  return renderFinding(finding, word);
}

function renderGroup(record: SecondRecord, group: Group): Markup {
  const kinds = record.kinds.filter((kind) => kind.group === group);
  return html`<section id="second-${group}"><h2>${GROUPS[group]}</h2>
${group === 'damaged' ? html`<div class="charts">${renderDamage(record).map((chart) => html`<div class="scroll">${chart}</div>`)}</div>` : null}
${kinds.map((kind) =>
  renderKind(
    kind,
    kind.examples.map(({ pixels, digit, panel }) => renderExample(pixels, digit, panel)),
  ),
)}
${table(
  'Mean score, with the 5th and 95th percentile: P of the digit that is shown or meant, else of the likeliest digit',
  ['kind', 'images', 'panel', ...record.judges, 'panel: not a digit'],
  kinds.map((kind) => kindRow(kind, record.judges)),
)}</section>
`;
}

function kindRow({ kind, images, panel, judges, notDigit }: SecondKind, names: readonly string[]) {
  return [
    kind,
    formatCount(images),
    renderSpread(panel),
    ...names.map((name) => renderSpread(judges[name]!)),
    formatScore(notDigit),
  ];
}
