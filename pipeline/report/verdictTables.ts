/** The verdicts on hypotheses and claims as tables of text, for a page, Markdown and a terminal alike. */
import type { Effect, Finding } from '../analysis/finding.ts';
import type { TextTable } from '../page/table.ts';
import { formatChange, formatEstimate, formatProbability } from '../page/wording.ts';

/** A row a hypothesis or claim: what was stated, what became of it, and the numbers. */
export function verdictTable(findings: readonly Finding[]): TextTable {
  return {
    caption: 'Hypotheses and claims, as they were stated before the data, and what became of each',
    header: ['', 'stated', 'verdict', 'effect (95% interval)', 'of', 'p', 'p, corrected', 'rests on'],
    rows: findings.map((finding) => [
      finding.id,
      finding.statement,
      finding.verdict,
      writeEffect(finding.effect),
      finding.effect === null ? '' : finding.unit,
      formatProbability(finding.effect?.p ?? null),
      formatProbability(finding.adjustedP),
      finding.n,
    ]),
  };
}

/** A row a way of scoring, a column a finding that scores have a part in; null where there is none. */
export function waysTable(findings: readonly Finding[]): TextTable | null {
  const scored = findings.filter(({ ways }) => ways.length > 0);
  if (scored.length === 0) return null;
  const names = [...new Set(scored.flatMap(({ ways }) => ways.map(({ way }) => way)))];
  return {
    caption: 'The same effects by each judge family and each reading of the image (95% intervals)',
    header: ['scored by', ...scored.map(({ id }) => id)],
    rows: names.map((name) => [
      name,
      ...scored.map(({ ways }) => writeEffect(ways.find(({ way }) => way === name) ?? null)),
    ]),
  };
}

function writeEffect(effect: Effect | null): string {
  return effect === null ? '' : formatEstimate(effect.estimate, effect.interval, formatChange);
}
