import { describe, expect, test } from 'vitest';
import {
  articleArchitecture,
  buildParameters,
  countParameters,
  initialiseParameters,
  listArrays,
  listParameters,
} from '../../pipeline/engine/parameters.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import type { Architecture } from '../../pipeline/study/axes.ts';

const initialise = (hidden: number, seed: number) => initialiseParameters(articleArchitecture(hidden), seed);
const ofDepth = (depth: number): Architecture => ({ hidden: 2, depth, activation: 'tanh' });

test.each([
  [
    1,
    [
      ['w1', 1568],
      ['b1', 2],
      ['w2', 20],
      ['b2', 10],
    ],
  ],
  [
    2,
    [
      ['w1', 1568],
      ['b1', 2],
      ['w2', 4],
      ['b2', 2],
      ['w3', 20],
      ['b3', 10],
    ],
  ],
  [
    4,
    [
      ['w1', 1568],
      ['b1', 2],
      ['w2', 4],
      ['b2', 2],
      ['w3', 4],
      ['b3', 2],
      ['w4', 4],
      ['b4', 2],
      ['w5', 20],
      ['b5', 10],
    ],
  ],
] as const)('at depth %d the arrays of two hidden units have these lengths', (depth, lengths) => {
  const parameters = initialiseParameters(ofDepth(depth), 0);
  const arrays = listArrays(parameters);
  expect(listParameters(parameters).map(({ name }, at) => [name, arrays[at]!.length])).toEqual(lengths);
  expect(listParameters(parameters).map(({ name, length }) => [name, length])).toEqual(lengths);
  expect(parameters).toMatchObject({ hidden: 2, depth, activation: 'tanh' });
});

test.each([
  [1, 2, 807],
  [784, 2, 1238730], // 784 * 784 + 784 + 784 * 784 + 784 + 784 * 10 + 10
  [3, 1, 2395], // 784 * 3 + 3 + 3 * 10 + 10
  [3, 4, 2431], // and three times 3 * 3 + 3
])('a model of %d hidden units at depth %d has %d parameters', (hidden, depth, count) => {
  expect(countParameters({ hidden, depth })).toBe(count);
  expect(listParameters({ hidden, depth }).reduce((sum, { length }) => sum + length, 0)).toBe(count);
});

test('every array is what its name and length are filled with', () => {
  const digit = (name: string) => name.charCodeAt(0) + name.charCodeAt(1);
  const parameters = buildParameters(ofDepth(3), (name, length) =>
    new Float32Array(length).fill(digit(name)),
  );
  const arrays = listArrays(parameters);
  listParameters(parameters).forEach(({ name, length }, at) => {
    expect(arrays[at]).toEqual(new Float32Array(length).fill(digit(name)));
  });
});

test.each([1, 2, 3, 4])('biases start at 0 at depth %d', (depth) => {
  for (const { biases } of initialiseParameters(ofDepth(depth), 0).layers) {
    expect(biases.every((bias) => bias === 0)).toBe(true);
  }
});

test.each([
  [0, PIXELS],
  [1, 100],
  [2, 100],
  [3, 100],
])('weights of layer %d start with mean 0 and standard deviation sqrt(1 / %d)', (layer, fanIn) => {
  const { layers } = initialiseParameters({ hidden: 100, depth: 3, activation: 'relu' }, 0);
  const weights = Float64Array.from(layers[layer]!.weights);
  const n = weights.length;
  const deviation = Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / n);
  const mean = weights.reduce((sum, w) => sum + w, 0) / n;
  // Each bound is four standard errors.
  expect(Math.abs(deviation * Math.sqrt(fanIn) - 1)).toBeLessThan(4 / Math.sqrt(2 * n));
  expect(Math.abs(mean * Math.sqrt(fanIn))).toBeLessThan(4 / Math.sqrt(n));
});

test('the same seed gives the same start, another seed another', () => {
  expect(initialise(4, 1)).toEqual(initialise(4, 1));
  initialise(4, 1).layers.forEach(({ weights }, at) => {
    expect(weights).not.toEqual(initialise(4, 2).layers[at]!.weights);
  });
});

describe('each array draws from a stream of its own', () => {
  const weightsOf = (hidden: number) => initialise(hidden, 0).layers.map(({ weights }) => weights);

  test('so that equal shapes have other weights', () => {
    // At 784 hidden units all three have the same standard deviation, so equal draws would be equal weights.
    const heads = weightsOf(PIXELS).map((weights) => weights.slice(0, 8).join());
    expect(new Set(heads).size).toBe(3);
  });

  test('so that a wider or a further layer moves no other draws', () => {
    // The third's draws are only scaled by its fan-in.
    const [narrow, wide] = [weightsOf(4)[2]!, weightsOf(16)[2]!];
    expect([...wide.subarray(0, 40)]).toEqual([...narrow].map((weight) => weight / 2));
    const [two, three] = [2, 3].map((depth) =>
      initialiseParameters({ hidden: 10, depth, activation: 'relu' }, 5),
    );
    expect(three!.layers.slice(0, 3)).toEqual(two!.layers); // ten units: the third weight is square at either depth
  });
});
