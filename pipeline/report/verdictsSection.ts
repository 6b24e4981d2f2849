/** The section on hypotheses and claims: verdicts first, then effects in every arm, controls, and where the variance is. */
import type { Control } from '../analysis/controls.ts';
import { FACTORS, type Factor } from '../analysis/effects.ts';
import type { TestedArm } from '../analysis/testStudy.ts';
import type { LockState } from '../models/lockState.ts';
import { html, type Markup } from '../page/html.ts';
import { foldedTable, type TextTable } from '../page/table.ts';
import { formatChange, formatEstimate, formatProbability, formatQuantity } from '../page/wording.ts';
import type { TestedStudy } from './studyResults.ts';
import { componentsTable, digitSlopesTable, verdictTable, waysTable } from './verdictTables.ts';

/** The whole section. */
export function verdictsSection(tests: TestedStudy): Markup {
  const ways = waysTable(tests.findings);
  const components = componentsTable(tests);
  const slopes = digitSlopesTable(tests);
  return html`<p>${describeLock(tests.lock)}</p>
<dl class="verdicts">${tests.findings.map(
    ({ id, statement, sentence, verdict }) =>
      html`<div class="${verdict.replace(' ', '-')}"><dt><span class="id">${id}</span> ${statement}</dt><dd>${emphasise(sentence)}</dd></div>
`,
  )}</dl>
${foldedTable(verdictTable(tests.findings))}
<p class="note">Effects are estimated seed by seed, and their intervals are 95% Student-t intervals over seeds. An effect counts as supported or contradicted where its corrected p is below 0.05 and every family of judges shows it by itself; as absent only where two one-sided tests show it to be too small to matter. docs/statistics.md has every formula.</p>
${ways && foldedTable(ways)}
${foldedTable(armsTable(tests.arms))}
${armNotes(tests.arms)}
<h3>Controls</h3>
<ul>${tests.controls.map(({ sentence }: Control) => html`<li>${sentence}</li>`)}</ul>
${components && foldedTable(components)}
${slopes && foldedTable(slopes)}`;
}

/** A sentence begins with its verdict. */
function emphasise(sentence: string): Markup {
  const at = sentence.indexOf(':');
  return html`<strong>${sentence.slice(0, at)}</strong>${sentence.slice(at)}`;
}

/** Whether the verdicts are confirmatory, in a sentence. */
export function describeLock(lock: LockState): string {
  if (lock.kind === 'confirmatory') {
    return `Confirmatory: analysis, judges, hypotheses and config were locked (${lock.digest.slice(0, 8)}, ${lock.date}) before the first of these models was trained.`;
  }
  return `Exploratory: ${lock.reason}.`;
}

const FACTOR_TITLES: Readonly<Record<Factor, string>> = {
  hidden: 'a doubling of the hidden size',
  batch: 'a doubling of the batch size',
  interaction: 'the batch size’s slope, a doubling of the hidden size',
};

/** Effects in every arm by the primary score, on its logit and on the score itself. */
export function armsTable(arms: readonly TestedArm[]): TextTable {
  const rows = arms.flatMap(({ arm, ways }) => {
    const [primary] = ways;
    if (primary === undefined) return [[arm.title, '', arm.refused ?? '', '', '', '', '']];
    return FACTORS.flatMap((factor) => {
      const found = primary.factors[factor];
      if (found === null) return [];
      const { logit, score, permutation } = found;
      return [
        [
          arm.title,
          FACTOR_TITLES[factor],
          formatEstimate(logit.estimate, logit.interval, formatChange),
          formatProbability(logit.p),
          permutation === null ? '' : formatProbability(permutation.p),
          formatEstimate(score.estimate, score.interval, formatChange),
          formatQuantity(primary.seeds.length, 'seed'),
        ],
      ];
    });
  });
  return {
    caption:
      'Effects in every arm by the primary score: on its logit, and on the score itself (95% intervals; no p is corrected for several tests)',
    header: ['compared at', 'effect of', 'on the logit', 'p (t)', 'p (permutation)', 'on the score', 'over'],
    rows,
  };
}

/** Where models of each arm were read, and which it lacks. */
function armNotes(arms: readonly TestedArm[]): Markup {
  const items = arms.flatMap(({ arm }) => [
    ...arm.notes.map((note) => `${arm.title}: ${note}`),
    ...(arm.missing.length > 0
      ? [
          `${arm.title}: ${formatQuantity(arm.missing.length, 'model')} missing (${arm.missing[0]}${arm.missing.length > 1 ? ', …' : ''})`,
        ]
      : []),
  ]);
  return html`${items.length > 0 ? html`<ul class="note">${items.map((item) => html`<li>${item}</li>`)}</ul>` : null}`;
}
