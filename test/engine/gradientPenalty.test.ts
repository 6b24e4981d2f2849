/**
 * Training with a gradient penalty against central differences of the penalised loss, which needs no second derivative:
 * cross-entropy + lambda |r|^2, with r by the plain reference.
 */
import { describe, expect, test } from 'vitest';
import type { Engine, LabelledImages, MlpParameters, TrainingTask } from '../../pipeline/engine/engine.ts';
import { inputGradientNorm } from '../../pipeline/engine/inputGradientNorm.ts';
import { initialiseParameters, listArrays } from '../../pipeline/engine/parameters.ts';
import { trainModel } from '../../pipeline/engine/train.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import { completeSettings, type Settings } from '../../pipeline/study/axes.ts';
import { readDigits } from '../judging/digits.ts';
import { largestDeviation } from './deviation.ts';
import { drawImages, drawModel, EVERY_SHAPE, pickBatch } from './drawn.ts';
import { ENGINES } from './engines.ts';
import { onnxEngine } from './onnxEngine.ts';
import {
  computePlainGradient,
  computePlainLoss,
  computePlainPenalty,
  listPlainArrays,
  toPlain,
} from './plainMlp.ts';

/** So large that a move drowns the parameter it is added to, and with it the parameter's rounding. */
const RATE = 1e4;
const SGD = completeSettings({ hidden: 5, batch: 4, optimizer: 'sgd', learningRate: RATE });
const PENALTY = 20;
const INDICES = [0, 3, 1, 4];

/** Images whose first 700 pixels are blank. */
const data = (({ images, labels }: LabelledImages) => ({
  images: images.map((byte, at) => (at % PIXELS < 700 ? 0 : byte)),
  labels,
}))(drawImages(5, 2));

/** Every depth with the article's activation, and each of the others, whose second derivative is not 0. */
const SHAPES = EVERY_SHAPE.filter(
  ({ depth, activation }) =>
    activation === 'relu' || (activation === 'tanh' && depth === 3) || (activation === 'gelu' && depth === 2),
);

/** Places of an array that are differentiated: some of many, all of few. */
const placesOf = ({ length }: { readonly length: number }) =>
  Array.from({ length }, (_, at) => at).filter((at) => length < 100 || at % 41 === 0);

/** (f(p + h) - f(p - h)) / 2h of the penalised loss of images in some entries of every array. */
function differentiate(start: MlpParameters, { images, labels }: ReturnType<typeof pickBatch>): number[][] {
  const model = toPlain(start);
  const step = 1e-5;
  const lossAt = (array: Float64Array, at: number, value: number) => {
    const held = array[at]!;
    array[at] = value;
    const loss =
      computePlainLoss(model, images, labels) + PENALTY * computePlainPenalty(model, images, labels);
    array[at] = held;
    return loss;
  };
  return listPlainArrays(model.layers).map((array) =>
    placesOf(array).map((at) => {
      const value = array[at]!;
      return (lossAt(array, at, value + step) - lossAt(array, at, value - step)) / (2 * step);
    }),
  );
}

/** The losses that `engine` reports of one update of gradient descent, and the gradient that it followed. */
async function followGradient(engine: Engine, task: Partial<TrainingTask> & Pick<TrainingTask, 'start'>) {
  const trainer = await engine.openTrainer({
    batch: 4,
    data,
    optimizer: SGD,
    gradientPenalty: PENALTY,
    ...task,
  });
  const flips = task.hasInputNoise ? [drawFlips()] : [];
  const losses = await trainer.run(Int32Array.from(INDICES), ...flips);
  const moved = listArrays(trainer.parameters());
  await trainer.dispose();
  const gradient = listArrays(task.start).map((array, k) =>
    placesOf(array).map((at) => (array[at]! - moved[k]![at]!) / RATE),
  );
  return { losses, gradient };
}

function drawFlips(): Uint8Array {
  const stream = openStream(0, 'test/flips');
  return Uint8Array.from({ length: INDICES.length * PIXELS }, () => drawBelow(stream, 2));
}

function expectGradient(gradient: readonly number[][], oracle: readonly number[][]): void {
  oracle.forEach((slopes, k) => {
    expect(slopes.some((slope) => slope !== 0)).toBe(true);
    expect(largestDeviation(gradient[k]!, slopes)).toBeLessThan(2e-5);
  });
}

