import { expect, test } from 'vitest';
import { ExactRank } from '../../pipeline/search/exactRank.ts';
import { viewModel } from '../../pipeline/search/modelView.ts';
import { OBJECTIVES } from '../../pipeline/search/objectives.ts';
import { computeOrderedLogits } from '../../pipeline/search/orderedArithmetic.ts';
import { drawModel } from '../engine/drawn.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { drawImageOf } from './tasks.ts';

const parameters = drawModel(5, 1);
const model = viewModel(await onnxEngine.loadModel(parameters));
const open = (image: Float32Array) => new ExactRank({ model, image, digit: 3, objective: OBJECTIVES.logit });

test('the exact rank is that of the image, and with a pixel at another value that of the other image', async () => {
  for (const value of [0, 0.3, 1]) {
    const held = drawImageOf([0, 1], 1).with(99, value);
    const before = held.slice();
    const exact = open(held);
    expect(await exact.held()).toBe(computeOrderedLogits(parameters, before)[3]);
    for (const other of [0, 0.3, 1]) {
      expect(await exact.at(99, other)).toBe(computeOrderedLogits(parameters, before.with(99, other))[3]);
    }
    expect(held).toEqual(before);
  }
});

test('once the image has changed, and that was said, the exact rank is the new one', async () => {
  const image = drawImageOf([0, 1], 2);
  const exact = open(image);
  const before = await exact.held();
  image[400] = 1 - image[400]!;
  exact.forget();
  expect(await exact.held()).toBe(computeOrderedLogits(parameters, image)[3]);
  expect(await exact.held()).not.toBe(before);
});
