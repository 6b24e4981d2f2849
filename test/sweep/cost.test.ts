import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXPERIMENTS, listWantedExperiments } from '../../pipeline/experiments/listExperiments.ts';
import { JUDGES } from '../../pipeline/judging/judges.ts';
import type { Study } from '../../pipeline/models/study.ts';
import type { PublishingWork } from '../../pipeline/report/publishingWork.ts';
import { completeSettings } from '../../pipeline/study/axes.ts';
import { METHOD_NAMES, parseStudyConfig, searchSchema } from '../../pipeline/study/config.ts';
import { ENGINE_NAMES } from '../../pipeline/study/engineNames.ts';
import { expandGrid } from '../../pipeline/study/grid.ts';
import { JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';
import { METHODS } from '../../pipeline/study/searchMethods.ts';
import {
  addWarmUp,
  type ModelWork,
  predictJudging,
  predictModel,
  predictPublishing,
  predictStart,
  sumSeconds,
} from '../../pipeline/sweep/cost.ts';
import { COMMON_COSTS, ENGINE_COSTS } from '../../pipeline/sweep/unitCosts.ts';

/** The article's model without experiments, with some settings changed. */
function workOf(settings: Partial<ModelWork['settings']> = {}, further: Partial<ModelWork> = {}): ModelWork {
  return {
    engine: 'onnx',
    settings: completeSettings({ hidden: 784, batch: 1000, ...settings }),
    counts: { train: 60_000, test: 10_000 },
    search: searchSchema.parse({}),
    checkpoints: { count: 0, read: 0 },
    experiments: {},
    ...further,
  };
}

const settings = fc.record({
  hidden: fc.integer({ min: 1, max: 1024 }),
  batch: fc.integer({ min: 1, max: 10_000 }),
  depth: fc.integer({ min: 1, max: 4 }),
  epochs: fc.integer({ min: 1, max: 50 }),
  trainImages: fc.integer({ min: 10_000, max: 60_000 }),
  inputNoise: fc.constantFrom(0, 0.1),
  gradientPenalty: fc.constantFrom(0, 0.1),
});

test('one update of a network with one hidden unit takes what its multiplications, by hand, say', () => {
  // 784 + 10 = 794 weights, 784 of them in the first layer: 6 * 794 - 2 * 784 = 3196 operations an image.
  const { training, update, parameter, image, unit, flop, load } = ENGINE_COSTS.onnx;
  const one = workOf(
    { hidden: 1, batch: 1, depth: 1, epochs: 1, trainImages: 1 },
    { counts: { train: 1, test: 0 } },
  );
  const expected = training + update + 794 * parameter + image + unit + 3196 * flop + load;
  expect(predictModel(one).training).toBeCloseTo(expected, 12);
});

test('an idea takes the candidates of its search, each with the layers behind the first', () => {
  // 5 passes of 784 visits; in the first pass both values of a grey pixel; 112 neighbours and the image for a certificate.
  const candidates = 6 * 784 + 113;
  const { load, evaluation, evaluationUnit, evaluationFlop } = ENGINE_COSTS.onnx;
  const search = searchSchema.parse({ passes: 5 });
  const each = evaluation + 2 * evaluationUnit + 2 * (2 * 2 + 2 * 10) * evaluationFlop;
  expect(predictModel(workOf({ hidden: 2, activation: 'tanh' }, { search })).search).toBeCloseTo(
    load + 10 * candidates * each,
    12,
  );
  const { kernelEvaluation, kernelUnit } = COMMON_COSTS;
  expect(predictModel(workOf({ hidden: 2 }, { search })).search).toBeCloseTo(
    load + 10 * candidates * (kernelEvaluation + 2 * kernelUnit),
    12,
  );
});

test('searches that the kernel does not take, of wide models and of many that are followed, take what products do', () => {
  const { kernelEvaluation, kernelUnit } = COMMON_COSTS;
  const candidates = METHODS.coordinate.predictEffort(searchSchema.parse({ restarts: 1 }));
  const work = { config: searchSchema.parse({}), tasks: 30 };
  const none = { changed: 0, read: 0, averaged: 0, judged: 0 };
  const predict = (hidden: number) => {
    const experiments = { comparison: { searches: [work], ...none } };
    const { search, experiments: predicted } = predictModel(workOf({ hidden }, { experiments }));
    const byKernel = candidates * (kernelEvaluation + hidden * kernelUnit);
    const restarts = searchSchema.parse({}).restarts;
    return [search / (10 * restarts * byKernel), predicted.comparison! / (30 * byKernel)];
  };
  for (const ratio of predict(784)) expect(ratio).toBeCloseTo(1, 1);
  const [own, followed] = predict(2048);
  expect(own).toBeCloseTo(1, 1);
  expect(followed).toBeGreaterThan(2);
  expect(predict(4097)[0]).toBeGreaterThan(2);
});

test('on a network whose sizes nobody knows a candidate takes the same whatever the settings', () => {
  const searches = [2, 784].map((hidden) => predictModel(workOf({ hidden }, { isNetwork: true })).search);
  const { load } = ENGINE_COSTS.onnx;
  const effort = METHODS.coordinate.predictEffort(searchSchema.parse({}));
  const restarts = searchSchema.parse({}).restarts;
  expect(searches[0]).toBeCloseTo(load + 10 * restarts * effort * COMMON_COSTS.networkEvaluation, 12);
  expect(searches[1]).toBe(searches[0]);
});

test('twice the epochs take twice the training, and the same searches', () => {
  const fixed = ENGINE_COSTS.onnx.training;
  const [once, twice] = [10, 20].map((epochs) => predictModel(workOf({ epochs })));
  expect((twice!.training - fixed) / (once!.training - fixed)).toBeCloseTo(2, 12);
  expect(twice!.search).toBe(once!.search);
});

test.each(['hidden', 'depth', 'epochs', 'trainImages'] as const)('more %s take longer', (factor) => {
  fc.assert(
    fc.property(settings, fc.constantFrom(...ENGINE_NAMES), (drawn, engine) => {
      // Searches of one layer go by matrix products, and those of two by the kernel, which may take less.
      const some = { ...drawn, depth: Math.max(2, drawn.depth) };
      const more = { ...some, [factor]: 2 * some[factor] };
      const secondsOf = (of: typeof some) => sumSeconds(predictModel(workOf(of, { engine })));
      expect(secondsOf(more)).toBeGreaterThan(secondsOf(some));
    }),
  );
});

test('larger batches take no longer at equal epochs, when they divide the images', () => {
  fc.assert(
    fc.property(settings, fc.constantFrom(1, 10, 100, 1000), (some, batch) => {
      const at = (size: number) =>
        predictModel(workOf({ ...some, trainImages: 60_000, batch: size })).training;
      expect(at(10 * batch)).toBeLessThan(at(batch));
    }),
  );
});

test('input noise costs a draw for every pixel of every training image', () => {
  const [without, withNoise] = [0, 0.1].map((inputNoise) => predictModel(workOf({ inputNoise })).training);
  expect(withNoise! - without!).toBeCloseTo(20 * 60_000 * 784 * COMMON_COSTS.flip, 6);
});

test('each checkpoint costs a search and the reading of its images, which is not of training alone', () => {
  const at = (count: number) => predictModel(workOf({}, { checkpoints: { count, read: 23_000 } }));
  expect(at(8).search).toBeCloseTo(8 * at(1).search, 12);
  expect(at(1).search).toBe(predictModel(workOf()).search);
  const { load, read, readFlop } = ENGINE_COSTS.onnx;
  const weights = 784 * 784 + 784 * 784 + 784 * 10;
  const measuring = load + 23_000 * (read + 2 * weights * readFlop);
  expect(at(8).training - predictModel(workOf()).training).toBeCloseTo(8 * measuring, 9);
});

test('a gradient penalty costs as many multiplications as six of each weight an image', () => {
  const [without, withPenalty] = [0, 0.1].map((gradientPenalty) => predictModel(workOf({ gradientPenalty })));
  const flops = 6 * (784 * 784 + 784 * 784 + 784 * 10) * ENGINE_COSTS.onnx.flop;
  const each = flops + 784 * COMMON_COSTS.slope;
  expect(withPenalty!.training - without!.training).toBeCloseTo(20 * 60_000 * each, 6);
  expect(withPenalty!.search).toBe(without!.search);
});

test('every search takes longer for more restarts, though less than in proportion', () => {
  for (const method of METHOD_NAMES) {
    const at = (restarts: number) =>
      predictModel(workOf({}, { search: searchSchema.parse({ method, restarts }) })).search;
    expect(at(3)).toBeGreaterThan(at(1));
    expect(at(3)).toBeLessThan(3 * at(1));
  }
});

/** A study with `enabled` experiments alone; only what a prediction reads of it. */
function openStudyWith(enabled: readonly string[]): Pick<Study, 'config' | 'models'> {
  const config = parseStudyConfig(
    {
      name: 'some',
      grid: { hidden: [16], batch: [100], seeds: [0, 1] },
      experiments: Object.fromEntries(enabled.map((name) => [name, { enabled: true }])),
    },
    'test',
  );
  return { config, models: expandGrid(config) };
}

/** Predicted seconds of the experiments on the first model and on the second, by name. */
function predictExperiments(enabled: readonly string[]): Readonly<Record<string, number>>[] {
  const study = openStudyWith(enabled) as Study;
  const counts = { train: 60_000, test: 10_000 };
  return study.models.map((model) => {
    const wanted = listWantedExperiments(study, model);
    const experiments = wanted.map(({ name, onModel }) => [name, onModel.countWork(study.config, counts)]);
    return predictModel(workOf(model.settings, { experiments: Object.fromEntries(experiments) })).experiments;
  });
}

test('each experiment that is enabled adds its part, on the models that it is done on', () => {
  const [first, second] = predictExperiments(Object.keys(EXPERIMENTS));
  // Transfer is done on the whole grid, and the comparison on the first seed.
  expect(Object.keys(first!)).toEqual([
    'comparison',
    'hints',
    'counterfeits',
    'optimum',
    'legibility',
    'baselines',
  ]);
  expect(Object.keys(second!)).toEqual(['hints', 'counterfeits', 'baselines']);
  for (const seconds of Object.values(first!)) expect(seconds).toBeGreaterThan(0.05);
  expect(predictExperiments([])).toEqual([{}, {}]);
  expect(predictExperiments(['hints'])[0]!.hints).toBe(first!.hints);
});

test('the parts of a model add up', () => {
  expect(sumSeconds({ training: 1, search: 2, experiments: { hints: 4, comparison: 8 } })).toBe(15);
  expect(sumSeconds({ training: 0, search: 0, experiments: {} })).toBe(0);
});

test('the first model of a process takes longer in the parts that are done', () => {
  const { training, search, experiments } = ENGINE_COSTS.tfjs.warmUp;
  expect(addWarmUp('tfjs', { training: 1, search: 2, experiments: { hints: 3, comparison: 4 } })).toEqual({
    training: 1 + training,
    search: 2 + search,
    experiments: { hints: 3 + experiments / 2, comparison: 4 + experiments / 2 },
  });
  const searched = { training: 0, search: 2, experiments: {} };
  expect(addWarmUp('tfjs', searched)).toEqual({ ...searched, search: 2 + search });
});

const NOTHING: PublishingWork = {
  ...{ judges: JUDGE_NAMES, checked: 0, judged: 0, unscored: [] },
  ...{ films: 0, models: 0, crossReadings: 0 },
};

test('publishing is the report, each model in it, each film with the judges that it opens, and each reading', () => {
  const { report, reportModel, film, filmStart, filmFrames, crossReading } = COMMON_COSTS;
  expect(predictPublishing('onnx', { ...NOTHING, models: 3 })).toBeCloseTo(report + 3 * reportModel, 12);
  const ratio = ENGINE_COSTS.tfjs.judging;
  const open = JUDGES.cnn.costs.open * ratio;
  const read = JUDGES.cnn.costs.read * ratio;
  // What the workers have scored is found.
  expect(predictPublishing('tfjs', { ...NOTHING, judged: 7, checked: 500 })).toBe(report);
  const filmed = predictPublishing('tfjs', { ...NOTHING, judges: ['cnn'], films: 2 });
  expect(filmed).toBeCloseTo(report + open + 2 * filmFrames * read + filmStart + 2 * film, 12);
  const transferred = predictPublishing('onnx', { ...NOTHING, crossReadings: 5 });
  expect(transferred).toBeCloseTo(report + 5 * crossReading, 12);
});

test('judges open and read in turn, longer on an engine that computes them more slowly', () => {
  const { cnn, mixture } = JUDGES;
  const ratio = ENGINE_COSTS.tfjs.judging;
  const both = predictJudging('tfjs', ['cnn', 'mixture']);
  expect(both.open).toBeCloseTo(ratio * cnn.costs.open + mixture.costs.open, 12);
  expect(both.read).toBeCloseTo(ratio * cnn.costs.read + mixture.costs.read, 12);
  expect(predictJudging('onnx', [])).toEqual({ open: 0, read: 0 });
});

test('every price is a positive number or nothing, and every start takes a while', () => {
  for (const engine of ENGINE_NAMES) {
    const { warmUp, ...units } = ENGINE_COSTS[engine];
    const prices = [...Object.values(units), ...Object.values(warmUp)];
    expect(prices.every((price) => Number.isFinite(price) && price >= 0)).toBe(true);
    expect(predictStart(engine)).toBeGreaterThan(1);
  }
});
