import { expect, test } from 'vitest';
import { openContenders } from '../../pipeline/bench/contenders.ts';
import {
  floorRow,
  openTrainingBench,
  stepFigures,
  stepRow,
  trainingRows,
} from '../../pipeline/bench/trainingBench.ts';
import { completeSettings } from '../../pipeline/study/axes.ts';
import { ENGINES } from '../engine/engines.ts';

test('a step is compared with its products and with the plain loop by the bests, and the products have a rate', () => {
  const timings = new Map([
    [stepRow([16, 10], 'onnx'), { medianMs: 3, bestMs: 2.5 }],
    [stepRow([16, 10], 'plain'), { medianMs: 12, bestMs: 10 }],
    [floorRow([16, 10]), { medianMs: 2, bestMs: 2 }],
  ]);
  const products = 'matrix products 16/10';
  // 2 * 10 * (2 * 784 * 16 + 3 * 16 * 16 + 3 * 10 * 16) = 526,720 operations in 2 ms
  expect(trainingRows([16, 10], ['onnx', 'plain'], 'plain', timings)).toEqual([
    {
      name: 'training step 16/10, onnx',
      value: 3,
      best: 2.5,
      unit: 'ms',
      ratios: [
        { to: products, value: 1.25 },
        { to: 'training step 16/10, plain', value: 0.25 },
      ],
    },
    {
      name: 'training step 16/10, plain',
      value: 12,
      best: 10,
      unit: 'ms',
      ratios: [{ to: products, value: 5 }],
    },
    { name: products, value: 2, best: 2, unit: 'ms' },
    { name: `rate of ${products}`, value: expect.closeTo(0.26336, 10), unit: 'GFLOP/s' },
  ]);
  expect(stepFigures([16, 10], ['onnx', 'plain'], timings)).toEqual([
    { size: '16/10', contender: 'onnx', timesProducts: 1.25 },
    { size: '16/10', contender: 'plain', timesProducts: 5 },
  ]);
});

test('every engine, the plain loop and the products are tasks that can be run again', async () => {
  const data = { images: new Uint8Array(3 * 784).fill(9), labels: Uint8Array.of(1, 2, 3) };
  const optimizer = completeSettings({ hidden: 2, batch: 2 });
  const { engines, plainLoop, missing } = await openContenders();
  expect(engines.map(({ name }) => name)).toEqual(ENGINES.map(([name]) => name));
  expect(missing).toHaveLength(3 - engines.length);
  expect(plainLoop !== null).toBe(missing.length === 0);
  const trainers = [...engines, ...(plainLoop ? [plainLoop] : [])];
  const bench = await openTrainingBench([4, 2], trainers, { data, optimizer, targetMs: 1 });
  expect(bench.tasks.map(({ name }) => name)).toEqual([
    'matrix products 4/2',
    ...trainers.map(({ name }) => `training step 4/2, ${name}`),
  ]);
  for (const task of [...bench.tasks, ...bench.tasks]) await task.run();
  await bench.dispose();
});
