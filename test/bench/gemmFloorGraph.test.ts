import { Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import {
  buildGemmFloorGraph,
  buildProductGraph,
  countFloorOperations,
} from '../../pipeline/bench/gemmFloorGraph.ts';
import { nativeRuntime } from '../../pipeline/engine/onnx/nativeRuntime.ts';
import { fillNormal, openStream } from '../../pipeline/math/streams.ts';

type Matrix = readonly (readonly number[])[];

function draw(name: string, rows: number, columns: number): Matrix {
  const values = fillNormal(openStream(1, name), 0.5, new Float32Array(rows * columns));
  return Array.from({ length: rows }, (_, r) => [...values.subarray(r * columns, (r + 1) * columns)]);
}

function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0]!.map((_, c) => row.reduce((sum, value, k) => sum + value * b[k]![c]!, 0)));
}

function transpose(a: Matrix): Matrix {
  return a[0]!.map((_, c) => a.map((row) => row[c]!));
}

function toTensor(a: Matrix): Tensor {
  return new Tensor('float32', Float32Array.from(a.flat()), [a.length, a[0]!.length]);
}

function expectClose(tensor: Tensor, matrix: Matrix): void {
  expect(tensor.dims).toEqual([matrix.length, matrix[0]!.length]);
  const plain = matrix.flat();
  const worst = Math.max(
    ...[...(tensor.data as Float32Array)].map((value, i) => Math.abs(value - plain[i]!)),
  );
  expect(worst).toBeLessThan(1e-5 * Math.max(...plain.map(Math.abs)));
}

describe('the floor graph', () => {
  const [hidden, batch] = [3, 2];
  const x = draw('x', batch, 784);
  const w1 = draw('w1', 784, hidden);
  const w2 = draw('w2', hidden, hidden);
  const w3 = draw('w3', hidden, 10);

  test.each([1, 4])('makes the eight products of a step, %d times over', async (laps) => {
    const session = await nativeRuntime.openSession(buildGemmFloorGraph(hidden, batch));
    const outputs = await session.run({
      x: toTensor(x),
      w1: toTensor(w1),
      w2: toTensor(w2),
      w3: toTensor(w3),
      laps: new Tensor('float32', new Float32Array(laps), [laps]),
    });
    await session.release();
    const h1 = multiply(x, w1);
    const h2 = multiply(h1, w2);
    const y = multiply(h2, w3);
    const g2 = multiply(y, transpose(w3));
    const g1 = multiply(g2, transpose(w2));
    expectClose(outputs.g_w3!, multiply(transpose(h2), y));
    expectClose(outputs.g_w2!, multiply(transpose(h1), g2));
    expectClose(outputs.g_w1!, multiply(transpose(x), g1));
  });

  test('counts two operations for each product of two numbers', () => {
    const products = [
      [batch, 784, hidden],
      [batch, hidden, hidden],
      [batch, hidden, 10],
      [hidden, batch, 10],
      [hidden, batch, hidden],
      [784, batch, hidden],
      [batch, 10, hidden],
      [batch, hidden, hidden],
    ];
    const operations = products.reduce((sum, [m, k, n]) => sum + 2 * m! * k! * n!, 0);
    expect(countFloorOperations(hidden, batch)).toBe(operations);
  });
});

test('the product of a search multiplies rows by constant weights', async () => {
  const weights = draw('weights', 3, 3);
  const rows = draw('rows', 5, 3);
  const session = await nativeRuntime.openSession(buildProductGraph(Float32Array.from(weights.flat()), 3));
  const outputs = await session.run({ rows: toTensor(rows) });
  await session.release();
  expectClose(outputs.products!, multiply(rows, weights));
});