describe.each(SHAPES)('an update with a gradient penalty at $name', (shape) => {
  const start = drawModel({ hidden: 5, ...shape }, 1);
  const chosen = pickBatch(data, INDICES);
  const oracle = differentiate(start, chosen);

  test('is another one than without', () => {
    const { images, labels } = chosen;
    const plain = listPlainArrays(computePlainGradient(toPlain(start), images, labels));
    for (const [k, array] of plain.entries()) {
      const own = placesOf(array).map((at) => array[at]!);
      expect(largestDeviation(own, oracle[k]!)).toBeGreaterThan(0.05);
    }
  });

  test.each(ENGINES)(
    'by %s follows the gradient of the penalised loss, and reports the cross-entropy',
    async (_, engine) => {
      const { losses, gradient } = await followGradient(engine, { start });
      expectGradient(gradient, oracle);
      const { images, labels } = chosen;
      expect(largestDeviation(losses, [computePlainLoss(toPlain(start), images, labels)])).toBeLessThan(1e-5);
    },
  );
});

describe.each(ENGINES)('a gradient penalty by %s', (name, engine) => {
  const start = drawModel(5, 1);

  test('is on the gradient in the noisy image, where there is noise', async () => {
    const flips = drawFlips();
    const { images, labels } = pickBatch(data, INDICES);
    const noisy = { images: images.map((value, at) => Math.abs(value - flips[at]!)), labels };
    const { gradient } = await followGradient(engine, { start, hasInputNoise: true });
    expectGradient(gradient, differentiate(start, noisy));
  });

  test('moves the first weights of pixels that no image inks', async () => {
    const { gradient } = await followGradient(engine, { start });
    const blank = placesOf(listArrays(start)[0]!).findIndex((at) => at >= 700 * 5);
    expect(gradient[0]!.slice(0, blank).filter((slope) => slope !== 0).length).toBeGreaterThan(blank / 2);
  });

  test('of 0 is none, to the bit', async () => {
    const [none, zero] = await Promise.all(
      [{}, { gradientPenalty: 0 }].map(async (given) => {
        const trainer = await engine.openTrainer({ start, batch: 4, data, optimizer: SGD, ...given });
        const losses = await trainer.run(Int32Array.from(INDICES));
        const parameters = trainer.parameters();
        await trainer.dispose();
        return { losses, parameters };
      }),
    );
    expect(zero).toEqual(none);
  });

  // Where units are added to a crowded layer (engine/tfjs/storedParameters.ts), they must stay at 0.
  test.runIf(name === 'tfjs')('leaves added units out', async () => {
    const wide = initialiseParameters({ hidden: 512, depth: 2, activation: 'gelu' }, 0);
    const [own, others] = [
      await followGradient(engine, { start: wide }),
      await followGradient(onnxEngine, { start: wide }),
    ];
    own.gradient.forEach((slopes, k) => {
      expect(largestDeviation(slopes, others.gradient[k]!)).toBeLessThan(1e-4);
    });
  });
});

test('the larger the gradient penalty, the smaller the input gradients of what is trained', async () => {
  const train = readDigits('train', 0, 1000);
  const unseen = readDigits('t10k', 0, 100);
  const normAt = async (changed: Partial<Settings>) => {
    const settings = completeSettings({ hidden: 16, batch: 50, epochs: 3, learningRate: 0.01, ...changed });
    const model = { name: 'h16-b50-s0', settings, seed: 0 };
    const { parameters, epochs } = await trainModel(onnxEngine, model, {
      train,
      validation: null,
      test: unseen,
    });
    expect(epochs.at(-1)!.testAccuracy).toBeGreaterThan(0.7);
    const loaded = await onnxEngine.loadModel(parameters);
    const norm = await inputGradientNorm(loaded, unseen);
    await loaded.dispose();
    return norm;
  };
  const [none, some, much] = [
    await normAt({}),
    await normAt({ gradientPenalty: 0.03 }),
    await normAt({ gradientPenalty: 1 }),
  ];
  expect(some).toBeLessThan(0.9 * none!);
  expect(much).toBeLessThan(0.7 * some!);
});
