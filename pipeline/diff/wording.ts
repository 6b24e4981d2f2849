/** How a comparison is said in sentences, in the terminal and on its page alike. */
import { PIXELS } from '../math/images.ts';
import { formatCount, formatQuantity } from '../page/wording.ts';
import { describeDifference, describeReached } from '../verify/verification.ts';
import type { StudyDiff } from './compareSides.ts';
import type { IdeaDifference } from './ideas.ts';
import type { NumberDifference } from './numbers.ts';
import type { Shared } from './twoSides.ts';

/** What holds: `identical bytes`, `only numbers within tolerance`. */
export function describeSame({ reached }: Pick<StudyDiff, 'reached'>): string {
  return describeReached({ comparison: { reached } });
}

/** The first difference and how many follow it; that there is none where there is none. */
export function describeFirst({ first, differences }: Pick<StudyDiff, 'first' | 'differences'>): string {
  if (first === null) return 'nothing of what both have differs';
  const others = differences.length - 1;
  const more = others === 0 ? '' : ` (and ${formatCount(others)} more, of which most follow from it)`;
  return `first difference: ${describeDifference(first)}${more}`;
}

/** `3 of 12 keys`, or `the same`. */
export function describeShare(differing: number, all: number, noun: string): string {
  if (differing === 0) return `the same (${formatQuantity(all, noun)})`;
  return `${formatCount(differing)} of ${formatQuantity(all, noun)} ${differing === 1 ? 'differs' : 'differ'}`;
}

/** How many numbers differ, and how many of them by more than is allowed. */
export function describeNumbers({ numbers }: Pick<StudyDiff, 'numbers'>): string {
  const { differences, shared } = numbers;
  const outside = differences.filter(({ excess }) => excess > 1).length;
  const words = describeShare(differences.length, shared.both.length, 'number');
  return differences.length === 0 ? words : `${words}, ${formatCount(outside)} by more than is allowed`;
}

/** A number with as many digits as tell it: `0.8125`, `−12.31`, `6e-7`. */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(5))).replace(/^-/, '−');
}

/** How far a number is out: `0.4 of what is allowed`, `3.1 times what is allowed`; `none is allowed`. */
export function describeExcess({ excess }: Pick<NumberDifference, 'excess'>): string {
  if (excess === Number.POSITIVE_INFINITY) return 'none is allowed';
  return `${Number(excess.toPrecision(2))}${excess > 1 ? ' times' : ' of'} what is allowed`;
}

/** `12 of 784 pixels`, or that they cannot be counted. */
export function describePixels({ pixels }: Pick<IdeaDifference, 'pixels'>): string {
  return pixels === null ? 'other bytes; one side has no image of it' : `${pixels} of ${PIXELS} pixels`;
}

/** Names that are written out at most. */
const MOST_NAMES = 8;

/** `only in A: h16, h32 and 4 more`, a line for each side that has any of its own. */
export function describeOwn({ onlyA, onlyB }: Pick<Shared, 'onlyA' | 'onlyB'>): string[] {
  return [
    ...(onlyA.length === 0 ? [] : [`only in A: ${listNames(onlyA)}`]),
    ...(onlyB.length === 0 ? [] : [`only in B: ${listNames(onlyB)}`]),
  ];
}

function listNames(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}
