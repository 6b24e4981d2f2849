/**
 * What a config may change of a study that has results already. A study's results lie under the names of its models, so
 * another value of anything else than its grid would put other results in their place.
 */
import { AXIS_NAMES, type FurtherAxis } from './axes.ts';
import type { StudyConfig } from './config.ts';

/** A value of a config that differs from the one that a study was made with. */
export interface Conflict {
  /** Its path: `training.epochs`. */
  readonly key: string;
  /** Undefined where the config has none. */
  readonly made: unknown;
  readonly asked: unknown;
}

type ExperimentKey = keyof StudyConfig['experiments'];

/**
 * The values of `asked` with which results of the config `made` would be overwritten. None are:
 * - `name`, `description` and `report`, of which no result depends;
 * - the values of the grid, and the models of a study of given ones: others have names of their own, and whoever takes one in looks
 *   at its file;
 * - `training.X` of an axis that both grids vary: no model uses it;
 * - `experiments.X.enabled`, and its numbers as long as it was neither enabled nor, as `hasDone` tells, done by its command;
 * - what compares and tests models (`arms`, `controls`, `doses`, `analysis`): other values are other models, with names of their
 *   own; but for `arms.scaledFrom` where, as `hasDone` tells, there are models of the arm `scaled`, whose names do not have it;
 * - `experiments.film.digit`: films of each digit have a folder of their own;
 * - `schedule` where `made` has no checkpoints, and `schedule.keep`;
 * - `dataset.cut` where nothing is cut.
 */
export function listConflicts(
  made: StudyConfig,
  asked: StudyConfig,
  hasDone: (what: string) => boolean,
): Conflict[] {
  const [had, wanted] = [listValues(made), listValues(asked)];
  const keys = [...new Set([...had.keys(), ...wanted.keys()])];
  return keys
    .filter((key) => JSON.stringify(had.get(key)) !== JSON.stringify(wanted.get(key)))
    .filter((key) => isHeld(key, made, asked, hasDone))
    .map((key) => ({ key, made: had.get(key), asked: wanted.get(key) }));
}

/** The values of a config by their paths; lists are values. */
function listValues(tree: object, path: readonly string[] = [], into = new Map<string, unknown>()) {
  for (const [key, value] of Object.entries(tree)) {
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isGroup) listValues(value, [...path, key], into);
    else into.set([...path, key].join('.'), value);
  }
  return into;
}

/** Whether results depend on a key. */
function isHeld(
  key: string,
  made: StudyConfig,
  asked: StudyConfig,
  hasDone: (what: string) => boolean,
): boolean {
  const [section, name, field] = key.split('.');
  switch (section) {
    case 'name':
    case 'description':
    case 'report':
    case 'grid':
    case 'controls':
    case 'doses':
    case 'analysis':
      return false;
    case 'models':
      return (made.models === undefined) !== (asked.models === undefined);
    case 'arms':
      return name === 'scaledFrom' && hasDone('scaled');
    case 'training':
      return !isVariedInBoth(name as FurtherAxis, made, asked);
    case 'experiments':
      if (field === 'enabled' || name === 'film') return false;
      return made.experiments[name as ExperimentKey].enabled || hasDone(name!);
    case 'schedule':
      return name !== 'keep' && made.schedule.checkpoints !== 'none';
    case 'dataset':
      return name !== 'cut' || asked.dataset.train !== undefined || asked.dataset.test !== undefined;
    default:
      return true;
  }
}

function isVariedInBoth(axis: FurtherAxis, made: StudyConfig, asked: StudyConfig): boolean {
  return made.grid[axis] !== undefined && asked.grid[axis] !== undefined;
}

/**
 * What is kept of the config `asked` for a study that was made with `made`: values that no model uses stay as they were, or
 * a grid that no longer varies their axis would not be held to them.
 */
export function keepUnused(made: StudyConfig, asked: StudyConfig): StudyConfig {
  const varied = AXIS_NAMES.filter((axis): axis is FurtherAxis =>
    isVariedInBoth(axis as FurtherAxis, made, asked),
  );
  const unused = Object.fromEntries(
    varied.filter((axis) => axis in made.training).map((axis) => [axis, made.training[axis]]),
  );
  return { ...asked, training: { ...asked.training, ...unused } };
}
