/** Every engine's training against the plain double-precision reference, and against itself. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Engine, MlpParameters, Trainer, TrainingTask } from '../../pipeline/engine/engine.ts';
import { rateAt } from '../../pipeline/engine/onnx/optimizers.ts';
import { listState, listTensors } from '../../pipeline/engine/onnx/trainingState.ts';
import { listArrays } from '../../pipeline/engine/parameters.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import { completeSettings, OPTIMIZER_NAMES, type OptimizerSettings } from '../../pipeline/study/axes.ts';
import { largestDeviation } from './deviation.ts';
import { drawImages, drawModel, EVERY_SHAPE, pickBatch } from './drawn.ts';
import { ENGINES } from './engines.ts';
import {
  computePlainGradient,
  computePlainLoss,
  listPlainArrays,
  type PlainLayer,
  PlainOptimizer,
  toPlain,
} from './plainMlp.ts';

const ADAM: OptimizerSettings = completeSettings({ hidden: 1, batch: 1 });

/**
 * Without memory an update is rate * g / (|g| + 1). The rate is large so that the update drowns the parameter it is
 * added to, and with it the parameter's rounding.
 */
const REVEALING: OptimizerSettings = { ...ADAM, learningRate: 1e4, beta1: 0, beta2: 0, epsilon: 1 };

const open: Trainer[] = [];

/**
 * Trains by a trainer of its own on `parts`, one call each; gives all losses, and the model. One trainer after the other takes
 * less time than two at once: engines keep what they loaded for the next.
 */
async function trainAlone(
  engine: Engine,
  task: Omit<TrainingTask, 'optimizer'> & Partial<TrainingTask>,
  ...parts: Int32Array[]
) {
  const trainer = await engine.openTrainer({ optimizer: ADAM, ...task });
  try {
    const losses: number[] = [];
    for (const part of parts) losses.push(...(await trainer.run(part)));
    return { losses, parameters: trainer.parameters() };
  } finally {
    await trainer.dispose();
  }
}

/** Opens trainers of `engine` until the end of the test. */
function openerOf(engine: Engine) {
  return async (task: Omit<TrainingTask, 'optimizer'> & Partial<TrainingTask>) => {
    const trainer = await engine.openTrainer({ optimizer: ADAM, ...task });
    open.push(trainer);
    return trainer;
  };
}

afterEach(async () => {
  for (const trainer of open.splice(0)) await trainer.dispose();
});

/** The gradient that moved `before` to `after` under {@link REVEALING}: u / (1 - |u|) where u = move / rate. */
function recoverGradient(before: MlpParameters, after: MlpParameters): Float64Array[] {
  const moved = listArrays(after);
  return listArrays(before).map((array, k) =>
    Float64Array.from(array, (value, i) => {
      const move = (value - moved[k]![i]!) / REVEALING.learningRate;
      return move / (1 - Math.abs(move));
    }),
  );
}

/** Holds the gradient that a trainer followed against the oracle's. */
function expectGradient(start: MlpParameters, after: MlpParameters, oracle: readonly PlainLayer[]): void {
  const gradient = recoverGradient(start, after);
  listPlainArrays(oracle).forEach((slopes, k) => {
    expect(slopes.some((slope) => slope !== 0)).toBe(true);
    expect(largestDeviation(gradient[k]!, slopes)).toBeLessThan(1e-5);
  });
}

/** Indices of `steps` batches, drawn with repetition. */
function drawIndices(steps: number, batch: number, images: number): Int32Array {
  const stream = openStream(0, 'test/indices');
  return Int32Array.from({ length: steps * batch }, () => drawBelow(stream, images));
}

