import { describe, expect, test } from 'vitest';
import { distanceBetween } from '../../pipeline/engine/checkpoint.ts';
import type { Engine, MlpParameters } from '../../pipeline/engine/engine.ts';
import { initialiseParameters, listArrays } from '../../pipeline/engine/parameters.ts';
import { type TrainingData, trainModel } from '../../pipeline/engine/train.ts';
import { completeSettings, type Settings } from '../../pipeline/study/axes.ts';
import type { CheckpointRecord } from '../../pipeline/study/records.ts';
import { drawImages, pickBatch } from './drawn.ts';
import { ENGINES } from './engines.ts';
import { onnxEngine } from './onnxEngine.ts';
import { computePlainLoss, toPlain } from './plainMlp.ts';

const data: TrainingData = {
  train: drawImages(10, 1),
  validation: drawImages(5, 2),
  test: drawImages(30, 3),
};

/** A model of four hidden units in batches of three: 4, 7 and 10 updates at the ends of its three epochs. */
function plan(changed: Partial<Settings> = {}) {
  const settings = completeSettings({ hidden: 4, batch: 3, epochs: 3, learningRate: 0.01, ...changed });
  return { name: 'h4-b3-s2', settings, seed: 2 };
}

const MARKS = [0, 1, 2, 4, 8, 10];

/** Trains with marks, and gives what was told at each. */
async function trainWatched(engine: Engine, model: ReturnType<typeof plan>, marks = MARKS) {
  const checkpoints: { record: CheckpointRecord; parameters: MlpParameters }[] = [];
  const trained = await trainModel(engine, model, data, {
    marks,
    onMark: (record, parameters) => checkpoints.push({ record, parameters }),
  });
  return { trained, checkpoints };
}

describe.each(ENGINES)('marks on %s', (_, engine) => {
  test.each<[what: string, changed: Partial<Settings>]>([
    ['as usual', {}],
    ['in noise', { inputNoise: 0.2 }],
  ])('change no bit of a training %s', async (__, changed) => {
    const { trained } = await trainWatched(engine, plan(changed));
    expect(trained).toEqual(await trainModel(engine, plan(changed), data));
  });

  test('give the parameters of a training that ends there', async () => {
    const { checkpoints } = await trainWatched(engine, plan());
    const short = await trainModel(engine, plan({ epochs: 1 }), data);
    expect(checkpoints.map(({ record }) => record.updates)).toEqual(MARKS);
    expect(checkpoints[0]!.parameters).toEqual(initialiseParameters(plan().settings, 2));
    expect(checkpoints[3]!.parameters).toEqual(short.parameters);
  });
});

test('what is measured is what the plain reference measures of those parameters', async () => {
  // Units that are neither dead nor saturated, so that there is a gradient.
  const model = plan({ activation: 'tanh', learningRate: 0.0001 });
  const { checkpoints, trained } = await trainWatched(onnxEngine, model);
  const lossOf = (own: ReturnType<typeof toPlain>, set: TrainingData['test']) => {
    const { images, labels } = pickBatch(set, Array.from(set.labels.keys()));
    return computePlainLoss(own, images, labels);
  };
  for (const { record, parameters } of checkpoints) {
    const plain = toPlain(parameters);
    expect(record.examples).toBe(3 * record.updates);
    expect(record.trainingLoss).toBeCloseTo(lossOf(plain, data.train), 4);
    expect(record.validationLoss).toBeCloseTo(lossOf(plain, data.validation!), 4);
    expect(record.gradientNorm).toBeGreaterThan(0);
  }
  expect(checkpoints[0]!.record.distance).toBe(0);
  const moved = listArrays(trained.parameters).flatMap((values, at) => {
    const before = listArrays(initialiseParameters(plan().settings, 2))[at]!;
    return Array.from(values, (value, k) => value - before[k]!);
  });
  expect(checkpoints.at(-1)!.record.distance).toBeCloseTo(Math.hypot(...moved), 10);
  expect(checkpoints.at(-1)!.record.testAccuracy).toBe(trained.epochs.at(-1)!.testAccuracy);
});

test('the training loss is of the images and labels that the model sees', async () => {
  const lossAt = async (changed: Partial<Settings>) =>
    (await trainWatched(onnxEngine, plan(changed), [0])).checkpoints[0]!.record.trainingLoss;
  const usual = await lossAt({});
  expect(await lossAt({ inputNoise: 0.3 })).toBe(usual);
  expect(await lossAt({ labelShuffle: 1 })).not.toBe(usual);
  expect(await lossAt({ trainImages: 5 })).not.toBe(usual);
});

test('a model that diverges before a mark is named with the update', async () => {
  const watched = trainWatched(onnxEngine, plan({ learningRate: 1e30 }), [0, 1]);
  await expect(watched).rejects.toThrow('h4-b3-s2: expected finite logits, got others after update 1;');
});

test('the distance of two networks is Euclidean over all their parameters', () => {
  const shape = { hidden: 1, depth: 1, activation: 'relu' } as const;
  const one = initialiseParameters(shape, 0);
  const other = structuredClone(one) as MlpParameters;
  other.layers[0]!.biases[0]! += 3;
  other.layers[1]!.biases[9]! += 4;
  expect(distanceBetween(one, other)).toBe(5);
});
