/** What every column of a study's tables is: its meaning, its unit and the values that it can have. */
import { AXES, AXIS_NAMES } from '../study/axes.ts';

/** What a column holds. */
export interface ColumnMeaning {
  readonly what: string;
  /** Empty for words and for numbers without a unit. */
  readonly unit: string;
  /** The values that it can have, such as `[0, 1]`. */
  readonly range: string;
}

const meaning = (what: string, range: string, unit = ''): ColumnMeaning => ({ what, unit, range });
const P = '[0, 1]';
const COUNT = '0, 1, 2, ...';
const NUMBER = 'any number';
const AT_LEAST_0 = 'at least 0';
const DIGIT = '0 to 9';
const YES_NO = 'true, false';

/** What the panel's score is, of which image. */
const score = (of: string) => meaning(`Recognisability: the panel’s P(intended digit) of ${of}`, P);

/** Columns that mean the same wherever they stand. */
const COMMON: Readonly<Record<string, ColumnMeaning>> = {
  model: meaning('The model: its cell and its seed', 'a name such as h784-b1000-s0'),
  cell: meaning('The cell: the models that differ in their seed alone', 'a name such as h784-b1000'),
  seed: meaning('The seed of the model', COUNT),
  part: meaning(
    'What the model is there for: the grid, or arms, controls and doses beside it',
    'grid, or names joined by +',
  ),
  ...Object.fromEntries(
    AXIS_NAMES.map((axis) => [
      AXES[axis].column,
      meaning(
        `${AXES[axis].title}: ${AXES[axis].schema.description ?? ''}`.replace(/: $/, ''),
        'as the config says',
      ),
    ]),
  ),
  epochs: meaning('Passes over the training images', COUNT, 'epochs'),
  updates: meaning('Updates of the parameters made so far', COUNT, 'updates'),
  digit: meaning('The digit that the image is meant to be', DIGIT),
  recognisability: score('the masked image; of a model or checkpoint the mean over its ideas'),
  recognisability_whole: score('the whole image, as it was found'),
  recognisability_framed: score('the image with its border taken from a real one'),
  recognisability_much_noise: score('the masked image where noise in up to 45% of the pixels is allowed'),
  forced_choice: meaning('The panel’s P(intended digit) where it has to be one of the ten', P),
  judges_right: meaning('Share of the study’s own test images that the judges read rightly', P),
  scores_hold: meaning('Whether that is enough for the scores beside it to say anything', YES_NO),
  test_accuracy: meaning('Share of test images that the model reads rightly', P),
  train_loss: meaning(
    'Mean cross-entropy of the last epoch’s batches, each before its update',
    AT_LEAST_0,
    'nats',
  ),
};

