/** A comparison in short, for a terminal. */
import { formatCount } from '../page/wording.ts';
import type { StudyDiff } from './compareSides.ts';
import type { ValueDifference } from './values.ts';
import {
  describeExcess,
  describeFirst,
  describeNumbers,
  describeOwn,
  describePixels,
  describeSame,
  describeShare,
  formatNumber,
} from './wording.ts';

/** Lines of a list that are shown at most; the page has more. */
const MOST_LINES = 8;

/** The lines, the answer first; `page` is where the page is. */
export function listLines(diff: StudyDiff, page: string): string[] {
  return [
    `diff: A ${diff.a}, B ${diff.b}: ${describeSame(diff)} (${page})`,
    describeFirst(diff),
    ...cut(diff.reasons.map(({ text }) => `likely reason: ${text}`)),
    ...diff.notes.map((note) => `note: ${note}`),
    ...listValueLines('config', 'key', diff.config),
    ...listValueLines('environment', 'field', diff.environment),
    `models: ${formatCount(diff.models.both.length)} in both`,
    ...indent(describeOwn(diff.models)),
    ...listFileLines(diff),
    ...listNumberLines(diff),
    ...listValueLines('conclusions', 'conclusion', diff.conclusions),
    ...listIdeaLines(diff),
  ];
}

function listValueLines(title: string, noun: string, values: readonly ValueDifference[]): string[] {
  if (values.length === 0) return [`${title}: the same`];
  const head = `${title}: ${formatCount(values.length)} ${noun}${values.length === 1 ? ' differs' : 's differ'}`;
  return [head, ...indent(cut(values.map(({ name, a, b }) => `${name}: ${a} in A, ${b} in B`)))];
}

function listFileLines({ files }: StudyDiff): string[] {
  const sum = (key: 'both' | 'differing') => files.reduce((total, stage) => total + stage[key], 0);
  const stages = files.filter(({ differing, onlyA, onlyB }) => differing + onlyA + onlyB > 0);
  const lines = stages.map(({ stage, both, differing, onlyA, onlyB }) => {
    const own = [...(onlyA > 0 ? [`${onlyA} only in A`] : []), ...(onlyB > 0 ? [`${onlyB} only in B`] : [])];
    return [`${stage}: ${formatCount(differing)} of ${formatCount(both)}`, ...own].join(', ');
  });
  return [`files: ${describeShare(sum('differing'), sum('both'), 'file')}`, ...indent(lines)];
}

function listNumberLines(diff: StudyDiff): string[] {
  const { columns, shared } = diff.numbers;
  const lines = columns.flatMap(({ largest }) => {
    if (largest === null) return [];
    const { name, model, a, b } = largest;
    return [
      `${name} of ${model}: ${formatNumber(a)} in A, ${formatNumber(b)} in B (${describeExcess(largest)})`,
    ];
  });
  return [`numbers: ${describeNumbers(diff)}`, ...indent([...cut(lines), ...describeOwn(shared)])];
}

function listIdeaLines({ ideas: { compared, differences } }: StudyDiff): string[] {
  const sorted = [...differences].sort((one, other) => (other.pixels ?? 0) - (one.pixels ?? 0));
  const lines = sorted.map((one) => `${one.idea} of ${one.model}: ${describePixels(one)}`);
  return [`ideas: ${describeShare(differences.length, compared, 'idea')}`, ...indent(cut(lines))];
}

function cut(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `and ${formatCount(more)} more`] : [...lines];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
