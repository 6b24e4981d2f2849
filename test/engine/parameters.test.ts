import { expect, test } from 'vitest';
import {
  buildParameters,
  countParameters,
  initialiseParameters,
  PARAMETER_NAMES,
  parameterShapes,
} from '../../pipeline/engine/parameters.ts';
import { PIXELS } from '../../pipeline/math/images.ts';

test('the arrays of two hidden units have these lengths', () => {
  const parameters = initialiseParameters(2, 0);
  expect(PARAMETER_NAMES.map((name) => [name, parameters[name].length])).toEqual([
    ['w1', 1568],
    ['b1', 2],
    ['w2', 4],
    ['b2', 2],
    ['w3', 20],
    ['b3', 10],
  ]);
  expect(parameters.hidden).toBe(2);
});

test.each([
  [1, 807],
  [784, 1238730], // 784 * 784 + 784 + 784 * 784 + 784 + 784 * 10 + 10
])('a model of %d hidden units has %d parameters', (hidden, count) => {
  expect(countParameters(hidden)).toBe(count);
  const lengths = PARAMETER_NAMES.map((name) => parameterShapes(hidden)[name].reduce((a, b) => a * b, 1));
  expect(lengths.reduce((a, b) => a + b)).toBe(count);
});

test('every array is what its name and length are filled with', () => {
  const parameters = buildParameters(3, (name, length) => new Float32Array(length).fill(name.charCodeAt(1)));
  const digit = (name: string) => name.charCodeAt(1);
  for (const name of PARAMETER_NAMES) expect(new Set(parameters[name])).toEqual(new Set([digit(name)]));
});

test('biases start at 0', () => {
  const { b1, b2, b3 } = initialiseParameters(50, 0);
  for (const biases of [b1, b2, b3]) expect(biases.every((bias) => bias === 0)).toBe(true);
});

test.each([
  ['w1', PIXELS],
  ['w2', 100],
  ['w3', 100],
] as const)('weights %s start with mean 0 and standard deviation sqrt(1 / %d)', (name, fanIn) => {
  const weights = Float64Array.from(initialiseParameters(100, 0)[name]);
  const n = weights.length;
  const deviation = Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / n);
  const mean = weights.reduce((sum, w) => sum + w, 0) / n;
  // Each bound is four standard errors.
  expect(Math.abs(deviation * Math.sqrt(fanIn) - 1)).toBeLessThan(4 / Math.sqrt(2 * n));
  expect(Math.abs(mean * Math.sqrt(fanIn))).toBeLessThan(4 / Math.sqrt(n));
});

test('the same seed gives the same start, another seed another', () => {
  expect(initialiseParameters(4, 1)).toEqual(initialiseParameters(4, 1));
  for (const name of ['w1', 'w2', 'w3'] as const) {
    expect(initialiseParameters(4, 1)[name]).not.toEqual(initialiseParameters(4, 2)[name]);
  }
});

test('each array draws from a stream of its own', () => {
  // At 784 hidden units all three have the same standard deviation, so equal draws would be equal weights.
  const { w1, w2, w3 } = initialiseParameters(PIXELS, 0);
  const heads = [w1, w2, w3].map((weights) => weights.slice(0, 8).join());
  expect(new Set(heads).size).toBe(3);
  // A wider second layer takes more draws; the third's do not move, they are only scaled by its fan-in.
  const [narrow, wide] = [initialiseParameters(4, 0).w3, initialiseParameters(16, 0).w3];
  expect([...wide.subarray(0, 40)]).toEqual([...narrow].map((weight) => weight / 2));
});
