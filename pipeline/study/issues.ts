/**
 * What a config's schema found wrong, in the words of the person who wrote the config.
 *
 * zod names types of JavaScript and keeps the found value apart; a user needs the expectation in plain words and the
 * value itself, on one line. A custom message in the schema is the expectation alone, such as `distinct values`.
 */
import { inspect } from 'node:util';
import { z } from 'zod';

/** One problem as `<path>: expected <what>, got <value>`; the issue must carry its input (`reportInput`). */
export function describeIssue(issue: z.core.$ZodIssue): string {
  return describeBelow([], issue);
}

function describeBelow(above: readonly PropertyKey[], issue: z.core.$ZodIssue): string {
  const path = [...above, ...issue.path];
  const inner = findInner(issue);
  if (inner !== null) return describeBelow(path, inner);
  const sentence = `expected ${expectation(issue)}, got ${finding(issue)}`;
  return path.length === 0 ? sentence : `${z.core.toDotPath(path)}: ${sentence}`;
}

/** Where one of several forms was meant, for the value is of its kind: what is wrong within it; null elsewhere. */
function findInner(issue: z.core.$ZodIssue): z.core.$ZodIssue | null {
  if (issue.code !== 'invalid_union') return null;
  const firsts = issue.errors.flatMap(([first]) => (first === undefined ? [] : [first]));
  return firsts.find(({ path, code }) => path.length > 0 || code === 'unrecognized_keys') ?? null;
}

/** A value on one line: text in quotes with its control characters escaped, lists in brackets, `nothing` if missing. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return 'a mapping';
  return inspect(value, {
    breakLength: Infinity,
    compact: true,
    depth: 1,
    maxArrayLength: 12,
    maxStringLength: 80,
  });
}

const TYPES: Readonly<Record<string, string>> = {
  int: 'an integer',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys',
};

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.map(describeValue).join(' or ');
    case 'invalid_union':
      return issue.errors.map(([first]) => (first ? expectation(first) : 'another value')).join(' or ');
    case 'too_small':
      return `${issue.inclusive ? 'at least' : 'more than'} ${amount(issue, issue.minimum)}`;
    case 'too_big':
      return `${issue.inclusive ? 'at most' : 'less than'} ${amount(issue, issue.maximum)}`;
    default:
      return issue.message;
  }
}

function amount(issue: { readonly origin: string }, limit: number | bigint): string {
  if (issue.origin !== 'array') return String(limit);
  return limit === 1 ? '1 value' : `${limit} values`;
}

function finding(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map(describeValue).join(', ')
    : describeValue(issue.input);
}
