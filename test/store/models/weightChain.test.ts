import { expect, test } from 'vitest';
import { findLayers } from '../../../pipeline/store/models/weightChain.ts';

const named = (shapes: Readonly<Record<string, readonly number[]>>) =>
  Object.entries(shapes).map(([name, shape]) => ({ name, shape }));
const find = (shapes: Readonly<Record<string, readonly number[]>>) => findLayers(named(shapes), 'x');

test.each<[what: string, shapes: Record<string, number[]>, layers: [string, string | null][], rows: boolean]>(
  [
    [
      'by number, not by letter',
      {
        'l10.weight': [10, 4],
        'l2.weight': [4, 4],
        'l2.bias': [4],
        'l1.weight': [4, 784],
        'l1.bias': [4],
        'l10.bias': [10],
      },
      [
        ['l1.weight', 'l1.bias'],
        ['l2.weight', 'l2.bias'],
        ['l10.weight', 'l10.bias'],
      ],
      true,
    ],
    [
      'by their shapes where names say otherwise',
      { 'a.weight': [10, 5], 'b.weight': [6, 784], 'c.weight': [5, 6] },
      [
        ['b.weight', null],
        ['c.weight', null],
        ['a.weight', null],
      ],
      true,
    ],
    [
      'of Keras, also where inputs and outputs are as many',
      {
        'dense/kernel:0': [784, 784],
        'dense/bias:0': [784],
        'dense_1/kernel:0': [784, 10],
        'dense_1/bias:0': [10],
      },
      [
        ['dense/kernel:0', 'dense/bias:0'],
        ['dense_1/kernel:0', 'dense_1/bias:0'],
      ],
      false,
    ],
    [
      'called W1 and b1',
      { W1: [784, 3], b1: [3], W2: [3, 10], b2: [10] },
      [
        ['W1', 'b1'],
        ['W2', 'b2'],
      ],
      false,
    ],
    [
      'with a bias for some',
      { 'fc1.weight': [10, 784], 'fc2.weight': [10, 10], 'fc2.bias': [10] },
      [
        ['fc1.weight', null],
        ['fc2.weight', 'fc2.bias'],
      ],
      true,
    ],
  ],
)('layers are found %s', (_, shapes, layers, areOutputRows) => {
  const found = find(shapes);
  expect(found.layers.map(({ weight, bias }) => [weight, bias])).toEqual(layers);
  expect(found.areOutputRows).toBe(areOutputRows);
});

test.each<[what: string, shapes: Record<string, number[]>, line: string]>([
  ['nothing', {}, 'weights whose shapes lead from 784 inputs on, got none'],
  ['a weight that is left', { 'a.weight': [10, 784], 'b.weight': [3, 7] }, "'b.weight' of shape [3,7]"],
  [
    'a batch norm',
    { 'fc.weight': [10, 784], 'fc.bias': [10], 'bn.running_mean': [10] },
    "a bias of one of the layers, got 'bn.running_mean' of shape [10]",
  ],
  ['a scalar', { 'fc.weight': [10, 784], scale: [] }, "fully connected layers, got 'scale' of shape []"],
])('%s is refused in one line', (_, shapes, line) => {
  expect(() => find(shapes)).toThrow(line);
});
