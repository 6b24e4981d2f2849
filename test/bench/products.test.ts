import { describe, expect, test } from 'vitest';
import { onnxProducts } from '../../pipeline/bench/onnxProducts.ts';
import {
  countOperations,
  drawInputs,
  listEnds,
  listShapes,
  type ProductMaker,
  type ProductPlan,
  planSearch,
  planStep,
} from '../../pipeline/bench/products.ts';
import { createTensorFlowProducts } from '../../pipeline/bench/tensorFlowProducts.ts';
import { openTensorFlow } from '../../pipeline/engine/tfjs/library.ts';
import { ENGINES } from '../engine/engines.ts';

type Matrix = readonly (readonly number[])[];

function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0]!.map((_, c) => row.reduce((sum, value, k) => sum + value * b[k]![c]!, 0)));
}

function transpose(a: Matrix): Matrix {
  return a[0]!.map((_, c) => a.map((row) => row[c]!));
}

function toMatrix(values: Float32Array, [rows, columns]: readonly [number, number]): Matrix {
  return Array.from({ length: rows }, (_, r) => [...values.subarray(r * columns, (r + 1) * columns)]);
}

/** The results of a plan, one number after the other. */
function multiplyPlainly(plan: ProductPlan): ReadonlyMap<string, Matrix> {
  const found = new Map(
    [...drawInputs(plan)].map(([name, values]) => [name, toMatrix(values, plan.inputs[name]!)]),
  );
  for (const { a, b, result, transposed } of plan.products) {
    const [left, right] = [found.get(a)!, found.get(b)!];
    found.set(
      result,
      multiply(transposed === 'a' ? transpose(left) : left, transposed === 'b' ? transpose(right) : right),
    );
  }
  return found;
}

const SHAPE = { hidden: 3, batch: 2, pixels: 7 };

const PLANS = [
  ['the step', planStep(SHAPE, 'inputs')],
  ['the step whose weights have outputs for rows', planStep(SHAPE, 'outputs')],
  ['the search', planSearch(3, 5)],
] as const;

describe.each(['inputs', 'outputs'] as const)('the plan of a step whose rows of weights are %s', (rows) => {
  const plan = planStep(SHAPE, rows);

  test('ends in the gradients of the weights, shaped as they are', () => {
    const shapes = listShapes(plan);
    expect(listEnds(plan)).toEqual(['g_w3', 'g_w2', 'g_w1']);
    for (const weight of ['w1', 'w2', 'w3']) expect(shapes.get(`g_${weight}`)).toEqual(shapes.get(weight));
  });

  test('counts two operations for each product of two numbers: 2 B (2 P H + 3 H^2 + 3 * 10 H)', () => {
    expect(countOperations(plan)).toBe(2 * 2 * (2 * 7 * 3 + 3 * 9 + 30 * 3));
    expect(countOperations(planSearch(3, 5))).toBe(2 * 5 * 9);
  });
});

const isTensorFlowHere = ENGINES.some(([name]) => name === 'tfjs');
const MAKERS: readonly ProductMaker[] = [
  onnxProducts,
  ...(isTensorFlowHere ? [createTensorFlowProducts(await openTensorFlow())] : []),
];

describe.each(MAKERS.map((maker) => [maker.name, maker] as const))('%s', (_, maker) => {
  test.each(PLANS)('gives the products of %s', async (_name, plan) => {
    const expectations = multiplyPlainly(plan);
    const results = await maker.multiplyOnce(plan);
    expect([...results.keys()]).toEqual(listEnds(plan));
    for (const [end, values] of results) {
      const plain = expectations.get(end)!.flat();
      const worst = Math.max(...[...values].map((value, at) => Math.abs(value - plain[at]!)));
      expect(worst).toBeLessThan(1e-5);
    }
  });
});
