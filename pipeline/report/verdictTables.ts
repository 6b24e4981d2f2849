/** The verdicts on hypotheses and claims as tables of text, for a page, Markdown and a terminal alike. */
import type { Effect, Finding } from '../analysis/finding.ts';
import type { StudyTests } from '../analysis/testStudy.ts';
import type { TextTable } from '../page/table.ts';
import { formatChange, formatEstimate, formatProbability, formatQuantity } from '../page/wording.ts';
import { STUDY_SOURCES, type StudySource } from '../statistics/studyComponents.ts';

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
      // A unit that is more than a name ends in a comma, for the sentence that it stands in.
      finding.effect === null ? '' : finding.unit.replace(/,$/, ''),
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

/** What varies, in words: sources of variance in the order of the table. */
const SOURCES: Readonly<Record<StudySource, string>> = {
  cell: 'cells, beside the slopes',
  seed: 'seeds',
  model: 'models of a cell and seed',
  digit: 'digits',
  digitBatch: 'digits’ own slopes over the batch size',
  digitHidden: 'digits’ own slopes over the hidden size',
  digitInteraction: 'digits’ own interaction of the two',
  digitCell: 'digits in a cell, beside their slopes',
  modelDigit: 'digits of a model',
  start: 'starts',
  rest: 'the rest: starts of a digit of a model',
};

/** The components of the variance of scores, or null where they cannot be told. */
export function componentsTable({ components }: Pick<StudyTests, 'components'>): TextTable | null {
  if ('refused' in components) return null;
  const { variances, size } = components;
  const rows = STUDY_SOURCES.flatMap((source) => {
    const variance = variances[source];
    return variance === null ? [] : [[SOURCES[source], formatDeviation(variance)]];
  });
  return {
    caption: `Where scores vary at equal epochs: standard deviations, of slopes a doubling (${formatQuantity(size.cells, 'cell')}, ${formatQuantity(size.seeds, 'seed')}, ${formatQuantity(size.digits, 'digit')}, ${formatQuantity(size.starts, 'start')})`,
    header: ['between', 'standard deviation of the score'],
    rows,
  };
}

/** An estimate of a variance below 0 says that there is next to none. */
function formatDeviation(variance: number): string {
  return variance <= 0 ? '0.000' : Math.sqrt(variance).toFixed(3);
}
