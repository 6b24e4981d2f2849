import { expect, test } from 'vitest';
import { OBJECTIVES } from '../../pipeline/search/objectives.ts';
import { computeOrderedLogits } from '../../pipeline/search/orderedArithmetic.ts';
import { OrderedRank } from '../../pipeline/search/orderedRank.ts';
import { drawModel } from '../engine/drawn.ts';
import { drawImageOf } from './tasks.ts';

const parameters = drawModel(5, 1);
const open = (image: Float32Array) =>
  new OrderedRank({ parameters, image, digit: 3, objective: OBJECTIVES.logit });

test('the ordered rank is that of the image, and with a pixel at another value that of the other image', () => {
  for (const value of [0, 0.3, 1]) {
    const held = drawImageOf([0, 1], 1).with(99, value);
    const before = held.slice();
    const ordered = open(held);
    expect(ordered.held).toBe(computeOrderedLogits(parameters, before)[3]);
    for (const other of [0, 0.3, 1]) {
      expect(ordered.at(99, other)).toBe(computeOrderedLogits(parameters, before.with(99, other))[3]);
    }
    expect(held).toEqual(before);
  }
});

test('once the image has changed, and that was said, the ordered rank is the new one', () => {
  const image = drawImageOf([0, 1], 2);
  const ordered = open(image);
  const before = ordered.held;
  image[400] = 1 - image[400]!;
  ordered.forget();
  expect(ordered.held).toBe(computeOrderedLogits(parameters, image)[3]);
  expect(ordered.held).not.toBe(before);
});
