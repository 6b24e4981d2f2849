/** The part of a config that a lock of the analysis holds: what the models, their ideas, their scores or the tests depend on. */
import type { StudyConfig } from './config.ts';

/**
 * The config without what changes no figure: `name`, `description` and `report`; `engine`, whose ideas are the same to a plain
 * program's bits; whether checkpoints are kept (`schedule.keep`); pictures of searches (`search.snapshots`) and films
 * (`experiments.film`). Nor does it have `experiments.baselines`, on which no verdict rests, and which locks from before it
 * was there lack. Every other key counts, in whatever order it is written; lists count in their order.
 */
export function selectLocked(config: StudyConfig) {
  const { name: _name, description: _description, engine: _engine, report: _report, ...counted } = config;
  const { keep: _keep, ...schedule } = counted.schedule;
  const { snapshots: _snapshots, ...search } = counted.search;
  const { film: _film, baselines: _baselines, ...experiments } = counted.experiments;
  return { ...counted, schedule, search, experiments };
}

/** JSON with the keys of every object in alphabetical order and without spaces: the same for equal values. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(sortEntries(part))
      : part,
  );
}

/**
 * The text of {@link canonicalJson} in parts, where all of it may be too long for one text: those of an object or a list, and, to
 * so many `levels`, of what is in it.
 */
export function* canonicalJsonParts(value: unknown, levels = 2): Generator<string> {
  if (levels === 0 || typeof value !== 'object' || value === null) {
    yield canonicalJson(value);
    return;
  }
  const isList = Array.isArray(value);
  const entries = isList ? value.entries() : sortEntries(value).filter(([, part]) => part !== undefined);
  let before = '';
  yield isList ? '[' : '{';
  for (const [key, part] of entries) {
    yield isList ? before : `${before}${JSON.stringify(key)}:`;
    yield* canonicalJsonParts(part, levels - 1);
    before = ',';
  }
  yield isList ? ']' : '}';
}

function sortEntries(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The values of a config by their paths, such as `grid.hidden`; lists are values. */
export function flattenConfig(tree: object, above = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(flattenConfig(value as object, `${above}${key}.`))
        : [[`${above}${key}`, value] as const],
    ),
  );
}
