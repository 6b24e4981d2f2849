import { describe, expect, test } from 'vitest';
import type { BenchRow } from '../../pipeline/bench/benchTable.ts';
import { assertWithinLimits, type Limit, listLimits } from '../../pipeline/bench/limits.ts';
import { UserError } from '../../pipeline/study/errors.ts';

const LIMITED: readonly Limit[] = [
  { row: 'step', to: 'floor', most: 1.25 },
  { row: 'ideas', to: 'products', most: 1.5 },
];

function rows(step: number, ideas: number): BenchRow[] {
  return [
    {
      name: 'step',
      value: 9,
      best: 8,
      unit: 'ms',
      ratios: [
        { to: 'other', value: 99 },
        { to: 'floor', value: step },
      ],
    },
    { name: 'ideas', value: 9, best: 8, unit: 's', ratios: [{ to: 'products', value: ideas }] },
  ];
}

describe('the check of a benchmark', () => {
  test('is content with ratios up to their limits', () => {
    expect(() => assertWithinLimits(rows(1.25, 1.5), LIMITED)).not.toThrow();
  });

  test('names a ratio that is too large, in one line', () => {
    expect(() => assertWithinLimits(rows(1.31, 1.5), LIMITED)).toThrow(
      new UserError(
        'bench: expected step over floor at most 1.25 times, got 1.31 times; ' +
          'run it again on an idle machine before you look for what became slower',
      ),
    );
  });

  test('names all that is exceeded', () => {
    expect(() => assertWithinLimits(rows(1.31, 2), LIMITED)).toThrow(
      /step over floor at most 1\.25 times and ideas over products at most 1\.5 times, got 1\.31 times and 2\.00 times;/,
    );
  });

  test('does not pass a ratio that is not a number', () => {
    expect(() => assertWithinLimits(rows(Number.NaN, 1), LIMITED)).toThrow(UserError);
  });

  test('takes a missing row or ratio for a fault of ours', () => {
    expect(() => assertWithinLimits(rows(1, 1).slice(1), LIMITED)).toThrow(RangeError);
    const alone = [{ name: 'step', value: 9, unit: 'ms' }, ...rows(1, 1).slice(1)];
    expect(() => assertWithinLimits(alone, LIMITED)).toThrow(RangeError);
  });

  test('bounds training by its products, and the ideas by theirs', () => {
    expect(listLimits([]).map(({ row, to }) => [row, to])).toEqual([
      ['training step 784/1000, onnx', 'matrix products 784/1000'],
      ['training step 784/100, onnx', 'matrix products 784/100'],
      [
        'ten ideas 784, coordinate search (raster order, 5 passes), onnx',
        'as many rows of the 784 x 784 product, coordinate search',
      ],
      [
        'ten ideas 784, Monte Carlo (10,000 proposals), onnx',
        'as many rows of the 784 x 784 product, Monte Carlo',
      ],
    ]);
  });

  test('where there is a plain loop, wants to be faster, and ten times as fast at the smallest size', () => {
    const beside = listLimits(['plain tfjs-node loop']).filter(({ to }) =>
      to.endsWith('plain tfjs-node loop'),
    );
    expect(beside.map(({ row, most }) => [row, most])).toEqual([
      ['training step 784/1000, onnx', 1.2],
      ['training step 784/100, onnx', 0.8],
      ['training step 64/1000, onnx', 0.6],
      ['training step 64/100, onnx', 0.2],
      ['training step 16/10, onnx', 0.1],
    ]);
  });

  test('where there is PyTorch, wants to be faster where calls count', () => {
    const beside = listLimits(['PyTorch']).filter(({ to }) => to.endsWith('PyTorch'));
    expect(beside.map(({ row }) => row)).toEqual(['training step 64/100, onnx', 'training step 16/10, onnx']);
    for (const { most } of beside) expect(most).toBeLessThan(1);
  });
});
