import { describe, expect, test } from 'vitest';
import { makeModelIdeas, WHOLE_CONTROLS } from '../../pipeline/ladder/controlModels.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { readDigits } from '../judging/digits.ts';

const SIZES = {
  meaningless: 2,
  meaningful: 1,
  epochs: 2,
  shuffledImages: 200,
  shuffledEpochs: 2,
  trainImages: 300,
};
const test100 = readDigits('t10k', 0, 100);
const lines: string[] = [];
const make = (start = 0) =>
  makeModelIdeas(
    onnxEngine,
    { train: readDigits('train', start, 400), test: test100 },
    (line) => lines.push(line),
    SIZES,
  );

test('a whole run has 500 ideas a rung without meaning, and trains by chance no less than by digits', () => {
  const { meaningless, epochs, shuffledImages, shuffledEpochs } = WHOLE_CONTROLS;
  expect(2 * 10 * meaningless).toBe(500);
  // Judges and ordinary models learn from 54,000 training images.
  expect(shuffledImages * shuffledEpochs).toBeGreaterThanOrEqual(54_000 * epochs);
});

describe('ideas of control models', async () => {
  const made = await make();
  const [untrained, shuffled, ordinary, noisy] = made.map(({ images }) => images);
  const firstModel = (images: Float32Array) => images.slice(0, 10 * PIXELS);

  test('are ten a model, in the order of the digits, black and white', () => {
    expect(made.map(({ kind, digits }) => [kind, digits.length])).toEqual([
      ['ideas of untrained models', 20],
      ['ideas after shuffled labels', 20],
      ['ordinary ideas', 10],
      ['ideas after noise', 10],
    ]);
    expect(lines).toEqual(made.map(({ kind }, at) => `ladder: rung ${at < 2 ? 2 : 8}: ${kind}`));
    for (const { images, digits, groupSize } of made) {
      expect(groupSize).toBe(10);
      expect(digits.every((digit, at) => digit === at % 10)).toBe(true);
      expect(images).toHaveLength(digits.length * PIXELS);
      expect(images.every((value) => value === 0 || value === 1)).toBe(true);
    }
  });

  test('differ from kind to kind, and from model to model', () => {
    const all = [untrained!, shuffled!, ordinary!, noisy!].map((images) => firstModel(images).join());
    expect(new Set(all).size).toBe(4);
    expect(untrained!.slice(10 * PIXELS)).not.toEqual(firstModel(untrained!));
  });

  test('are the same again, and of other images others but for models that learn nothing', async () => {
    expect((await make()).map(({ images }) => images)).toEqual(made.map(({ images }) => images));
    const [sameUntrained, otherShuffled, otherOrdinary, otherNoisy] = await make(400);
    expect(sameUntrained!.images).toEqual(untrained);
    expect(otherShuffled!.images).not.toEqual(shuffled);
    expect(otherOrdinary!.images).not.toEqual(ordinary);
    expect(otherNoisy!.images).not.toEqual(noisy);
  });
});
