/** The study's contrasts by every way to score its ideas, as one table of text, and in words. */
import type { TextTable } from '../page/table.ts';
import { formatChange, formatQuantity, joinWords } from '../page/wording.ts';
import { type Conclusion, listContrary, signOf, type VariantEstimate } from './conclusions.ts';
import type { ContrastEstimate } from './contrasts.ts';

/** One row a way to score ideas, a column a contrast; the last row says which conclusions keep their sign. */
export function contrastTable(conclusions: readonly Conclusion[]): TextTable | null {
  const [first] = conclusions;
  if (first === undefined) return null;
  const titles = [first.primary, ...first.others].map(({ title }) => title);
  const rows = titles.map((title) => [
    title,
    ...conclusions.map((conclusion) => writeEstimate(findVariant(conclusion, title))),
  ]);
  return {
    caption:
      'Change of the mean score with its 95% interval, by how ideas are scored: one thing is changed at a time',
    header: ['scored by', ...conclusions.map(({ contrast }) => contrast.title)],
    rows: [...rows, ['the same sign in every row', ...conclusions.map(writeVerdict)]],
  };
}

function findVariant({ primary, others }: Conclusion, title: string): VariantEstimate | undefined {
  return [primary, ...others].find((one) => one.title === title);
}

function writeEstimate(found: ContrastEstimate | undefined): string {
  if (found === undefined) return '';
  const interval = found.interval === null ? '' : ` (${formatChanges(found.interval)})`;
  return `${formatChange(found.estimate)}${interval}`;
}

/** Whether the sign is the same in every row, in how many it is not, and how many intervals include 0. */
function writeVerdict(conclusion: Conclusion): string {
  const contrary = listContrary(conclusion).length;
  const unsure = [conclusion.primary, ...conclusion.others].filter(includesZero).length;
  const remark = unsure === 0 ? '' : ` (${formatQuantity(unsure, 'interval')} with 0)`;
  return `${contrary === 0 ? 'yes' : `no: ${contrary} differ`}${remark}`;
}

function includesZero({ interval }: ContrastEstimate): boolean {
  return interval !== null && interval[0] <= 0 && interval[1] >= 0;
}

function formatChanges([low, high]: readonly [number, number]): string {
  return `${formatChange(low)} to ${formatChange(high)}`;
}

/** Names of contrary ways to score that a sentence can hold. */
const MOST_NAMED = 5;

/** A contrast and whether its sign stands, as a sentence. */
export function describeConclusion(conclusion: Conclusion): string {
  const { contrast, primary, others } = conclusion;
  const interval = primary.interval === null ? '' : ` (95% interval ${formatChanges(primary.interval)})`;
  const change = `${capitalise(contrast.title)} goes with a change of ${formatChange(primary.estimate)} in the mean score${interval}`;
  const contrary = listContrary(conclusion);
  if (contrary.length === 0) {
    return `${change}; the sign is the same by all ${formatQuantity(others.length, 'other way')} to score the ideas.`;
  }
  const named = contrary.slice(0, MOST_NAMED).map(({ title }) => title);
  const more = contrary.length > MOST_NAMED ? [`${contrary.length - MOST_NAMED} more`] : [];
  return `${change}; this depends on how ideas are scored: the sign is not the same by ${joinWords([...named, ...more])}.`;
}

/** What survives every way to score ideas and what does not: the finding of the table. */
export function describeSurvival(conclusions: readonly Conclusion[]): string {
  if (conclusions.length === 0) {
    return 'Contrasts are given once every cell of a grid with several cells has a model.';
  }
  const describe = ({ contrast, primary }: Conclusion) => {
    const direction = ['falls with', 'is level over', 'rises with'][signOf(primary) + 1]!;
    const doubt = includesZero(primary) ? ' (with an interval that includes 0)' : '';
    return `the mean score ${direction} ${contrast.title}${doubt}`;
  };
  const [stands, falls] = [true, false].map((isKept) =>
    conclusions.filter((one) => (listContrary(one).length === 0) === isKept).map(describe),
  ) as [string[], string[]];
  const parts = [
    ...(stands.length > 0 ? [`However ideas are scored, ${joinWords(stands)}.`] : []),
    ...(falls.length > 0 ? [`It depends on how ideas are scored that ${joinWords(falls)}.`] : []),
  ];
  return parts.join(' ');
}

function capitalise(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
