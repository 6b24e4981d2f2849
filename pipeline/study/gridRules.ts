/**
 * The rules of a grid that take more than one of its keys, or the dataset: no two cells may train the same models, and every
 * batch must fit into what a model sees. Each is refused in one line with what to do next.
 */
import {
  AXES,
  AXIS_NAMES,
  type AxisName,
  type FurtherAxis,
  listUsedSettings,
  type OptimizerName,
  type Settings,
} from './axes.ts';
import { expected } from './errors.ts';

/** The parts of a config that the rules are about: several values of some axes, one of each other. */
export interface GridAndTraining {
  readonly grid: { readonly [Name in AxisName]?: readonly Settings[Name][] | undefined } & {
    readonly batch: readonly number[];
  };
  readonly training: { readonly [Name in FurtherAxis]: Settings[Name] };
}

/** Throws a UserError at the first rule that the grid breaks; `where` names the config in its line. */
export function assertGridRules(config: GridAndTraining, where: string): void {
  assertAxesAreUsed(config, where);
  assertDecayOfAdamw(config, where);
  assertBatchesFitImages(config, where);
}

/** An axis that an optimizer does not use would train the same model of it once a value. */
function assertAxesAreUsed(config: GridAndTraining, where: string): void {
  for (const optimizer of valuesOf(config, 'optimizer')) {
    const used = listUsedSettings({ optimizer });
    const unused = AXIS_NAMES.find((axis) => config.grid[axis] && !used.includes(axis));
    if (unused === undefined) continue;
    const users: readonly OptimizerName[] = AXES[unused].optimizers ?? [];
    throw expected(
      `${where}: grid.${unused}`,
      `optimizers that use it (${users.join(', ')})`,
      optimizer,
      `leave ${optimizer} out, or give ${unused} one value in training`,
    );
  }
}

/** Without weight decay, adamw is adam. */
function assertDecayOfAdamw(config: GridAndTraining, where: string): void {
  const isAdamw = valuesOf(config, 'optimizer').includes('adamw');
  if (!isAdamw || !valuesOf(config, 'weightDecay').includes(0)) return;
  throw expected(
    `${where}: ${config.grid.weightDecay ? 'grid' : 'training'}.weightDecay`,
    'more than 0 for adamw',
    '0',
    'without weight decay it is adam: name adam, or raise weightDecay',
  );
}

function assertBatchesFitImages(config: GridAndTraining, where: string): void {
  const largest = Math.max(...config.grid.batch);
  const fewest = Math.min(...valuesOf(config, 'trainImages').map((images) => images ?? Infinity));
  if (largest <= fewest) return;
  throw expected(
    `${where}: grid.batch`,
    `at most ${fewest} (the smallest trainImages)`,
    String(largest),
    'lower it, or raise trainImages',
  );
}

/**
 * Throws a UserError where a grid asks for more training images than the dataset has, for a batch of more, or for all of
 * them both as a number and as null.
 */
export function assertFitsDataset(config: GridAndTraining, trainingImages: number): void {
  const numbers = valuesOf(config, 'trainImages').map((images) => images ?? 0);
  const most = Math.max(...numbers);
  const key = `${config.grid.trainImages ? 'grid' : 'training'}.trainImages`;
  if (most > trainingImages) {
    throw expected(
      key,
      `at most ${trainingImages} (the training images)`,
      String(most),
      'lower it, or use a larger dataset',
    );
  }
  if (most === trainingImages && valuesOf(config, 'trainImages').includes(null)) {
    throw expected(
      key,
      `fewer than ${trainingImages} (the training images) beside null, which is all of them`,
      String(most),
      'leave one of the two out: they are the same models',
    );
  }
  const largest = Math.max(...config.grid.batch);
  if (largest > trainingImages) {
    throw expected(
      'grid.batch',
      `at most ${trainingImages} (the training images)`,
      String(largest),
      'lower it, or use more training images',
    );
  }
}

/** The values of an axis: those of the grid, or the one of all models. */
export function valuesOf<Name extends FurtherAxis>(
  { grid, training }: GridAndTraining,
  axis: Name,
): readonly Settings[Name][] {
  return (grid[axis] as readonly Settings[Name][] | undefined) ?? [training[axis] as Settings[Name]];
}
