import { describe, expect, test, vi } from 'vitest';
import { drawBatches } from '../../pipeline/engine/batches.ts';
import type { Engine } from '../../pipeline/engine/engine.ts';
import { initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { type TrainingData, trainModel } from '../../pipeline/engine/train.ts';
import { CLASSES } from '../../pipeline/math/images.ts';
import type { TrainingConfig } from '../../pipeline/study/config.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import type { EpochRecord } from '../../pipeline/study/records.ts';
import { largestDeviation } from './deviation.ts';
import { drawImages, pickBatch } from './drawn.ts';
import { onnxEngine } from './onnxEngine.ts';
import {
  computePlainGradient,
  computePlainLogits,
  computePlainLoss,
  PlainAdam,
  toPlain,
} from './plainMlp.ts';

const cell = { name: 'h4-b3-s2', hidden: 4, batch: 3, seed: 2 };
const data: TrainingData = {
  train: drawImages(10, 1),
  validation: drawImages(5, 2),
  test: drawImages(30, 3),
};

function configure(epochs: number, learningRate = 0.01): TrainingConfig {
  return {
    epochs,
    optimizer: { name: 'adam', learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  };
}

/** The onnx engine, counting what it opens and what is disposed of. */
function countOpen() {
  const counts = { opened: 0, disposed: 0 };
  const count = <T extends { dispose(): Promise<void> }>(item: T): T => {
    counts.opened++;
    const dispose = item.dispose.bind(item);
    item.dispose = () => {
      counts.disposed++;
      return dispose();
    };
    return item;
  };
  const engine: Engine = {
    ...onnxEngine,
    openTrainer: async (task) => count(await onnxEngine.openTrainer(task)),
    loadModel: async (parameters) => count(await onnxEngine.loadModel(parameters)),
  };
  return { engine, counts };
}

/** Share of images whose label has the largest logit, by the plain reference. */
function measurePlainly(model: ReturnType<typeof toPlain>, set: TrainingData['test']): number {
  const { images, labels } = pickBatch(
    set,
    Array.from(set.labels, (_, row) => row),
  );
  const logits = computePlainLogits(model, images);
  const right = labels.filter((label, row) => {
    const own = [...logits.subarray(row * CLASSES, (row + 1) * CLASSES)];
    return own.indexOf(Math.max(...own)) === label;
  });
  return right.length / labels.length;
}

/** The records that the plain reference would write, from the same start and batches. */
function trainPlainly(epochs: number): EpochRecord[] {
  const config = configure(epochs);
  const model = toPlain(initialiseParameters(cell.hidden, cell.seed));
  const adam = new PlainAdam(config.optimizer, model);
  let updates = 0;
  return [...drawBatches(cell.seed, data.train.labels.length, cell.batch, epochs)].map((batches, epoch) => {
    const losses: number[] = [];
    for (let from = 0; from < batches.length; from += cell.batch) {
      const { images, labels } = pickBatch(data.train, batches.subarray(from, from + cell.batch));
      losses.push(computePlainLoss(model, images, labels));
      adam.update(model, computePlainGradient(model, images, labels));
    }
    updates += losses.length;
    return {
      epoch: epoch + 1,
      updates,
      trainLoss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      testAccuracy: measurePlainly(model, data.test),
      validationAccuracy: measurePlainly(model, data.validation!),
    };
  });
}

describe('training', () => {
  test('writes the records of the plain reference', async () => {
    const { epochs, parameters } = await trainModel(onnxEngine, cell, configure(3), data);
    const oracle = trainPlainly(3);
    const counts = (record: EpochRecord) => ({ ...record, trainLoss: undefined });
    expect(epochs.map(counts)).toEqual(oracle.map(counts));
    expect(epochs.map((record) => record.updates)).toEqual([4, 7, 10]);
    const losses = (records: readonly EpochRecord[]) => records.map((record) => record.trainLoss);
    expect(largestDeviation(losses(epochs), losses(oracle))).toBeLessThan(1e-4);
    expect(epochs.at(-1)!.testAccuracy).toBe(measurePlainly(toPlain(parameters), data.test));
  });

  test('tells of every epoch once, in order, as it ends', async () => {
    const told: EpochRecord[] = [];
    const { epochs } = await trainModel(onnxEngine, cell, configure(3), data, (record) => told.push(record));
    expect(told.map((record) => record.epoch)).toEqual([1, 2, 3]);
    expect(told).toEqual(epochs);
  });

  test('has no validation accuracy where there are no validation images', async () => {
    const { epochs } = await trainModel(onnxEngine, cell, configure(2), { ...data, validation: null });
    expect(epochs.map((record) => record.validationAccuracy)).toEqual([null, null]);
  });

  test('lowers the loss, and learns its few images by heart', async () => {
    const seen = { ...data, test: data.train };
    const { epochs } = await trainModel(onnxEngine, { ...cell, hidden: 16 }, configure(80), seen);
    expect(epochs.at(-1)!.trainLoss).toBeLessThan(epochs[0]!.trainLoss / 10);
    expect(epochs.at(-1)!.testAccuracy).toBe(1);
  });

  test('gives the same model and records again, and another model for another seed', async () => {
    const [first, again, other] = [
      await trainModel(onnxEngine, cell, configure(2), data),
      await trainModel(onnxEngine, cell, configure(2), data),
      await trainModel(onnxEngine, { ...cell, seed: 3 }, configure(2), data),
    ];
    expect(again).toEqual(first);
    expect(other.parameters).not.toEqual(first.parameters);
  });

  test('stopped early is the beginning of the longer training', async () => {
    const short = await trainModel(onnxEngine, cell, configure(2), data);
    const long = await trainModel(onnxEngine, cell, configure(4), data);
    expect(long.epochs.slice(0, 2)).toEqual(short.epochs);
  });
});

describe('training that diverges', () => {
  test('names the cell, the update and what to do', async () => {
    const onEpoch = vi.fn();
    const training = trainModel(onnxEngine, cell, configure(2, 1e30), data, onEpoch);
    await expect(training).rejects.toThrow(UserError);
    await expect(training).rejects.toThrow(
      /^h4-b3-s2: expected a finite loss, got (NaN|-?Infinity) at update 2; lower training\.optimizer\.learningRate \(now 1e\+30\)$/,
    );
    expect(onEpoch).not.toHaveBeenCalled();
  });

  test('counts updates from the first epoch on', async () => {
    let calls = 0;
    const broken: Engine = {
      ...onnxEngine,
      openTrainer: async (task) => {
        const trainer = await onnxEngine.openTrainer(task);
        return {
          run: async (batches) => {
            const losses = await trainer.run(batches);
            return ++calls === 2 ? losses.with(1, Number.NaN) : losses;
          },
          parameters: () => trainer.parameters(),
          dispose: () => trainer.dispose(),
        };
      },
    };
    const onEpoch = vi.fn();
    // Four updates in the first epoch; the second's second loss is not a number.
    await expect(trainModel(broken, cell, configure(2), data, onEpoch)).rejects.toThrow(
      'got NaN at update 6;',
    );
    expect(onEpoch).toHaveBeenCalledTimes(1);
  });

  test('is noticed also where the last update does it', async () => {
    const whole = { ...cell, batch: 10 };
    const training = trainModel(onnxEngine, whole, configure(1, 1e30), data);
    await expect(training).rejects.toThrow(
      'h4-b3-s2: expected finite logits, got others after update 1; ' +
        'lower training.optimizer.learningRate (now 1e+30)',
    );
  });
});

test.each([1e30, 0.01])('nothing stays open at a learning rate of %d', async (learningRate) => {
  const { engine, counts } = countOpen();
  await trainModel(engine, cell, configure(2, learningRate), data).catch(() => undefined);
  expect(counts.opened).toBeGreaterThan(0);
  expect(counts.disposed).toBe(counts.opened);
});
