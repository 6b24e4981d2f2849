/** Values that differ between two studies, as text: of their configs, their environments and their conclusions. */
import { joinWords } from '../page/wording.ts';
import { describeValue } from '../study/issues.ts';
import { listOtherKeys } from '../verify/reasons.ts';
import type { Side } from './side.ts';
import { type Pair, shareNames } from './twoSides.ts';

/** One that is not the same; `nothing` where a side has none. */
export interface ValueDifference extends Pair<string> {
  /** A key of the config, a field of the environment, what a conclusion is about. */
  readonly name: string;
}

type Values = Readonly<Record<string, unknown>>;

/** The values that differ, by name in alphabetical order. */
export function listValues(a: Values, b: Values): ValueDifference[] {
  return listOtherKeys(a, b).map((name) => ({ name, a: show(a[name]), b: show(b[name]) }));
}

/**
 * The fields that both have recorded and that differ, and the version of the scores. Of lists, such as a processor's features,
 * what one side alone has is shown.
 */
export function listEnvironment({ a, b }: Pair<Side>): ValueDifference[] {
  const [before, now] = [valuesOf(a), valuesOf(b)];
  const isRecorded = (name: string) => [before, now].every((values) => (values[name] ?? null) !== null);
  return listOtherKeys(before, now)
    .filter(isRecorded)
    .map((name) => {
      const [had, has] = [before[name], now[name]];
      if (!Array.isArray(had) || !Array.isArray(has)) return { name, a: show(had), b: show(has) };
      const { onlyA, onlyB } = shareNames(had.map(String), has.map(String));
      return { name, a: showOwn(onlyA), b: showOwn(onlyB) };
    });
}

function valuesOf({ recorded, scoreVersion }: Side): Values {
  return { ...recorded, scoreVersion };
}

function showOwn(names: readonly string[]): string {
  return names.length === 0 ? 'nothing of its own' : `also ${names.join(' ')}`;
}

/** Text as it is; digests and commits by their first digits. */
function show(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'nothing' : describeValue(value);
  return /^[0-9a-f]{40,64}$/.test(value) ? value.slice(0, 8) : value;
}

/** Files that are named at most. */
const MOST_NAMED = 3;

/** What is to be said of one side: what it does not record, and what was changed in it. */
export function listNotes(name: string, { recorded, scoreVersion, damaged }: Side): string[] {
  const unknown = [
    ...(recorded === null ? ['its environment (no environment.json)'] : []),
    ...(scoreVersion === null ? ['the version of its scores'] : []),
  ];
  const more = damaged.length > MOST_NAMED ? [`${damaged.length - MOST_NAMED} more`] : [];
  const changed = joinWords([...damaged.slice(0, MOST_NAMED), ...more]);
  return [
    ...(unknown.length === 0 ? [] : [`${name} does not record ${joinWords(unknown)}`]),
    ...(damaged.length === 0
      ? []
      : [`${name} has files that were changed after they were written: ${changed}`]),
  ];
}
