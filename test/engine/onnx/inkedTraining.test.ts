/** Training that multiplies the pixels alone that a batch inks, against training that multiplies them all. */
import { describe, expect, test } from 'vitest';
import type { Engine, LabelledImages, TrainingTask } from '../../../pipeline/engine/engine.ts';
import { planGraph } from '../../../pipeline/engine/onnx/trainer.ts';
import { paysToGather } from '../../../pipeline/engine/onnx/trainingBatch.ts';
import { listArrays } from '../../../pipeline/engine/parameters.ts';
import { takeTrainedPixels } from '../../../pipeline/engine/trainedPixels.ts';
import { CLASSES, PIXELS } from '../../../pipeline/math/images.ts';
import { drawBelow, openStream } from '../../../pipeline/math/streams.ts';
import { completeSettings, OPTIMIZER_NAMES, type OptimizerSettings } from '../../../pipeline/study/axes.ts';
import { largestDeviation } from '../deviation.ts';
import { drawModel } from '../drawn.ts';
import { ENGINES } from '../engines.ts';

const [HIDDEN, BATCH, IMAGES, STEPS] = [48, 20, 60, 6];
/** Pixels from here on are 0 in every image. */
const LAST = 600;

/** Images with 20 inked pixels each, the last 20 of them blank. */
function drawSparseImages(): LabelledImages {
  const stream = openStream(1, 'test/sparse');
  const images = new Uint8Array(IMAGES * PIXELS);
  for (let row = 0; row < IMAGES - BATCH; row++) {
    for (let k = 0; k < 20; k++) images[row * PIXELS + drawBelow(stream, LAST)] = 1 + drawBelow(stream, 255);
  }
  return { images, labels: Uint8Array.from({ length: IMAGES }, () => drawBelow(stream, CLASSES)) };
}

const data = drawSparseImages();
const start = drawModel(HIDDEN, 2);
const stream = openStream(3, 'test/indices');
/** Some batches, then one of blank images alone, then one more. */
const batches = Int32Array.from({ length: STEPS * BATCH }, (_, at) =>
  Math.floor(at / BATCH) === STEPS - 2 ? IMAGES - 1 - (at % BATCH) : drawBelow(stream, IMAGES),
);

function taskOf(optimizer: Partial<OptimizerSettings>): TrainingTask {
  const settings = completeSettings({ hidden: HIDDEN, batch: BATCH, ...optimizer });
  return { start, batch: BATCH, data, optimizer: settings };
}

/** Losses and parameters after the batches, in calls that end after the updates `ends`. */
async function train(engine: Engine, task: TrainingTask, ends: readonly number[]) {
  const trainer = await engine.openTrainer(task);
  const losses: number[] = [];
  for (const [k, end] of ends.entries()) {
    const own = batches.slice((ends[k - 1] ?? 0) * BATCH, end * BATCH);
    const flips = task.hasInputNoise ? new Uint8Array(own.length * PIXELS) : undefined;
    losses.push(...(await trainer.run(own, flips)));
  }
  const parameters = trainer.parameters();
  await trainer.dispose();
  return { losses, parameters };
}

const SETTINGS = OPTIMIZER_NAMES.flatMap((optimizer) => [
  [optimizer, { optimizer, learningRate: 0.01 }] as const,
  [`${optimizer} with a weight decay`, { optimizer, learningRate: 0.01, weightDecay: 0.1 }] as const,
]);
const onnxEngines = ENGINES.filter(([name]) => name !== 'tfjs');

describe.each(onnxEngines)('training by %s on the inked pixels alone', (_name, engine) => {
  test.each(SETTINGS)('by %s gives what all pixels give', async (_, optimizer) => {
    const task = taskOf(optimizer);
    expect(planGraph(task, takeTrainedPixels(task)).gathersInked).toBe(true);
    const gathered = await train(engine, task, [STEPS]);
    // Input noise without a flip is the plain training on all pixels.
    const plain = await train(engine, { ...task, hasInputNoise: true }, [STEPS]);
    expect(largestDeviation(gathered.losses, plain.losses)).toBeLessThan(1e-5);
    const [before, own, others] = [start, gathered.parameters, plain.parameters].map(listArrays);
    before!.forEach((array, k) => {
      const movesOf = (after: Float32Array) => after.map((value, i) => value - array[i]!);
      const moves = movesOf(others![k]!);
      expect(moves.some((move) => move !== 0)).toBe(true);
      expect(largestDeviation(movesOf(own![k]!), moves)).toBeLessThan(1e-4);
    });
  });

  test('leaves the weights of pixels that are never inked exactly as they were', async () => {
    const { parameters } = await train(engine, taskOf({}), [STEPS]);
    const [before, after] = [start, parameters].map(({ layers }) => layers[0]!.weights);
    expect(after!.subarray(LAST * HIDDEN)).toEqual(before!.subarray(LAST * HIDDEN));
    expect(after!.subarray(0, LAST * HIDDEN)).not.toEqual(before!.subarray(0, LAST * HIDDEN));
  });

  test('gives the same bits in one call as in several', async () => {
    const task = taskOf({});
    expect(await train(engine, task, [1, 4, STEPS])).toEqual(await train(engine, task, [STEPS]));
  });
});

describe('reading the inked pixels alone', () => {
  const digits = { pixels: 717, hidden: 784, batch: 100, inked: 516 };

  test('pays with large products, not with small ones, nor where batches ink nearly all', () => {
    expect(paysToGather(digits)).toBe(true);
    expect(paysToGather({ ...digits, batch: 1000, inked: 609 })).toBe(true);
    expect(paysToGather({ ...digits, hidden: 16, batch: 10, inked: 382 })).toBe(false);
    expect(paysToGather({ ...digits, inked: 700 })).toBe(false);
  });

  test('is not for input noise, which inks any of them, nor for a gradient penalty, which is on all of them', () => {
    for (const changed of [{ hasInputNoise: true }, { gradientPenalty: 0.1 }]) {
      const task = { ...taskOf({}), ...changed };
      expect(planGraph(task, takeTrainedPixels(task)).gathersInked).toBe(false);
    }
  });
});
