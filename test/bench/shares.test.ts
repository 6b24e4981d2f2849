import { expect, test } from 'vitest';
import { floorRow } from '../../pipeline/bench/floors.ts';
import type { Timing } from '../../pipeline/bench/rounds.ts';
import { findShares, listPartialSteps } from '../../pipeline/bench/shares.ts';
import { stepRow } from '../../pipeline/bench/trainingBench.ts';
import type { TrainingSize } from '../../pipeline/bench/trainingSizes.ts';
import { articleArchitecture, initialiseParameters } from '../../pipeline/engine/parameters.ts';
import { completeSettings } from '../../pipeline/study/axes.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { drawTinyData } from './tinyData.ts';

const SIZE: TrainingSize = [784, 100];

const timing = (bestMs: number): Timing => ({ medianMs: bestMs, bestMs, quartilesMs: [bestMs, bestMs] });

test('the parts of a step add up to it', () => {
  const timings = new Map([
    [stepRow(SIZE, 'onnx'), timing(10)],
    [stepRow(SIZE, 'onnx with gradient descent'), timing(7)],
    [stepRow(SIZE, 'onnx with gradient descent and one hidden unit'), timing(1)],
    [floorRow(SIZE, 500, 'onnxruntime'), timing(5)],
    [stepRow(SIZE, 'tfjs'), timing(9)], // not measured in parts
  ]);
  const measured = { size: SIZE, contenders: ['onnx', 'tfjs'], makers: ['onnxruntime'], inkedPixels: 500 };
  expect(findShares({ ...measured, remarks: new Map(), timings })).toEqual([
    {
      ...{ size: '784/100', engine: 'onnx', stepMs: 10, productsMs: 5 },
      ...{ adamMs: 3, layersMs: 6, remainderMs: 1 },
    },
  ]);
});

test('a part trains with gradient descent, the last one a single hidden unit', async () => {
  const data = drawTinyData();
  const parts = listPartialSteps([onnxEngine], SIZE);
  const task = { start: initialiseParameters(articleArchitecture(3), 0), batch: 2, data };
  const optimizer = completeSettings({ hidden: 3, batch: 2 });
  const batches = Int32Array.of(1, 2, 3, 4, 5, 6);
  const losses: Float32Array[] = [];
  for (const { openTrainer } of parts) {
    const trainer = await openTrainer({ ...task, optimizer });
    losses.push(await trainer.run(batches));
    await trainer.dispose();
  }
  for (const [k, hidden] of [3, 1].entries()) {
    const start = initialiseParameters(articleArchitecture(hidden), 0);
    const sgd = await onnxEngine.openTrainer({
      ...task,
      start,
      optimizer: { ...optimizer, optimizer: 'sgd' },
    });
    expect(losses[k]).toEqual(await sgd.run(batches));
    await sgd.dispose();
  }
});

test('only three sizes are measured in parts', () => {
  expect(listPartialSteps([onnxEngine], [64, 100])).toEqual([]);
});
