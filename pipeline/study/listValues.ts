/**
 * Lists as they are typed: `8,16`, `16` for a list of one, and ranges: `0..9` in steps of 1, `0..0.5 +0.1` in steps of 0.1,
 * `16..1024 x2` doubling. A range ends at the last value that is not beyond its end.
 */
import { parse } from 'yaml';
import { expected } from './errors.ts';
import { describeValue } from './issues.ts';

/** More values than any grid: a range that is longer is a slip. */
const MOST_VALUES = 10_000;

/** Digits that are right whatever was added and multiplied: 0.1 + 0.2 is 0.3. */
const RIGHT_DIGITS = 12;

const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const RANGE = new RegExp(`^(${NUMBER})\\s*\\.\\.\\s*(${NUMBER})(?:\\s+([+x])\\s*(${NUMBER}))?$`);
const LIKE_RANGE = /\d\s*\.\.\s*\S/;

/** The values that `value`, parsed from `override`, stands for in a list. Throws a UserError for a bad range. */
export function readListValues(override: string, value: unknown): unknown {
  if (typeof value === 'string') return value.split(',').flatMap((part) => readPart(override, part.trim()));
  if (Array.isArray(value)) {
    return value.flatMap((part: unknown) => (isLikeRange(part) ? readPart(override, part) : [part]));
  }
  return typeof value === 'number' || typeof value === 'boolean' ? [value] : value;
}

function isLikeRange(part: unknown): part is string {
  return typeof part === 'string' && LIKE_RANGE.test(part);
}

function readPart(override: string, part: string): unknown[] {
  if (isLikeRange(part)) return readRange(override, part);
  if (part === '') throw expected('SET', 'a value between commas', describeValue(override), 'give one');
  try {
    return [parse(part) as unknown];
  } catch {
    // No value of YAML by itself: what it may be is for the schema to say.
    return [part];
  }
}

/** The values of one range, first and last among them. */
function readRange(override: string, text: string): number[] {
  const found = RANGE.exec(text);
  const how = "a range such as '0..9', '0..0.5 +0.1' or '16..1024 x2'";
  if (found === null) throw expected('SET', how, describeValue(text), `mend ${describeValue(override)}`);
  const [first, last, step] = [Number(found[1]), Number(found[2]), Number(found[4] ?? 1)];
  const isProduct = found[3] === 'x';
  assertRange(text, { first, last, step, isProduct });
  const values: number[] = [];
  for (let value = first; value <= last; value = next(values, { first, step, isProduct })) {
    values.push(value);
    if (values.length > MOST_VALUES) {
      throw expected(
        'SET',
        `a range of at most ${MOST_VALUES} values`,
        describeValue(text),
        'take larger steps',
      );
    }
  }
  return values;
}

interface Range {
  readonly first: number;
  readonly last: number;
  readonly step: number;
  /** Whether each value is the one before times the step, not plus. */
  readonly isProduct: boolean;
}

/** The value after `values`. Sums are taken from the first, so that no error adds up. */
function next(values: readonly number[], { first, step, isProduct }: Omit<Range, 'last'>): number {
  const value = isProduct ? values.at(-1)! * step : first + values.length * step;
  return Number(value.toPrecision(RIGHT_DIGITS));
}

/** Throws a UserError unless the range begins below its end and every step leads upwards. */
function assertRange(text: string, { first, last, step, isProduct }: Range): void {
  const refuse = (what: string, nextStep: string) => expected('SET', what, describeValue(text), nextStep);
  if (last < first) throw refuse('a range that rises', `write ${last}..${first}`);
  if (!isProduct && step <= 0) throw refuse('a step above 0', 'such as +1');
  if (isProduct && step <= 1) throw refuse('a factor above 1', 'such as x2');
  if (isProduct && first <= 0)
    throw refuse('a first value above 0, to be multiplied', 'add a step, such as +1');
}
