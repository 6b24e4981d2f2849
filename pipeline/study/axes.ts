/**
 * The axes of a grid: every setting that fixes how a model is trained, in one table. A study gives each setting one
 * value (`training`), or several (`grid`), and then trains every combination.
 *
 * A new axis is one entry here and the mathematics of it: config, names, sorting, grouping, columns of the CSV files,
 * caching and the report's layout are read from this table.
 */
import { z } from 'zod';

/** The optimizers. `momentum`: stochastic gradient descent with momentum (Polyak, 1964). */
export const OPTIMIZER_NAMES = ['adam', 'sgd', 'momentum', 'adamw'] as const;
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number];

/** What the hidden units apply to their pre-activation. */
export const ACTIVATION_NAMES = ['relu', 'tanh', 'gelu'] as const;
export type ActivationName = (typeof ACTIVATION_NAMES)[number];

/** Numbers of hidden layers that a network may have. */
export const DEPTHS: readonly number[] = [1, 2, 3, 4];

/** What one axis is. */
interface Axis<Schema extends z.ZodType> {
  /** Stands before the value in names of cells: `h784`, `lr0.01`, `opt_sgd`. */
  readonly key: string;
  /** What it is called in a sentence. */
  readonly title: string;
  /** One value. */
  readonly schema: Schema;
  /** The value of a study that names none; not there where a study must name some. */
  readonly usual?: z.output<Schema>;
  /** The optimizers that use it, where not all do. */
  readonly optimizers?: readonly OptimizerName[];
}

function define<Schema extends z.ZodType>(axis: Axis<Schema>): Axis<Schema> {
  return axis;
}

