import { expect, test } from 'vitest';
import { scoringRow, scoringRows } from '../../pipeline/bench/scoringBench.ts';

test('the scores of every engine stand beside the time that its judges took to open', () => {
  const names = ['onnx', 'tfjs'].map((engine) => scoringRow(20, engine));
  const tasks = names.map((name) => ({ name, units: 1, run: async () => undefined }));
  const timings = new Map(
    names.map((name, k) => [name, { medianMs: 2000 + k, bestMs: 1000, quartilesMs: [1500, 2500] as const }]),
  );
  const openingSeconds = [['onnx', 1.5] as const, ['tfjs', 2.5] as const];
  expect(scoringRows({ tasks, openingSeconds }, timings)).toEqual([
    {
      name: 'scores of 20 ideas by all judges, onnx',
      ...{ value: 2, best: 1, quartiles: [1.5, 2.5], unit: 's' },
    },
    { name: 'opening all judges, onnx', value: 1.5, unit: 's' },
    {
      name: 'scores of 20 ideas by all judges, tfjs',
      ...{ value: 2.001, best: 1, quartiles: [1.5, 2.5], unit: 's' },
    },
    { name: 'opening all judges, tfjs', value: 2.5, unit: 's' },
  ]);
});
