import { expect, test } from 'vitest';
import { findFloor, floorRow, floorRows, openFloors } from '../../pipeline/bench/floors.ts';
import { onnxProducts } from '../../pipeline/bench/onnxProducts.ts';
import type { Timing } from '../../pipeline/bench/rounds.ts';
import {
  type MeasuredSize,
  openTrainingBench,
  stepRow,
  summariseSize,
  trainingRows,
} from '../../pipeline/bench/trainingBench.ts';
import { completeSettings } from '../../pipeline/study/axes.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';

const SIZE = [16, 10] as const;

function timing(medianMs: number, bestMs: number): Timing {
  return { medianMs, bestMs, quartilesMs: [bestMs, medianMs] };
}

const measured: MeasuredSize = {
  size: SIZE,
  contenders: ['onnx', 'plain'],
  remarks: new Map([['plain', 'by hand']]),
  makers: ['slow', 'fast'],
  inkedPixels: 300,
  timings: new Map([
    [stepRow(SIZE, 'onnx'), timing(3, 2.5)],
    [stepRow(SIZE, 'plain'), timing(12, 10)],
    [floorRow(SIZE, 784, 'slow'), timing(5, 4)],
    [floorRow(SIZE, 784, 'fast'), timing(2, 2)],
    [floorRow(SIZE, 300, 'slow'), timing(1.5, 1.25)],
    [floorRow(SIZE, 300, 'fast'), timing(1.5, 1.5)],
  ]),
};

test('a step is compared with both floors and with its peers, by the bests', () => {
  expect(trainingRows(measured, ['plain', 'not measured here'])).toEqual([
    {
      name: 'training step 16/10, onnx',
      ...{ value: 3, best: 2.5, quartiles: [2.5, 3], unit: 'ms' },
      ratios: [
        { to: 'matrix products 16/10', value: 1.25 },
        { to: 'matrix products 16/10 over 300 inked pixels', value: 2 },
        { to: 'training step 16/10, plain', value: 0.25 },
      ],
    },
    {
      name: 'training step 16/10, plain',
      ...{ value: 12, best: 10, quartiles: [10, 12], unit: 'ms' },
      ratios: [
        { to: 'matrix products 16/10', value: 5 },
        { to: 'matrix products 16/10 over 300 inked pixels', value: 8 },
      ],
      remark: 'by hand',
    },
  ]);
  expect(summariseSize(measured)).toEqual({
    size: '16/10',
    steps: [
      { contender: 'onnx', isEngine: true, bestMs: 2.5 },
      { contender: 'plain', isEngine: false, bestMs: 10 },
    ],
    dense: { maker: 'fast', pixels: 784, bestMs: 2 },
    inked: { maker: 'slow', pixels: 300, bestMs: 1.25 },
  });
});

test('the floor is the fastest library, which its row names, with its rate', () => {
  const { makers, timings } = measured;
  expect(findFloor(SIZE, 784, makers, timings)).toMatchObject({ maker: 'fast', bestMs: 2 });
  expect(findFloor(SIZE, 300, makers, timings)).toMatchObject({ maker: 'slow', bestMs: 1.25 });
  // 2 * 10 * (2 * 784 * 16 + 3 * 16 * 16 + 3 * 10 * 16) = 526,720 operations in 2 ms
  expect(floorRows(SIZE, 784, makers, timings)).toEqual([
    {
      name: 'matrix products 16/10',
      ...{ value: 2, best: 2, quartiles: [2, 2], unit: 'ms' },
      remark: 'fast, 0.263 GFLOP/s; slow 4.00, fast 2.00',
    },
  ]);
});

test('a contender and both floors of a library are tasks that can be run again', async () => {
  const data = { images: new Uint8Array(3 * 784).fill(9), labels: Uint8Array.of(1, 2, 3) };
  const optimizer = completeSettings({ hidden: 2, batch: 2 });
  const floors = await openFloors([4, 2], [onnxProducts], { inkedPixels: 9, targetMs: 1 });
  const bench = await openTrainingBench([4, 2], [onnxEngine], { data, optimizer, targetMs: 1 });
  const tasks = [...floors.tasks, ...bench.tasks];
  expect(tasks.map(({ name }) => name)).toEqual([
    'matrix products 4/2, onnxruntime',
    'matrix products 4/2 over 9 inked pixels, onnxruntime',
    'training step 4/2, onnx',
  ]);
  for (const task of [...tasks, ...tasks]) await task.run();
  await bench.dispose();
  await floors.dispose();
});
