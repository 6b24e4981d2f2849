/** What the API refuses, each in one line; test/package.test.ts has it at work. */
import { expect, test } from 'vitest';
import {
  readDataset,
  readModel,
  scoreImages,
  searchIdeas,
  train,
  writeModel,
} from '../../pipeline/api/index.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import type { EngineName } from '../../pipeline/study/config.ts';
import { drawModel } from '../engine/drawn.ts';
import { errorLine } from '../store/errorLine.ts';

const data = await readDataset({ train: 20, test: 10 });
const model = { parameters: drawModel(4, 1), epochs: [] };
const blank = new Float32Array(PIXELS);
/** What JavaScript lets through. */
const ENGINE = { engine: 'torch' as EngineName };

test.each<readonly [string, () => unknown, string]>([
  ['keys of a dataset', () => readDataset({ train: 0 }), 'dataset: train: expected at least 1, got 0'],
  [
    'settings',
    () => train({ hidden: 0, batch: 5 }, data),
    'settings: grid.hidden[0]: expected at least 1, got 0; ',
  ],
  [
    'a batch larger than the dataset',
    () => train({ hidden: 4, batch: 21 }, data),
    'grid.batch: expected at most 20 (the training images), got 21; ',
  ],
  ['a missing model', () => readModel('none.onnx'), 'none.onnx: expected a file, got none; '],
  ['keys of a search', () => searchIdeas(model, { passes: 0 }), 'search: passes: expected '],
  ['an engine to search with', () => searchIdeas(model, {}, ENGINE), "engine: expected 'onnx' or "],
  ['an engine to score with', () => scoreImages([blank], [1], ENGINE), "engine: expected 'onnx' or "],
  [
    'classes as a list',
    () => searchIdeas(model, {}, { classes: ['a'] as unknown as string }),
    "classes: expected text, got [ 'a' ]",
  ],
  [
    'a model without parameters to write',
    () => writeModel('none.onnx', undefined),
    'none.onnx: expected the parameters of fully connected layers, got none; ',
  ],
  ['no images', () => scoreImages([], []), 'images: expected at least one, got none; '],
  [
    'another size',
    () => scoreImages([blank, new Float32Array(100)], [1, 2]),
    'images[1]: expected 784 numbers, got 100; ',
  ],
  [
    'bytes',
    () => scoreImages([blank.map(() => 255)], [1]),
    'images[0]: expected numbers in [0, 1], got 255; ',
  ],
  ['NaN', () => scoreImages([blank.map(() => NaN)], [1]), 'images[0]: expected numbers in [0, 1], got NaN; '],
  ['too few digits', () => scoreImages([blank], []), 'digits: expected 1, one for each image, got 0; '],
  ['what is no digit', () => scoreImages([blank], [10]), 'digits[0]: expected a digit, 0 to 9, got 10; '],
])('%s: the message says what is wrong', async (_, act, beginning) => {
  const line = await errorLine(act);
  expect(line.slice(0, beginning.length)).toBe(beginning);
});
