import { expect, test } from 'vitest';
import {
  floorRow,
  openTrainingBench,
  stepRow,
  trainingRows,
} from '../../../pipeline/steps/bench/training.ts';

test('a step is compared with its products by the best of both, and the products have a rate', () => {
  const timings = new Map([
    [stepRow(16, 10), { medianMs: 3, bestMs: 2.5 }],
    [floorRow(16, 10), { medianMs: 2, bestMs: 2 }],
  ]);
  // 2 * 10 * (2 * 784 * 16 + 3 * 16 * 16 + 3 * 10 * 16) = 526,720 operations in 2 ms
  expect(trainingRows([16, 10], timings)).toEqual([
    {
      name: 'training step 16/10',
      value: 3,
      best: 2.5,
      unit: 'ms',
      ratio: 1.25,
      ratioTo: 'matrix products 16/10',
    },
    { name: 'matrix products 16/10', value: 2, best: 2, unit: 'ms' },
    { name: 'rate of matrix products 16/10', value: expect.closeTo(0.26336, 10), unit: 'GFLOP/s' },
  ]);
});

test('a step and its products are two tasks that can be run again', async () => {
  const data = { images: new Uint8Array(3 * 784).fill(9), labels: Uint8Array.of(1, 2, 3) };
  const optimizer = { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
  const bench = await openTrainingBench([4, 2], data, optimizer, 1);
  expect(bench.tasks.map(({ name }) => name)).toEqual(['training step 4/2', 'matrix products 4/2']);
  for (const task of [...bench.tasks, ...bench.tasks]) await task.run();
  await bench.dispose();
});
