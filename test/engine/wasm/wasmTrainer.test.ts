/** What the trainer of our own does with its memory, and which trainings it takes. The engines' tests hold its mathematics. */
import { freemem } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { TrainingTask } from '../../../pipeline/engine/engine.ts';
import { isForKernel, openWasmTrainer } from '../../../pipeline/engine/wasm/wasmTrainer.ts';
import { drawBelow, openStream } from '../../../pipeline/math/streams.ts';
import { completeSettings } from '../../../pipeline/study/axes.ts';
import { UserError } from '../../../pipeline/study/errors.ts';
import { drawImages, drawModel, EVERY_SHAPE, withArrays } from '../drawn.ts';
import { onnxEngine } from '../onnxEngine.ts';

const ADAM = completeSettings({ hidden: 1, batch: 1 });
const DATA = drawImages(40, 1);

function taskOf(hidden: number, batch: number, changes: Partial<TrainingTask> = {}): TrainingTask {
  return { start: drawModel(hidden, hidden), batch, data: DATA, optimizer: ADAM, ...changes };
}

function drawBatches(steps: number, batch: number, seed: number): Int32Array {
  const stream = openStream(seed, 'test/batches');
  return Int32Array.from({ length: steps * batch }, () => drawBelow(stream, DATA.labels.length));
}

/** Losses and parameters of a training of its own. */
async function train(task: TrainingTask, steps = 20) {
  const trainer = openWasmTrainer(task);
  const losses = await trainer.run(drawBatches(steps, task.batch, 2));
  const trained = { losses, parameters: trainer.parameters() };
  await trainer.dispose();
  return trained;
}

test('what a training before it has left in memory changes no bit', async () => {
  const [small, large] = [taskOf(5, 3), taskOf(33, 8)];
  const [first, other] = [await train(small), await train(large)];
  expect(await train(small)).toEqual(first);
  expect(await train(large)).toEqual(other);
});

test('two at once, and one that is disposed of twice, change no bit of each other', async () => {
  const task = taskOf(7, 4);
  const alone = await train(task);
  const [one, two] = [openWasmTrainer(task), openWasmTrainer(task)];
  const batches = drawBatches(20, 4, 2);
  const losses = [await one.run(batches), await two.run(batches)];
  expect(losses).toEqual([alone.losses, alone.losses]);
  await one.dispose();
  await one.dispose();
  const [three, four] = [openWasmTrainer(task), openWasmTrainer(task)];
  expect([await three.run(batches), await four.run(batches)]).toEqual(losses);
  for (const trainer of [two, three, four]) {
    expect(trainer.parameters()).toEqual(alone.parameters);
    await trainer.dispose();
  }
});

test('a layer of 256 units, whose rows are padded further, is trained as by onnx', async () => {
  const task = taskOf(256, 7);
  const { losses } = await train(task, 5);
  const trainer = await onnxEngine.openTrainer(task);
  const others = await trainer.run(drawBatches(5, 7, 2));
  await trainer.dispose();
  expect(losses.every((loss, k) => Math.abs(loss - others[k]!) < 1e-5)).toBe(true);
});

test('the start is left as it was', async () => {
  const start = drawModel(6, 1);
  await train(taskOf(6, 5, { start }));
  expect(start).toEqual(drawModel(6, 1));
});

test('an image without ink and a batch of one are trained on', async () => {
  const data = { images: DATA.images.map((byte, at) => (at < 784 ? 0 : byte)), labels: DATA.labels };
  const trainer = openWasmTrainer(taskOf(4, 1, { data }));
  const [loss] = await trainer.run(Int32Array.of(0));
  expect(loss).toBeGreaterThan(0);
  await trainer.dispose();
});

test('what does not fit the memory of WebAssembly is refused, and the next training is as ever', async () => {
  const before = await train(taskOf(5, 3));
  for (const batch of [2 ** 27, 2 ** 28, 2 ** 31]) {
    expect(() => openWasmTrainer(taskOf(5, batch))).toThrow(UserError);
  }
  expect(await train(taskOf(5, 3))).toEqual(before);
});

test.skipIf(freemem() < 6 * 2 ** 30)('arrays beyond 2 GiB of its memory are found', async () => {
  const task = taskOf(5, 7_000_000);
  const trainer = openWasmTrainer(task);
  expect(trainer.parameters()).toEqual(task.start);
  await trainer.dispose();
});

test('a gradient that is no number makes its parameters none, and is not taken for 0', async () => {
  const start = drawModel(6, 1);
  const w1 = start.layers[0]!.weights.map((weight, at) => (at === 0 ? Number.NaN : weight));
  const trainer = openWasmTrainer(taskOf(6, 5, { start: withArrays(start, { w1 }) }));
  await trainer.run(drawBatches(1, 5, 2));
  const { layers } = trainer.parameters();
  await trainer.dispose();
  expect(layers[2]!.weights.every(Number.isNaN)).toBe(true);
});

describe('which trainings it takes', () => {
  test.each(EVERY_SHAPE)('of $name those with ReLU', (shape) => {
    expect(isForKernel({ ...taskOf(3, 2), start: drawModel({ hidden: 3, ...shape }, 1) })).toBe(
      shape.activation === 'relu',
    );
  });

  test.each([
    ['sgd', { optimizer: { ...ADAM, optimizer: 'sgd' } }, false],
    ['a weight decay', { optimizer: { ...ADAM, weightDecay: 0.1 } }, false],
    ['a gradient penalty', { gradientPenalty: 0.1 }, false],
    ['input noise', { hasInputNoise: true }, true],
  ] as const)('with %s', (_, changes, isTaken) => {
    expect(isForKernel(taskOf(3, 2, changes))).toBe(isTaken);
  });
});
