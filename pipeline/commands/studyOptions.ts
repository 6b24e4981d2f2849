/** The options by which commands name a study and a part of its grid. */
import type { Options } from 'yargs';
import type { Study } from '../models/study.ts';
import { ENGINE_NAMES } from '../study/engineNames.ts';
import { expected } from '../study/errors.ts';
import type { Given } from './command.ts';

/** The options that name a study. */
export const STUDY_OPTIONS = {
  config: {
    type: 'string',
    default: 'configs/sweep.yaml',
    requiresArg: true,
    describe: 'The study, as YAML',
  },
  set: {
    type: 'string',
    array: true,
    default: [] as string[],
    requiresArg: true,
    describe:
      "Values to change, such as 'grid.hidden=16,64 training.epochs=2'. Lists may be ranges: '16..1024 x2', '0..9', " +
      "'0..0.5 +0.1'; null removes a key of the config, such as 'dataset.train=null'",
  },
  engine: {
    choices: ENGINE_NAMES,
    requiresArg: true,
    describe: "What computes, instead of the config's engine",
  },
  artifacts: {
    type: 'string',
    default: 'artifacts',
    requiresArg: true,
    describe: 'Folder that holds the folders of all studies',
  },
} as const satisfies Record<string, Options>;

/** Option of the commands that can do a part of the grid. */
export const ONLY_OPTION = {
  only: {
    type: 'string',
    requiresArg: true,
    describe: 'Only this model, such as h64-b100-s0, or the models of this cell, such as h64-b100',
  },
} as const satisfies Record<string, Options>;

/** Option of the commands that look at all models of a study. */
export const SELECT_OPTION = {
  only: {
    type: 'string',
    requiresArg: true,
    describe:
      'Only these: failed, missing or stale models, or models and cells by name; where both are given, models that both name, ' +
      "such as 'stale h64-b100'",
  },
} as const satisfies Record<string, Options>;

/** Opens the study that {@link STUDY_OPTIONS} name. */
export async function openNamedStudy(options: Given<typeof STUDY_OPTIONS>): Promise<Study> {
  const { splitOverrides } = await import('../study/override.ts');
  const { openStudyFile } = await import('../models/study.ts');
  // Joined, for a shell splits --set grid.hidden=16..1024 x2 at its space.
  const overrides = splitOverrides(options.set.join(' '));
  if (options.engine !== undefined) overrides.push(`engine=${options.engine}`);
  return openStudyFile(options.config, overrides, options.artifacts);
}

/** The study's models, or those that `--only` names: one, or all of a cell. */
export function selectModels(study: Pick<Study, 'models'>, only: string | undefined): Study['models'] {
  if (only === undefined) return study.models;
  const chosen = study.models.filter(({ name, cell }) => name === only || cell.name === only);
  if (chosen.length > 0) return chosen;
  const some = study.models[0]!;
  throw expected(
    '--only',
    `a model of the grid, such as ${some.name}, or a cell, such as ${some.cell.name}`,
    `'${only}'`,
    'see make status',
  );
}
