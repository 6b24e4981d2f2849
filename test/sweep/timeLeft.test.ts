import { expect, test } from 'vitest';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { expandGrid, type Model } from '../../pipeline/study/grid.ts';
import type { Scoring } from '../../pipeline/sweep/plan.ts';
import { TimeLeft } from '../../pipeline/sweep/timeLeft.ts';

const GRID_OF_ONE = { hidden: [1], batch: [10], seeds: [0] };

const NOTHING: Scoring = {
  unscored: [],
  isCheckDue: false,
  checkSeconds: 0,
  openSeconds: 0,
  modelSeconds: 0,
};

interface Given {
  readonly models: number;
  readonly workers: number;
  readonly scoring?: Scoring;
}

/** Models of 10 epochs, which take 10 s to train and 4 s for the rest, after 2 s of start and 1 s of warming up; publishing takes 5 s. */
function open({ models: count, workers, scoring = NOTHING }: Given) {
  const grid = { hidden: Array.from({ length: count }, (_, k) => k + 1), batch: [10], seeds: [0] };
  const models = expandGrid(parseStudyConfig({ name: 'some', grid, training: { epochs: 10 } }, 'test'));
  const clock = { seconds: 0 };
  const parts = { training: 10, search: 3, experiments: { hints: 1 } };
  const plan = {
    models: models.map((model) => ({ model, parts, seconds: 14 })),
    ...{ startSeconds: 2, warmUpSeconds: 1, scoring, publishSeconds: 5 },
  };
  const left = new TimeLeft(plan, workers, () => 1000 * clock.seconds);
  const advance = (model: Model, epoch: number, atSeconds: number) => {
    clock.seconds = atSeconds;
    left.advance(model, epoch);
  };
  return { left, models, advance, clock };
}

test('the check of the judges comes first, and scoring fills the time of who has no model left', () => {
  const scoring = { ...NOTHING, isCheckDue: true, checkSeconds: 6, openSeconds: 2, modelSeconds: 1 };
  // On two workers: check and a model, a model and half of the scores.
  const { left, models } = open({ models: 2, workers: 2, scoring });
  expect(left.seconds()).toBe(3 + 20 + 2 + 5);
  left.endCheck();
  expect(left.seconds()).toBe(14 + 1 + 2 + 5);
  for (const model of models) left.end(model, 15);
  expect(left.seconds()).toBe(1 + 2 + 5);
  left.endScoring();
  expect(left.seconds()).toBe(1 + 5);
  left.endScoring();
  expect(left.seconds()).toBe(5);
});

test('once only scores are left, those that are there tell how long the others take', () => {
  const scoring = { ...NOTHING, openSeconds: 2, modelSeconds: 30 };
  const { left, models, clock } = open({ models: 8, workers: 2, scoring });
  for (const model of models) left.end(model, 14);
  for (const seconds of [10, 11, 12, 13]) {
    clock.seconds = seconds;
    left.endScoring();
  }
  expect(left.seconds()).toBeGreaterThan(30);
  clock.seconds = 14;
  left.endScoring();
  // Three are left, of a second each; and 5 s of publishing, at the pace of the models.
  expect(left.seconds()).toBeCloseTo(3 + 5 * ((8 * 14) / (8 * 14 + 2)), 10);
});

test('a model that failed waits for no score', () => {
  const scoring = { ...NOTHING, openSeconds: 2, modelSeconds: 4 };
  const { left, models } = open({ models: 2, workers: 1, scoring });
  left.end(models[0]!, 15);
  expect(left.seconds()).toBe(14 + 2 * 4 + 2 + 5);
  left.end(models[1]!, null);
  expect(left.seconds()).toBe(4 + 2 + 5);
  left.endScoring();
  expect(left.seconds()).toBe(5);
});

test('models that were computed before wait for scores as well', () => {
  const [one] = expandGrid(parseStudyConfig({ name: 'other', grid: GRID_OF_ONE }, 'test'));
  const scoring = { ...NOTHING, unscored: [one!], openSeconds: 2, modelSeconds: 4 };
  expect(open({ models: 1, workers: 1, scoring }).left.seconds()).toBe(3 + 14 + 2 * 4 + 2 + 5);
});

test('before anything is done, all of it is left', () => {
  expect(open({ models: 3, workers: 1 }).left.seconds()).toBe(3 + 3 * 14 + 5);
  expect(open({ models: 3, workers: 2 }).left.seconds()).toBe(3 + 28 + 5);
});

test('an epoch takes its share of the training off, and the start is over', () => {
  const { left, models, advance } = open({ models: 2, workers: 1 });
  advance(models[0]!, 1, 3);
  expect(left.seconds()).toBeCloseTo(13 + 14 + 5, 9);
});

test('epochs that take twice as long as predicted double the rest', () => {
  const { left, models, advance } = open({ models: 2, workers: 1 });
  advance(models[0]!, 1, 3);
  advance(models[0]!, 4, 9);
  // Three epochs in 6 s instead of 3; of the first model 6 s of training and 4 s are left.
  expect(left.seconds()).toBeCloseTo(2 * (10 + 14 + 5), 9);
});

test('a model that is finished leaves the others, at its pace', () => {
  const { left, models } = open({ models: 3, workers: 2 });
  // 15 s were predicted for the first model of a process.
  left.end(models[0]!, 7.5);
  expect(left.seconds()).toBeCloseTo(0.5 * (14 + 5), 9);
});

test('the later models of a process are not expected to warm up', () => {
  const { left, models } = open({ models: 3, workers: 1 });
  left.end(models[0]!, 15);
  expect(left.seconds()).toBeCloseTo(14 + 14 + 5, 9);
  left.end(models[1]!, 43);
  // 15 + 43 s for 15 + 14.
  expect(left.seconds()).toBeCloseTo(2 * (14 + 5), 9);
});

test('finished models and epochs count by the seconds that were predicted for them', () => {
  const { left, models, advance } = open({ models: 2, workers: 1 });
  left.end(models[0]!, 15);
  advance(models[1]!, 1, 20);
  advance(models[1]!, 8, 62);
  // 15 s for 15, and 42 s for 7: (15 + 42) / 22. Two epochs, 4 s and publishing are left.
  expect(left.seconds()).toBeCloseTo((57 / 22) * (2 + 4 + 5), 9);
});

test('a model that failed is not waited for, and its time says nothing', () => {
  const { left, models, advance } = open({ models: 2, workers: 1 });
  advance(models[0]!, 1, 1);
  advance(models[0]!, 2, 100);
  left.end(models[0]!, null);
  expect(left.seconds()).toBe(14 + 5);
});

test('after the last model publishing is left', () => {
  const { left, models } = open({ models: 1, workers: 2 });
  left.end(models[0]!, 30);
  expect(left.seconds()).toBe(2 * 5);
});
