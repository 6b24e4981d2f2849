import { expect, test } from 'vitest';
import { renderBenchMarkdown } from '../../pipeline/bench/benchMarkdown.ts';
import type { BenchResult } from '../../pipeline/bench/runBench.ts';

const result: BenchResult = {
  environment: {
    ...{ node: '20.19.0', cpu: 'A processor', processors: 2, load: { before: 0.1, after: 1.234 } },
    ...{ runtimes: ['onnxruntime-node 1'], missing: ['PyTorch: none'], threads: 1 },
  },
  rounds: 3,
  training: [
    {
      size: '64/100',
      steps: [
        { contender: 'onnx', isEngine: true, bestMs: 0.5 },
        { contender: 'tfjs', isEngine: true, bestMs: 0.4 },
        { contender: 'PyTorch', isEngine: false, bestMs: 1.2 },
      ],
      dense: { maker: 'TensorFlow', pixels: 784, bestMs: 0.32 },
      inked: { maker: 'PyTorch', pixels: 516, bestMs: 0.25 },
    },
    {
      size: '16/10',
      steps: [{ contender: 'onnx', isEngine: true, bestMs: 0.1 }],
      dense: { maker: 'onnxruntime', pixels: 784, bestMs: 0.02 },
      inked: { maker: 'onnxruntime', pixels: 383, bestMs: 0.01 },
    },
  ],
  shares: [
    {
      ...{ size: '64/100', engine: 'tfjs', stepMs: 0.4, productsMs: 0.3 },
      ...{ adamMs: 0.1, layersMs: 0.32, remainderMs: -0.02 },
    },
  ],
  rows: {
    training: [
      { name: 'step', value: 2, best: 1, unit: 'ms', ratios: [{ to: 'floor', value: 1.5 }], remark: 'fused' },
    ],
    others: [{ name: 'ideas', value: 3, unit: 's', ratios: [{ to: 'products', value: 1.4 }] }],
  },
};

/** The fields of every line of a table, without what lines them up. */
function linesOf(markdown: string): string[] {
  return markdown
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/ {2,}/g, ' '));
}

test('the tables compare the fastest engine with both floors and with PyTorch', () => {
  expect(linesOf(renderBenchMarkdown(result))).toEqual(
    expect.arrayContaining([
      'Left out: PyTorch: none.',
      '| 64/100 | 0.500 | 0.400 | 1.20 | 0.320 (TensorFlow) | 0.250 (PyTorch) | 1.25 x | 1.60 x | 3.00 x |',
      '| 16/10 | 0.100 | | | 0.0200 (onnxruntime) | 0.0100 (onnxruntime) | 5.00 x | 10.00 x | |',
      '| 64/100 | tfjs | 0.400 ms | 25% | 80% | -5% | 75% |',
      '| ideas | 3 | | | s | 1.40 x products |',
      '| step | 2 | 1 | | ms | fused |',
    ]),
  );
});

test('the machine stands above them, with its load before and after', () => {
  expect(linesOf(renderBenchMarkdown(result))[0]).toBe(
    'A processor, 2 processors, Node 20.19.0; onnxruntime-node 1. One thread each, 3 rounds, everything of a size once a ' +
      'round. Load average 0.10 before and 1.23 after.',
  );
});

test('without shares there is no table of them', () => {
  expect(renderBenchMarkdown({ ...result, shares: [] })).not.toContain('Where the time');
});