describe.each(ENGINES)('one update by %s', (_name, engine) => {
  const openTrainer = openerOf(engine);
  const data = drawImages(5, 2);

  test.each([
    ['a batch of four images', [0, 1, 2, 3]],
    ['a batch of one image', [4]],
    ['a batch that repeats an image', [2, 2, 0, 2]],
  ])('follows the gradient of %s', async (_, indices) => {
    const start = drawModel(5, 1);
    const { images, labels } = pickBatch(data, indices);
    const trainer = await openTrainer({ start, batch: indices.length, data, optimizer: REVEALING });
    const losses = await trainer.run(Int32Array.from(indices));
    expectGradient(start, trainer.parameters(), computePlainGradient(toPlain(start), images, labels));
    expect(largestDeviation(losses, [computePlainLoss(toPlain(start), images, labels)])).toBeLessThan(1e-5);
  });

  test.each(EVERY_SHAPE)('follows the gradient at $name', async (shape) => {
    const start = drawModel({ hidden: 5, ...shape }, 1);
    const indices = [0, 3, 1, 4];
    const { images, labels } = pickBatch(data, indices);
    const trainer = await openTrainer({ start, batch: 4, data, optimizer: REVEALING });
    const losses = await trainer.run(Int32Array.from(indices));
    expectGradient(start, trainer.parameters(), computePlainGradient(toPlain(start), images, labels));
    expect(largestDeviation(losses, [computePlainLoss(toPlain(start), images, labels)])).toBeLessThan(1e-5);
  });

  test('moves only the last biases where a blank image leaves every unit at exactly 0', async () => {
    const drawn = drawModel(5, 1);
    const layers = drawn.layers.map(({ weights, biases }) => ({ weights, biases: biases.map(() => 0) }));
    const start = { ...drawn, layers };
    const blank = { images: new Uint8Array(PIXELS), labels: Uint8Array.of(3) };
    const trainer = await openTrainer({ start, batch: 1, data: blank, optimizer: REVEALING });
    await trainer.run(Int32Array.of(0));
    const gradient = recoverGradient(start, trainer.parameters());
    // softmax of equal logits is 0.1 everywhere
    const oracle = [0.1, 0.1, 0.1, -0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
    expect(largestDeviation(gradient.at(-1)!, oracle)).toBeLessThan(1e-6);
    for (const slopes of gradient.slice(0, -1)) expect(slopes.every((slope) => slope === 0)).toBe(true);
  });

  test('follows the gradient where most pixels are blank, whose weights stay', async () => {
    const hidden = 5;
    const start = drawModel(hidden, 1);
    const indices = [0, 3, 1, 4];
    const isBlank = (at: number) => at % PIXELS < 700;
    const inked = { ...data, images: data.images.map((byte, at) => (isBlank(at) ? 0 : byte)) };
    const { images, labels } = pickBatch(inked, indices);
    const trainer = await openTrainer({ start, batch: 4, data: inked, optimizer: REVEALING });
    await trainer.run(Int32Array.from(indices));
    const after = trainer.parameters();
    expectGradient(start, after, computePlainGradient(toPlain(start), images, labels));
    const [before, moved] = [start, after].map(({ layers }) => layers[0]!.weights.subarray(0, 700 * hidden));
    expect(moved).toEqual(before);
  });

  test('leaves the parameters that it started from as they were', async () => {
    const start = drawModel(3, 1);
    const trainer = await openTrainer({ start, batch: 2, data });
    await trainer.run(Int32Array.of(0, 1));
    expect(start).toEqual(drawModel(3, 1));
    expect(trainer.parameters()).not.toEqual(start);
  });
});

/** Each optimizer, with and without weight decay, such that every setting it has counts. */
const OPTIMIZERS = OPTIMIZER_NAMES.flatMap((optimizer) => {
  const learningRate = optimizer.startsWith('adam') ? 0.001 : 0.05;
  const plain: OptimizerSettings = { ...ADAM, optimizer, learningRate, momentum: 0.8 };
  return [
    [optimizer, plain],
    [`${optimizer} with a weight decay`, { ...plain, weightDecay: 0.1 }],
  ] as const;
});

describe.each(ENGINES)('a run by %s', (_name, engine) => {
  const openTrainer = openerOf(engine);
  const [hidden, batch, images] = [7, 6, 20];
  const start = drawModel(hidden, 3);
  const data = drawImages(images, 3);

  test.each([
    ...OPTIMIZERS,
    [
      'a short-sighted Adam with a large epsilon',
      { ...ADAM, beta1: 0.5, beta2: 0.9, epsilon: 0.01 },
    ] as const,
  ])('of five updates by %s follows the plain reference', async (_, optimizer) => {
    const batches = drawIndices(5, batch, images);
    const trainer = await openTrainer({ start, batch, data, optimizer });
    // Two calls: the bias correction and the moments must go on.
    const losses = [
      ...(await trainer.run(batches.subarray(0, 2 * batch))),
      ...(await trainer.run(batches.subarray(2 * batch))),
    ];
    const model = toPlain(start);
    const plain = new PlainOptimizer(optimizer, model);
    const oracle = losses.map((_loss, step) => {
      const chosen = pickBatch(data, batches.subarray(step * batch, (step + 1) * batch));
      const loss = computePlainLoss(model, chosen.images, chosen.labels);
      plain.update(model, computePlainGradient(model, chosen.images, chosen.labels));
      return loss;
    });
    expect(losses).toHaveLength(5);
    expect(largestDeviation(losses, oracle)).toBeLessThan(1e-5);
    const [before, after] = [listArrays(start), listArrays(trainer.parameters())];
    listPlainArrays(model.layers).forEach((array, k) => {
      const moves = after[k]!.map((value, i) => value - before[k]![i]!);
      const oracleMoves = array.map((value, i) => value - before[k]![i]!);
      expect(largestDeviation(moves, oracleMoves)).toBeLessThan(1e-4);
    });
  });

  test('gives the same bits when it is run again', async () => {
    const batches = drawIndices(9, batch, images);
    const task = { start, batch, data };
    expect(await trainAlone(engine, task, batches)).toEqual(await trainAlone(engine, task, batches));
  });

  test.each(OPTIMIZERS)('by %s gives the same bits in one call as in several', async (_, optimizer) => {
    const batches = drawIndices(9, batch, images);
    const task = { start, batch, data, optimizer };
    const cuts = [0, 1, 4, 9].map((steps) => steps * batch);
    const parts = cuts.slice(0, -1).map((from, k) => batches.slice(from, cuts[k + 1]));
    const whole = await trainAlone(engine, task, batches);
    expect(await trainAlone(engine, task, ...parts)).toEqual(whole);
    expect(whole.losses).toHaveLength(9);
  });

  test('hands out copies of its parameters, which later updates do not touch', async () => {
    const trainer = await openTrainer({ start, batch, data });
    const before = trainer.parameters();
    expect(before).toEqual(start);
    before.layers.at(-1)!.biases.fill(7);
    expect(trainer.parameters()).toEqual(start);
    const after = trainer.parameters();
    await trainer.run(drawIndices(1, batch, images));
    expect(after).toEqual(start);
  });

  test('refuses indices that do not fill whole batches', async () => {
    const trainer = await openTrainer({ start, batch, data });
    await expect(trainer.run(new Int32Array(7))).rejects.toThrow(
      'run: expected whole batches of 6, got 7 indices',
    );
  });
});

describe.each(ENGINES)('input noise by %s', (_name, engine) => {
  const openTrainer = openerOf(engine);
  const data = drawImages(5, 4);
  const start = drawModel(5, 1);
  const indices = Int32Array.of(0, 3, 1);
  const stream = openStream(0, 'test/flips');
  const flips = Uint8Array.from({ length: 3 * PIXELS }, () => drawBelow(stream, 2));

  test('makes a flipped pixel 1 minus what it was', async () => {
    const { images, labels } = pickBatch(data, indices);
    const flipped = images.map((value, at) => (flips[at] === 1 ? 1 - value : value));
    const trainer = await openTrainer({ start, batch: 3, data, optimizer: REVEALING, hasInputNoise: true });
    const losses = await trainer.run(indices, flips);
    expectGradient(start, trainer.parameters(), computePlainGradient(toPlain(start), flipped, labels));
    expect(largestDeviation(losses, [computePlainLoss(toPlain(start), flipped, labels)])).toBeLessThan(1e-5);
  });

  test('gives each update flips of its own', async () => {
    const trainer = await openTrainer({ start, batch: 1, data, hasInputNoise: true });
    const losses = await trainer.run(indices, flips);
    const alone: number[] = [];
    const other = await openTrainer({ start, batch: 1, data, hasInputNoise: true });
    for (const [step, index] of indices.entries()) {
      const own = flips.slice(step * PIXELS, (step + 1) * PIXELS);
      alone.push((await other.run(Int32Array.of(index), own))[0]!);
    }
    expect([...losses]).toEqual(alone);
  });

  test('without a flip is the training without noise, to the bit', async () => {
    const [clean, noisy] = [
      await openTrainer({ start, batch: 3, data }),
      await openTrainer({ start, batch: 3, data, hasInputNoise: true }),
    ];
    expect(await noisy.run(indices, new Uint8Array(3 * PIXELS))).toEqual(await clean.run(indices));
    expect(noisy.parameters()).toEqual(clean.parameters());
  });

  test('is refused where it was not announced, and missed where it was', async () => {
    const clean = await openTrainer({ start, batch: 3, data });
    await expect(clean.run(indices, flips)).rejects.toThrow('run: expected no flips, got 2352');
    const noisy = await openTrainer({ start, batch: 3, data, hasInputNoise: true });
    await expect(noisy.run(indices)).rejects.toThrow('run: expected 2352 flips, got none');
    await expect(noisy.run(indices, new Uint8Array(PIXELS))).rejects.toThrow(
      'run: expected 2352 flips, got 784',
    );
  });
});

describe('the step size on scaled moments', () => {
  test('is alpha at the first update, where moments and correction cancel', () => {
    expect(rateAt(ADAM, 1)).toBeCloseTo(0.001, 15);
  });

  test('ends at alpha (1 - beta1) / sqrt(1 - beta2), where nothing is left to correct', () => {
    expect(rateAt(ADAM, 1e6)).toBeCloseTo((0.001 * 0.1) / Math.sqrt(0.001), 12);
  });
});

test('an optimizer carries only what it remembers', () => {
  const shape = { hidden: 2, depth: 1, activation: 'relu' } as const;
  const namesOf = (optimizer: (typeof OPTIMIZER_NAMES)[number]) =>
    listState(listTensors(shape, PIXELS), { optimizer }).map(({ name }) => name);
  expect(namesOf('sgd')).toEqual(['w1', 'common']);
  expect(namesOf('momentum')).toEqual(['w1', 'common', 'v_w1', 'v_common']);
  expect(namesOf('adam')).toEqual(['w1', 'common', 'm_w1', 'm_common', 'v_w1', 'v_common']);
  expect(namesOf('adamw')).toEqual(namesOf('adam'));
});