/** Columns of one table. */
const OF_TABLE: Readonly<Record<string, Readonly<Record<string, ColumnMeaning>>>> = {
  models: {
    median_flips: meaning(
      'Flips that the model’s median test image withstands before it is read as another digit; empty where most withstand all that were tried',
      AT_LEAST_0,
      'pixels',
    ),
  },
  ideas: {
    method: meaning('How the idea was searched', 'coordinate, monte-carlo, annealing, gradient'),
    restart: meaning('The start of the search; 0 is the article’s', COUNT),
    energy: meaning('What the search raised: the digit’s logit unless the config says otherwise', NUMBER),
    evaluations: meaning('Evaluations of the energy that the search took', COUNT, 'evaluations'),
    certified: meaning('Whether no single flip of a pixel raises the energy', YES_NO),
    family_minimum: meaning('The least of the families’ P(intended digit)', P),
    ink: meaning('Mean of the pixels', P, 'of a white pixel'),
    components: meaning('Eight-connected regions of ink (pixels of at least a half)', COUNT, 'regions'),
    edge_length: meaning('Pairs of neighbours of which exactly one is ink', '0 to 1512', 'pairs'),
    ssim_to_class_mean: meaning('Structural similarity to the mean training image of the digit', '[-1, 1]'),
    score_version: meaning('The judges that scored, with a hash of their bytes', 'a name'),
  },
  checkpoints: {
    examples: meaning(
      'Training images seen, each as often as it was: updates times batch size',
      COUNT,
      'images',
    ),
    training_loss: meaning('Mean cross-entropy over the first 10,000 images trained on', AT_LEAST_0, 'nats'),
    validation_loss: meaning(
      'The same over the validation images; empty where there are none',
      AT_LEAST_0,
      'nats',
    ),
    distance: meaning('Euclidean distance of all parameters from their start', AT_LEAST_0),
    gradient_norm: meaning(
      'Mean Euclidean norm of the gradient of the cross-entropy in the image, over the first 1,000 test images',
      AT_LEAST_0,
      'nats for a pixel’s whole range',
    ),
  },
  contrasts: {
    contrast: meaning('What is compared', 'a doubling of a size, or two values of an axis'),
    changed: meaning('What differs from the primary score; nothing for that itself', 'a word'),
    scored_by: meaning('The way to score the ideas', 'words'),
    estimate: meaning('Change of the mean score', '[-1, 1]'),
    low: meaning('Lower end of its 95% Student-t interval over seeds', NUMBER),
    high: meaning('Upper end of that interval', NUMBER),
  },
  hints: {
    source: meaning('Where the pixels are borrowed from', 'idea, mean, random'),
    pixels: meaning('Pixels borrowed, in random order', COUNT, 'pixels'),
    images: meaning('Misread test images that were helped', COUNT, 'images'),
    recognised: meaning('Those of them that are then read rightly', COUNT, 'images'),
  },
  counterfeits: {
    flips: meaning('Flipped pixels', COUNT, 'pixels'),
    unbroken: meaning('Share of images that no so many flips turn into another digit for the model', P),
    unbroken_judged: meaning('The same, while the judges still call the image the digit that it was', P),
  },
  optimum: {
    idea_logit: meaning('Logit of the best idea of the digit', NUMBER),
    best_logit: meaning('Logit of the best binary image that was found', NUMBER),
    bound: meaning('What no binary image exceeds', NUMBER),
    gap: meaning('The bound minus the best logit', AT_LEAST_0),
    proved: meaning('Whether no binary image has a larger logit than the best', YES_NO),
    pixels: meaning('Pixels in which idea and best image differ', COUNT, 'pixels'),
    programs: meaning('Linear programs that were solved', COUNT, 'programs'),
    idea_score: score('the idea, masked'),
    best_score: score('the best image, masked'),
  },
  legibility: {
    reader: meaning('Who read: all judges together, or one of them', 'a name'),
    reads: meaning('Images that the reader could read', COUNT, 'images'),
    idea: score('the idea, by the reader'),
    least: score('the least recognisable image that was found, by the reader'),
    least_share: meaning(
      'Share of the way from the blank image’s logit to the idea’s that this image has kept',
      NUMBER,
    ),
    most: score('the most recognisable image that was found, by the reader'),
    most_share: meaning(
      'Share of the way from the blank image’s logit to the idea’s that this image has kept',
      NUMBER,
    ),
  },
  baselines: {
    nearest_row: meaning('Place of the nearest training image in the dataset, from 0', COUNT),
    nearest_label: meaning('Its label', DIGIT),
    nearest_squared_distance: meaning('Its squared Euclidean distance from the idea', AT_LEAST_0),
    largest_logit_row: meaning(
      'Place of the training image with the largest logit of the digit, from 0',
      COUNT,
    ),
    largest_logit_label: meaning('Its label', DIGIT),
    idea_logit: meaning('Logit of the idea', NUMBER),
    nearest_logit: meaning('Logit of the nearest training image', NUMBER),
    largest_logit: meaning('The largest logit of any training image', NUMBER),
    class_mean_logit: meaning('Logit of the mean training image of the digit', NUMBER),
    idea_score: score('the idea, masked'),
    nearest_score: score('the nearest training image'),
    largest_logit_score: score('the training image with the largest logit'),
    class_mean_score: score('the mean training image of the digit'),
  },
  times: {
    train_seconds: meaning('Time that training took; differs from run to run', AT_LEAST_0, 'seconds'),
    ideas_seconds: meaning('Time that the searches took; differs from run to run', AT_LEAST_0, 'seconds'),
  },
};

/** Columns that there is one of for each judge or family: how their names begin. */
const OF_READER: readonly (readonly [prefix: string, meaning: ColumnMeaning])[] = [
  ['family_', meaning('P(intended digit) by this family of judges, masked', P)],
  ['judge_', meaning('P(intended digit) by this judge, masked', P)],
  ['forced_', meaning('The same where it has to be one of the ten', P)],
  ['not_digit_', meaning('This judge’s P(not a digit)', P)],
  [
    'typicality_',
    meaning('Share of real digits of the class that this judge finds less typical than the image', P),
  ],
  ['top_', meaning('This judge’s likeliest answer; 10 is “not a digit”', '0 to 10')],
];

/** What a column of a table is; null for one that no table is known to have. */
export function describeColumn(table: string, column: string): ColumnMeaning | null {
  const own = OF_TABLE[table]?.[column] ?? COMMON[column];
  return own ?? OF_READER.find(([prefix]) => column.startsWith(prefix))?.[1] ?? null;
}

/** What a row of a table is. */
export const ROWS: Readonly<Record<string, string>> = {
  models: 'a model',
  ideas: 'an idea',
  checkpoints: 'a checkpoint of a model',
  contrasts: 'a contrast and a way to score the ideas',
  hints: 'a model, a source and a number of borrowed pixels',
  counterfeits: 'a model and a number of flips',
  optimum: 'a digit of a model',
  legibility: 'a digit of a model and a reader',
  baselines: 'an idea',
  times: 'a model',
};
