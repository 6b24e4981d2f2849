/** Every engine's training against the plain double-precision reference, and against itself. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Engine, LabelledImages, MlpParameters, Trainer } from '../../pipeline/engine/engine.ts';
import { scaledRate } from '../../pipeline/engine/onnx/trainingGraph.ts';
import { buildParameters, PARAMETER_NAMES } from '../../pipeline/engine/parameters.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import type { TrainingConfig } from '../../pipeline/study/config.ts';
import { largestDeviation } from './deviation.ts';
import { drawImages, drawModel, pickBatch } from './drawn.ts';
import { ENGINES } from './engines.ts';
import { computePlainGradient, computePlainLoss, mapArrays, PlainAdam, toPlain } from './plainMlp.ts';

type Adam = TrainingConfig['optimizer'];

const ADAM: Adam = { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/**
 * Without memory an update is rate * g / (|g| + 1). The rate is large so that the update drowns the parameter it is
 * added to, and with it the parameter's rounding.
 */
const REVEALING: Adam = { name: 'adam', learningRate: 1e4, beta1: 0, beta2: 0, epsilon: 1 };

const open: Trainer[] = [];

/** Opens trainers of `engine` until the end of the test. */
function openerOf(engine: Engine) {
  return async (start: MlpParameters, batch: number, data: LabelledImages, optimizer = ADAM) => {
    const trainer = await engine.openTrainer({ start, batch, data, optimizer });
    open.push(trainer);
    return trainer;
  };
}

afterEach(async () => {
  for (const trainer of open.splice(0)) await trainer.dispose();
});

/** The gradient that moved `before` to `after` under {@link REVEALING}: u / (1 - |u|) where u = move / rate. */
function recoverGradient(before: MlpParameters, after: MlpParameters) {
  return mapArrays((name) =>
    Float64Array.from(before[name], (value, i) => {
      const move = (value - after[name][i]!) / REVEALING.learningRate;
      return move / (1 - Math.abs(move));
    }),
  );
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
    const trainer = await openTrainer(start, indices.length, data, REVEALING);
    const losses = await trainer.run(Int32Array.from(indices));
    const oracle = computePlainGradient(toPlain(start), images, labels);
    const gradient = recoverGradient(start, trainer.parameters());
    for (const name of PARAMETER_NAMES) {
      expect(largestDeviation(gradient[name], oracle[name])).toBeLessThan(1e-5);
    }
    expect(largestDeviation(losses, [computePlainLoss(toPlain(start), images, labels)])).toBeLessThan(1e-5);
  });

  test('moves only the last biases where a blank image leaves every unit at exactly 0', async () => {
    const drawn = drawModel(5, 1);
    const start = buildParameters(5, (name, length) =>
      name.startsWith('b') ? new Float32Array(length) : drawn[name],
    );
    const blank = { images: new Uint8Array(PIXELS), labels: Uint8Array.of(3) };
    const trainer = await openTrainer(start, 1, blank, REVEALING);
    await trainer.run(Int32Array.of(0));
    const { b3, ...others } = recoverGradient(start, trainer.parameters());
    // softmax of equal logits is 0.1 everywhere
    expect(largestDeviation(b3, [0.1, 0.1, 0.1, -0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])).toBeLessThan(1e-6);
    for (const gradient of Object.values(others)) expect(gradient.every((slope) => slope === 0)).toBe(true);
  });

  test('leaves the parameters that it started from as they were', async () => {
    const start = drawModel(3, 1);
    const trainer = await openTrainer(start, 2, data);
    await trainer.run(Int32Array.of(0, 1));
    expect(start).toEqual(drawModel(3, 1));
    expect(trainer.parameters()).not.toEqual(start);
  });
});

describe.each(ENGINES)('a run by %s', (_name, engine) => {
  const openTrainer = openerOf(engine);
  const [hidden, batch, images] = [7, 6, 20];
  const start = drawModel(hidden, 3);
  const data = drawImages(images, 3);

  test.each([
    ['the default Adam', ADAM],
    ['a short-sighted Adam with a large epsilon', { ...ADAM, beta1: 0.5, beta2: 0.9, epsilon: 0.01 }],
  ])('of five updates by %s follows the plain reference', async (_, adam) => {
    const batches = drawIndices(5, batch, images);
    const trainer = await openTrainer(start, batch, data, adam);
    // Two calls: the bias correction and the moments must go on.
    const losses = [
      ...(await trainer.run(batches.subarray(0, 2 * batch))),
      ...(await trainer.run(batches.subarray(2 * batch))),
    ];
    const model = toPlain(start);
    const plainAdam = new PlainAdam(adam, model);
    const oracle = losses.map((_loss, step) => {
      const chosen = pickBatch(data, batches.subarray(step * batch, (step + 1) * batch));
      const loss = computePlainLoss(model, chosen.images, chosen.labels);
      plainAdam.update(model, computePlainGradient(model, chosen.images, chosen.labels));
      return loss;
    });
    expect(losses).toHaveLength(5);
    expect(largestDeviation(losses, oracle)).toBeLessThan(1e-5);
    const trained = trainer.parameters();
    for (const name of PARAMETER_NAMES) {
      const moves = trained[name].map((value, i) => value - start[name][i]!);
      const oracleMoves = model[name].map((value, i) => value - start[name][i]!);
      expect(largestDeviation(moves, oracleMoves)).toBeLessThan(1e-4);
    }
  });

  test('gives the same bits when it is run again', async () => {
    const batches = drawIndices(9, batch, images);
    const [first, second] = [await openTrainer(start, batch, data), await openTrainer(start, batch, data)];
    expect(await second.run(batches)).toEqual(await first.run(batches));
    expect(second.parameters()).toEqual(first.parameters());
  });

  test('gives the same bits in one call as in several', async () => {
    const batches = drawIndices(9, batch, images);
    const [whole, parts] = [await openTrainer(start, batch, data), await openTrainer(start, batch, data)];
    const losses = await whole.run(batches);
    const cuts = [0, 1, 4, 9].map((steps) => steps * batch);
    const partLosses: number[] = [];
    for (const [k, from] of cuts.slice(0, -1).entries()) {
      partLosses.push(...(await parts.run(batches.slice(from, cuts[k + 1]))));
    }
    expect(partLosses).toEqual([...losses]);
    expect(parts.parameters()).toEqual(whole.parameters());
  });

  test('hands out copies of its parameters, which later updates do not touch', async () => {
    const trainer = await openTrainer(start, batch, data);
    const before = trainer.parameters();
    expect(before).toEqual(start);
    before.b3.fill(7);
    expect(trainer.parameters()).toEqual(start);
    const after = trainer.parameters();
    await trainer.run(drawIndices(1, batch, images));
    expect(after).toEqual(start);
  });

  test('refuses indices that do not fill whole batches', async () => {
    const trainer = await openTrainer(start, batch, data);
    await expect(trainer.run(new Int32Array(7))).rejects.toThrow(
      'run: expected whole batches of 6, got 7 indices',
    );
  });
});

describe('the step size on scaled moments', () => {
  test('is alpha at the first update, where moments and correction cancel', () => {
    expect(scaledRate(ADAM, 1)).toBeCloseTo(0.001, 15);
  });

  test('ends at alpha (1 - beta1) / sqrt(1 - beta2), where nothing is left to correct', () => {
    expect(scaledRate(ADAM, 1e6)).toBeCloseTo((0.001 * 0.1) / Math.sqrt(0.001), 12);
  });
});
