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
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
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
