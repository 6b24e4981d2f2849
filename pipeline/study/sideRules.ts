/**
 * What arms, controls and doses need of the rest of a config: what an arm reads must be there, and no model beside the grid may
 * be one of the grid. Each rule is refused in one line with what to do next.
 */
import { scaleAdam } from './adamScaling.ts';
import type { FurtherAxis, Settings } from './axes.ts';
import { expected } from './errors.ts';
import { type GridAndTraining, valuesOf } from './gridRules.ts';

/** The parts of a config that the rules are about. */
interface SideSections extends GridAndTraining {
  readonly dataset: { readonly validation: number };
  readonly schedule: { readonly checkpoints: string };
  readonly arms: {
    readonly compared: readonly string[];
    readonly scaledFrom: number;
    readonly rates: readonly number[];
  };
  readonly controls: { readonly enabled: boolean; readonly inputNoise: number };
  readonly doses: { readonly [Axis in FurtherAxis]?: readonly Settings[Axis][] | undefined };
}

/** Throws a UserError at the first rule that the config breaks; `where` names the config in its line. */
export function assertSideRules(config: SideSections, where: string): void {
  assertArmsAreRead(config, where);
  if (config.arms.compared.includes('scaled')) assertScalable(config, where);
  if (config.arms.compared.includes('tuned')) assertTunable(config, where);
  assertBesideGrid(config, where);
}

/** An arm is read at a checkpoint, by the validation loss, or both. */
function assertArmsAreRead({ arms, dataset, schedule }: SideSections, where: string): void {
  const lacksValidation = dataset.validation === 0;
  const lacksCheckpoints = schedule.checkpoints === 'none';
  for (const arm of arms.compared) {
    if (lacksValidation && (arm === 'matched' || arm === 'tuned')) {
      throw expected(
        `${where}: dataset.validation`,
        `more than 0 for the arm ${arm}`,
        '0',
        `it is read by the validation loss: split off some images, such as 5000, or leave ${arm} out of arms.compared`,
      );
    }
    if (lacksCheckpoints && (arm === 'matched' || arm === 'updates')) {
      throw expected(
        `${where}: schedule.checkpoints`,
        `log for the arm ${arm}`,
        'none',
        `it is read before the end of training: set it to log, or leave ${arm} out of arms.compared`,
      );
    }
  }
}

/** The rule is Adam's, starts at a batch size of the grid, and cannot make a decay negative. */
function assertScalable(config: SideSections, where: string): void {
  const { scaledFrom } = config.arms;
  const other = valuesOf(config, 'optimizer').find((name) => name !== 'adam' && name !== 'adamw');
  if (other !== undefined) {
    throw expected(
      `${where}: arms.compared`,
      'adam or adamw alone with the arm scaled',
      other,
      `leave scaled out, or the optimizer ${other}`,
    );
  }
  if (!config.grid.batch.includes(scaledFrom)) {
    throw expected(
      `${where}: arms.scaledFrom`,
      `a batch size of the grid (${config.grid.batch.join(', ')})`,
      String(scaledFrom),
      'name one of them, or leave scaled out of arms.compared',
    );
  }
  const largest = Math.max(...config.grid.batch);
  for (const beta of ['beta1', 'beta2'] as const) {
    const value = Math.min(...valuesOf(config, beta));
    if (scaleAdam({ ...UNSCALED, [beta]: value }, largest / scaledFrom)[beta] >= 0) continue;
    throw expected(
      `${where}: arms.scaledFrom`,
      `at least ${Math.ceil(Number((largest * (1 - value)).toFixed(9)))} (batch ${largest} times 1 - ${beta})`,
      String(scaledFrom),
      `the scaled ${beta} of batch ${largest} would be below 0: raise scaledFrom or ${beta}, or leave scaled out of arms.compared`,
    );
  }
}

/** Numbers whose scaling is not looked at. */
const UNSCALED = {
  optimizer: 'adam',
  learningRate: 1,
  beta1: 1,
  beta2: 1,
  epsilon: 1,
  weightDecay: 0,
} as const;

/** The arm takes the best learning rate of a cell: the grid's own, or a multiple. */
function assertTunable(config: SideSections, where: string): void {
  if (config.arms.rates.includes(1)) {
    throw expected(
      `${where}: arms.rates`,
      'multiples other than 1',
      '1',
      "leave it out: the grid's own models have that rate",
    );
  }
  const rates = valuesOf(config, 'learningRate');
  if (rates.length === 1) return;
  throw expected(
    `${where}: grid.learningRate`,
    'one value with the arm tuned',
    String(rates.length),
    'leave tuned out of arms.compared, or give learningRate one value in training',
  );
}

/** A control or dose whose level is a value of the grid would train a model of the grid again. */
function assertBesideGrid(config: SideSections, where: string): void {
  const { controls, doses } = config;
  const levels: [key: string, axis: FurtherAxis, values: readonly number[]][] = [
    ...(controls.enabled ? controlLevels(controls.inputNoise) : []),
    ['doses.inputNoise', 'inputNoise', doses.inputNoise ?? []],
    ['doses.gradientPenalty', 'gradientPenalty', doses.gradientPenalty ?? []],
  ];
  for (const [key, axis, values] of levels) {
    const trained = valuesOf(config, axis);
    const twice = values.find((value) => trained.includes(value));
    if (twice === undefined) continue;
    throw expected(
      `${where}: ${key}`,
      `another ${axis} than that of the grid's own models`,
      String(twice),
      `leave it out, or change ${config.grid[axis] ? 'grid' : 'training'}.${axis}`,
    );
  }
}

function controlLevels(inputNoise: number): [key: string, axis: FurtherAxis, values: readonly number[]][] {
  return [
    ['controls.enabled', 'labelShuffle', [1]],
    ['controls.inputNoise', 'inputNoise', [inputNoise]],
  ];
}
