import { describe, expect, test, vi } from 'vitest';
import { drawBatches } from '../../pipeline/engine/batches.ts';
import type { Engine } from '../../pipeline/engine/engine.ts';
import { initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { type TrainingData, trainModel } from '../../pipeline/engine/train.ts';
import { openFlips } from '../../pipeline/engine/trainingData.ts';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import { completeSettings, type Settings } from '../../pipeline/study/axes.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import type { EpochRecord } from '../../pipeline/study/records.ts';
import { largestDeviation } from './deviation.ts';
import { drawImages, pickBatch } from './drawn.ts';
import { onnxEngine } from './onnxEngine.ts';
import {
  computePlainGradient,
  computePlainLogits,
  computePlainLoss,
  PlainOptimizer,
  toPlain,
} from './plainMlp.ts';

const data: TrainingData = {
  train: drawImages(10, 1),
  validation: drawImages(5, 2),
  test: drawImages(30, 3),
};

/** A model of four hidden units in batches of three, with some settings changed. */
function plan(changed: Partial<Settings> = {}, seed = 2) {
  const settings = completeSettings({ hidden: 4, batch: 3, learningRate: 0.01, ...changed });
  return { name: 'h4-b3-s2', settings, seed };
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
function trainPlainly({ settings, seed }: ReturnType<typeof plan>): EpochRecord[] {
  const model = toPlain(initialiseParameters(settings, seed));
  const optimizer = new PlainOptimizer(settings, model);
  const { batch, epochs, inputNoise } = settings;
  let updates = 0;
  return [...drawBatches(seed, data.train.labels.length, batch, epochs)].map((batches, epoch) => {
    const losses: number[] = [];
    const drawFlips = openFlips(seed, epoch, inputNoise);
    for (let from = 0; from < batches.length; from += batch) {
      const { images: clean, labels } = pickBatch(data.train, batches.subarray(from, from + batch));
      const flips = drawFlips(batch * PIXELS);
      const images = clean.map((value, at) => (flips[at] === 1 ? 1 - value : value));
      losses.push(computePlainLoss(model, images, labels));
      optimizer.update(model, computePlainGradient(model, images, labels));
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
  test.each<[what: string, changed: Partial<Settings>]>([
    ['as usual', {}],
    ['in noise', { inputNoise: 0.2 }],
    ['with another network and optimizer', { depth: 3, activation: 'tanh', optimizer: 'momentum' }],
  ])('%s writes the records of the plain reference', async (_, changed) => {
    const model = plan({ epochs: 3, ...changed });
    const { epochs, parameters } = await trainModel(onnxEngine, model, data);
    const oracle = trainPlainly(model);
    const counts = (record: EpochRecord) => ({ ...record, trainLoss: undefined });
    expect(epochs.map(counts)).toEqual(oracle.map(counts));
    expect(epochs.map((record) => record.updates)).toEqual([4, 7, 10]);
    const losses = (records: readonly EpochRecord[]) => records.map((record) => record.trainLoss);
    expect(largestDeviation(losses(epochs), losses(oracle))).toBeLessThan(1e-4);
    expect(epochs.at(-1)!.testAccuracy).toBe(measurePlainly(toPlain(parameters), data.test));
  });

  test('tells of every epoch once, in order, as it ends', async () => {
    const told: EpochRecord[] = [];
    const { epochs } = await trainModel(onnxEngine, plan({ epochs: 3 }), data, {
      onEpoch: (record) => told.push(record),
    });
    expect(told.map((record) => record.epoch)).toEqual([1, 2, 3]);
    expect(told).toEqual(epochs);
  });

  test('has no validation accuracy where there are no validation images', async () => {
    const { epochs } = await trainModel(onnxEngine, plan({ epochs: 2 }), { ...data, validation: null });
    expect(epochs.map((record) => record.validationAccuracy)).toEqual([null, null]);
  });

  test('lowers the loss, and learns its few images by heart', async () => {
    const seen = { ...data, test: data.train };
    const { epochs } = await trainModel(onnxEngine, plan({ hidden: 16, epochs: 80 }), seen);
    expect(epochs.at(-1)!.trainLoss).toBeLessThan(epochs[0]!.trainLoss / 10);
    expect(epochs.at(-1)!.testAccuracy).toBe(1);
  });

  test('gives the same model and records again, and another model for another seed', async () => {
    const [first, again, other] = [
      await trainModel(onnxEngine, plan({ epochs: 2 }), data),
      await trainModel(onnxEngine, plan({ epochs: 2 }), data),
      await trainModel(onnxEngine, plan({ epochs: 2 }, 3), data),
    ];
    expect(again).toEqual(first);
    expect(other.parameters).not.toEqual(first.parameters);
  });

  test('stopped early is the beginning of the longer training', async () => {
    const short = await trainModel(onnxEngine, plan({ epochs: 2 }), data);
    const long = await trainModel(onnxEngine, plan({ epochs: 4 }), data);
    expect(long.epochs.slice(0, 2)).toEqual(short.epochs);
  });
});

describe('what a model sees', () => {
  const train = async (changed: Partial<Settings>) =>
    (await trainModel(onnxEngine, plan({ epochs: 2, ...changed }), data)).parameters;

  test('is all images with their own labels where its settings say nothing else', async () => {
    const usual = await train({});
    expect(await train({ trainImages: 10 })).toEqual(usual);
    for (const changed of [{ trainImages: 9 }, { labelShuffle: 1 }, { inputNoise: 0.1 }]) {
      expect(await train(changed)).not.toEqual(usual);
    }
  });

  test('makes the number of updates that its images take', async () => {
    const { epochs } = await trainModel(onnxEngine, plan({ epochs: 2, trainImages: 4 }), data);
    expect(epochs.map(({ updates }) => updates)).toEqual([2, 3]);
  });

  test('has noise that is not the same in every epoch', async () => {
    // All images are one batch and nothing is learnt at this rate, so that only the noise tells epochs apart.
    const still = { epochs: 3, batch: 10, learningRate: 1e-12 };
    const lossesAt = async (inputNoise: number) => {
      const { epochs } = await trainModel(onnxEngine, plan({ ...still, inputNoise }), data);
      return new Set(epochs.map(({ trainLoss }) => trainLoss.toFixed(5)));
    };
    expect((await lossesAt(0)).size).toBe(1);
    expect((await lossesAt(0.3)).size).toBe(3);
  });
});

describe('training that diverges', () => {
  test('names the model, the update and what to do', async () => {
    const onEpoch = vi.fn();
    const training = trainModel(onnxEngine, plan({ epochs: 2, learningRate: 1e30 }), data, { onEpoch });
    await expect(training).rejects.toThrow(UserError);
    await expect(training).rejects.toThrow(
      /^h4-b3-s2: expected a finite loss, got (NaN|-?Infinity) at update 2; lower learningRate \(now 1e\+30\)$/,
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
    await expect(trainModel(broken, plan({ epochs: 2 }), data, { onEpoch })).rejects.toThrow(
      'got NaN at update 6;',
    );
    expect(onEpoch).toHaveBeenCalledTimes(1);
  });

  test('is noticed also where the last update does it', async () => {
    const whole = plan({ batch: 10, epochs: 1, learningRate: 1e30 });
    const training = trainModel(onnxEngine, whole, data);
    await expect(training).rejects.toThrow(
      'h4-b3-s2: expected finite logits, got others after update 1; ' + 'lower learningRate (now 1e+30)',
    );
  });
});

test.each([1e30, 0.01])('nothing stays open at a learning rate of %d', async (learningRate) => {
  const { engine, counts } = countOpen();
  await trainModel(engine, plan({ epochs: 2, learningRate }), data).catch(() => undefined);
  expect(counts.opened).toBeGreaterThan(0);
  expect(counts.disposed).toBe(counts.opened);
});