/** The axes of a table, each with its column in the CSV files: `learning_rate` of `learningRate`. */
function addColumns<Table extends Record<string, object>>(table: Table) {
  return Object.fromEntries(
    Object.entries(table).map(([name, axis]) => [
      name,
      { ...axis, column: name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`) },
    ]),
  ) as { readonly [Name in keyof Table]: Table[Name] & { readonly column: string } };
}

const count = (what: string) => z.int().min(1).describe(what);
const fraction = (what: string) => z.number().min(0).lt(1).describe(what);

/** Every axis, in the order of names, sorting and columns. Hidden and batch size lead: they lay out the report. */
export const AXES = addColumns({
  hidden: define({
    key: 'h',
    title: 'hidden size',
    schema: count('Units in each hidden layer').max(16_384),
  }),
  batch: define({
    key: 'b',
    title: 'batch size',
    schema: count('Images in one update'),
  }),
  depth: define({
    key: 'd',
    title: 'depth',
    schema: z
      .int()
      .min(Math.min(...DEPTHS))
      .max(Math.max(...DEPTHS))
      .describe('Hidden layers'),
    usual: 2,
  }),
  activation: define({
    key: 'act',
    title: 'activation',
    schema: z.enum(ACTIVATION_NAMES).describe('What hidden units apply to their pre-activation'),
    usual: 'relu',
  }),
  optimizer: define({
    key: 'opt',
    title: 'optimizer',
    schema: z
      .enum(OPTIMIZER_NAMES)
      .describe(
        'adam (Kingma and Ba, 2015); sgd: stochastic gradient descent; momentum: the same with momentum (Polyak, ' +
          '1964); adamw: Adam with decoupled weight decay (Loshchilov and Hutter, 2019)',
      ),
    usual: 'adam',
  }),
  learningRate: define({
    key: 'lr',
    title: 'learning rate',
    schema: z.number().positive().describe('Step size alpha'),
    usual: 0.001,
  }),
  beta1: define({
    key: 'beta1_',
    title: 'beta1',
    schema: fraction('adam, adamw: decay of the first moment'),
    usual: 0.9,
    optimizers: ['adam', 'adamw'],
  }),
  beta2: define({
    key: 'beta2_',
    title: 'beta2',
    schema: fraction('adam, adamw: decay of the second moment'),
    usual: 0.999,
    optimizers: ['adam', 'adamw'],
  }),
  epsilon: define({
    key: 'eps',
    title: 'epsilon',
    schema: z.number().positive().describe('adam, adamw: added to the root of the second moment'),
    usual: 1e-8,
    optimizers: ['adam', 'adamw'],
  }),
  momentum: define({
    key: 'mu',
    title: 'momentum',
    schema: fraction('momentum: share of the last step that is kept'),
    usual: 0.9,
    optimizers: ['momentum'],
  }),
  weightDecay: define({
    key: 'wd',
    title: 'weight decay',
    schema: z
      .number()
      .min(0)
      .describe('Added to the gradient, times the parameter; adamw: subtracted from the parameter instead'),
    usual: 0,
  }),
  epochs: define({
    key: 'e',
    title: 'epochs',
    schema: count('Passes over the training images'),
    usual: 20,
  }),
  trainImages: define({
    key: 'n',
    title: 'training images',
    schema: count('Training images that a model sees, drawn with its seed; null: all').nullable(),
    usual: null,
  }),
  inputNoise: define({
    key: 'noise',
    title: 'input noise',
    schema: fraction(
      'Share of pixels that are flipped, to 1 minus their value, anew in every training batch',
    ),
    usual: 0,
  }),
  labelShuffle: define({
    key: 'shuffle',
    title: 'shuffled labels',
    schema: z
      .number()
      .min(0)
      .max(1)
      .describe('Share of training images whose labels are permuted among themselves, drawn with the seed'),
    usual: 0,
  }),
  gradientPenalty: define({
    key: 'penalty',
    title: 'gradient penalty',
    schema: z
      .number()
      .min(0)
      .describe(
        'Weight lambda of the penalty that is added to the loss: the mean over a batch of the squared norm of the ' +
          'gradient of the cross-entropy in the image (Drucker and Le Cun, 1992)',
      ),
    usual: 0,
  }),
});

export type AxisName = keyof typeof AXES;

/** Every axis's name, in the table's order. */
export const AXIS_NAMES = Object.keys(AXES) as readonly AxisName[];

/** The axes that every grid names: the two of the report's figures. */
export const LAYOUT_AXES = ['hidden', 'batch'] as const;
export type LayoutAxis = (typeof LAYOUT_AXES)[number];

/** The axes that a study may leave out, and then have their usual value. */
export type FurtherAxis = Exclude<AxisName, LayoutAxis>;
export const FURTHER_AXES = AXIS_NAMES.filter(
  (name): name is FurtherAxis => !(LAYOUT_AXES as readonly string[]).includes(name),
);

/** Everything but its seed that fixes how a model is trained, one value an axis. */
export type Settings = { readonly [Name in AxisName]: z.output<(typeof AXES)[Name]['schema']> };

/** The settings of a study that names none but hidden and batch size. */
export const USUAL_SETTINGS = Object.fromEntries(
  FURTHER_AXES.map((name) => [name, AXES[name].usual]),
) as Omit<Settings, LayoutAxis>;

/** Settings with the usual value wherever none is given. */
export function completeSettings(given: Pick<Settings, LayoutAxis> & Partial<Settings>): Settings {
  return { ...USUAL_SETTINGS, ...given };
}

/** The axes that bear on a model of these settings: another optimizer's are left out. */
export function listUsedSettings({ optimizer }: Pick<Settings, 'optimizer'>): AxisName[] {
  return AXIS_NAMES.filter((name) => AXES[name].optimizers?.includes(optimizer) ?? true);
}

/** The shape of a network: `depth` hidden layers of `hidden` units. */
export type Architecture = Pick<Settings, 'hidden' | 'depth' | 'activation'>;

/** What an optimizer is told. */
export type OptimizerSettings = Pick<
  Settings,
  'optimizer' | 'learningRate' | 'beta1' | 'beta2' | 'epsilon' | 'momentum' | 'weightDecay'
>;
