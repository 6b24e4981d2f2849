/** What settings do to the images that a model is trained on: held to what the docs say is drawn, from which stream. */
import { describe, expect, test } from 'vitest';
import type { Trainer } from '../../pipeline/engine/engine.ts';
import {
  chooseImages,
  openFlips,
  prepareTrainingImages,
  runWithFlips,
  shuffleLabels,
} from '../../pipeline/engine/trainingData.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawPermutation, openStream, shuffleInPlace } from '../../pipeline/math/streams.ts';
import { completeSettings, type Settings } from '../../pipeline/study/axes.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { drawImages, drawModel } from './drawn.ts';
import { ENGINES } from './engines.ts';

const data = drawImages(40, 1);
const plan = (changed: Partial<Settings>) => ({
  name: 'h4-b3-s7',
  settings: completeSettings({ hidden: 4, batch: 3, ...changed }),
  seed: 7,
});
const imageOf = (set: typeof data, row: number) => [...set.images.slice(row * PIXELS, (row + 1) * PIXELS)];

describe('the first images of a permutation', () => {
  test('are kept in their own order, with their labels', () => {
    const rows = [...drawPermutation(openStream(7, 'train-images'), 40)].slice(0, 12).sort((a, b) => a - b);
    const chosen = chooseImages(data, 12, 7);
    expect([...chosen.labels]).toEqual(rows.map((row) => data.labels[row]));
    rows.forEach((row, at) => {
      expect(imageOf(chosen, at)).toEqual(imageOf(data, row));
    });
  });

  test('are other ones for another seed, and part of a larger choice', () => {
    expect(chooseImages(data, 12, 8)).not.toEqual(chooseImages(data, 12, 7));
    const larger = chooseImages(data, 20, 7);
    const heads = Array.from(larger.labels, (_, row) => imageOf(larger, row).join());
    const smaller = chooseImages(data, 12, 7);
    for (let row = 0; row < 12; row++) expect(heads).toContain(imageOf(smaller, row).join());
  });

  test('of all are the data itself', () => {
    expect(chooseImages(data, 40, 7)).toBe(data);
    expect(prepareTrainingImages(plan({}), data)).toBe(data);
    expect(prepareTrainingImages(plan({ trainImages: 40 }), data)).toBe(data);
  });

  test('are refused where there are too few, or fewer than a batch', () => {
    const prepare = (changed: Partial<Settings>) => () => prepareTrainingImages(plan(changed), data);
    expect(prepare({ trainImages: 41 })).toThrow(UserError);
    expect(prepare({ trainImages: 41 })).toThrow(
      'h4-b3-s7: expected at most 40 trainImages (all there are), got 41; ' +
        'lower trainImages, or use a larger dataset',
    );
    expect(prepare({ trainImages: 2 })).toThrow(
      'h4-b3-s7: expected a batch of at most 2 (the training images), got 3; ' +
        'lower the batch size, or use more training images',
    );
  });
});

describe('shuffled labels', () => {
  const count = (labels: Uint8Array) =>
    Array.from({ length: 10 }, (_, k) => labels.filter((l) => l === k).length);

  test('are those of as many images as the share says, permuted among themselves', () => {
    const { images, labels } = shuffleLabels(data, 0.5, 7);
    expect(images).toBe(data.images);
    expect(count(labels)).toEqual(count(data.labels));
    // The first half of a permutation of all, and then their labels in an order from the same stream.
    const stream = openStream(7, 'label-shuffle');
    const touched = drawPermutation(stream, 40).slice(0, 20);
    const order = shuffleInPlace(
      stream,
      Uint8Array.from(touched, (row) => data.labels[row]!),
    );
    expect([...labels]).toEqual(
      Array.from(data.labels, (label, row) => {
        const at = touched.indexOf(row);
        return at < 0 ? label : order[at];
      }),
    );
    expect(labels).not.toEqual(data.labels);
  });

  test('leave the data as it is where the share is 0, and the data given is never changed', () => {
    expect(shuffleLabels(data, 0, 7)).toBe(data);
    shuffleLabels(data, 1, 7);
    expect(data).toEqual(drawImages(40, 1));
  });

  test('are others for another seed, and are drawn among the images that a model sees', () => {
    expect(shuffleLabels(data, 1, 8).labels).not.toEqual(shuffleLabels(data, 1, 7).labels);
    const both = prepareTrainingImages(plan({ trainImages: 12, labelShuffle: 1 }), data);
    expect(both).toEqual(shuffleLabels(chooseImages(data, 12, 7), 1, 7));
  });
});

describe('flips', () => {
  test('are where the next draw is below the share of 2^32', () => {
    const stream = openStream(7, 'input-noise/3');
    const oracle = Array.from({ length: 5000 }, () =>
      Number(stream.nextUint32() < Math.round(0.2 * 2 ** 32)),
    );
    const draw = openFlips(7, 3, 0.2);
    expect([...draw(1000), ...draw(4000)]).toEqual(oracle);
    const ink = oracle.reduce((sum, flip) => sum + flip, 0);
    // Four standard errors of a binomial count.
    expect(Math.abs(ink - 1000)).toBeLessThan(4 * Math.sqrt(5000 * 0.2 * 0.8));
  });

  test('never happen at a share of 0, and differ from epoch to epoch', () => {
    expect(openFlips(7, 0, 0)(1000).every((flip) => flip === 0)).toBe(true);
    expect(openFlips(7, 1, 0.5)(100)).not.toEqual(openFlips(7, 0, 0.5)(100));
  });
});

describe.each(ENGINES)('training on flips by %s', (_name, engine) => {
  const batches = Int32Array.from({ length: 9 * 4 }, (_, k) => (7 * k) % 40);

  /** The losses, the model, and how many steps each call was given. */
  async function train(mostFlips?: number) {
    const optimizer = completeSettings({ hidden: 5, batch: 4 });
    const start = drawModel(5, 1);
    const trainer = await engine.openTrainer({ start, batch: 4, data, optimizer, hasInputNoise: true });
    const calls: number[] = [];
    const counting: Trainer = {
      run: (part, flips) => {
        calls.push(part.length / 4);
        return trainer.run(part, flips);
      },
      parameters: () => trainer.parameters(),
      dispose: () => trainer.dispose(),
    };
    const losses = await runWithFlips(counting, { batches, batch: 4 }, openFlips(7, 0, 0.3), mostFlips);
    const parameters = trainer.parameters();
    await trainer.dispose();
    return { losses, parameters, calls };
  }

  test('gives the same bits whatever the size of the pieces', async () => {
    const whole = await train();
    expect(whole.calls).toEqual([9]);
    const steps = 4 * PIXELS;
    for (const [mostFlips, calls] of [
      [1, [1, 1, 1, 1, 1, 1, 1, 1, 1]],
      [4 * steps, [4, 4, 1]],
      [5 * steps - 1, [4, 4, 1]],
    ] as const) {
      expect(await train(mostFlips)).toEqual({ ...whole, calls });
    }
  });
});
