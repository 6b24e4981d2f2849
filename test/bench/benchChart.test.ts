import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { drawBenchChart } from '../../pipeline/bench/benchChart.ts';
import type { SizeFigures } from '../../pipeline/bench/trainingBench.ts';

function figuresOf(size: string, timesProducts: Readonly<Record<string, number>>): SizeFigures {
  const floor = { maker: 'onnxruntime', pixels: 784, bestMs: 2 };
  const steps = Object.entries(timesProducts).map(([contender, times]) => ({
    ...{ contender, isEngine: contender === 'onnx', bestMs: 2 * times },
  }));
  return { size, steps, dense: floor, inked: { ...floor, pixels: 600, bestMs: 1 } };
}

const figures = [
  figuresOf('784/1000', { onnx: 0.84, plain: 1.4 }),
  figuresOf('64/10', { onnx: 3 }),
  figuresOf('16/10', { onnx: 5, plain: 559 }),
];

test('the chart is an SVG file that says every figure, to the eye and in words', () => {
  const svg = drawBenchChart(figures);
  expect(svg).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  const { document } = parseHTML(svg);
  const texts = [...document.querySelectorAll('text')].map((text) => text.textContent);
  expect(texts).toEqual(
    expect.arrayContaining([
      '0.840\u00d7',
      '1.40\u00d7',
      '5\u00d7',
      '559\u00d7',
      '16/10',
      'onnx',
      'not measured',
    ]),
  );
  expect(document.querySelector('svg')?.getAttribute('aria-label')).toContain('plain at 16/10: 559 times');
});

test('the bars are on one logarithmic scale: ten times as long takes the same distance everywhere', () => {
  const decades = [10, 100, 1000].map((times, k) => figuresOf(`${k}`, { a: times }));
  const { document } = parseHTML(drawBenchChart(decades));
  const lengths = [...document.querySelectorAll('line')]
    .map((line) => Number(line.getAttribute('x2')) - Number(line.getAttribute('x1')))
    .filter((length) => length > 0);
  expect(lengths).toHaveLength(3);
  expect(lengths[1]! / lengths[0]!).toBeCloseTo(2, 3);
  expect(lengths[2]! / lengths[0]!).toBeCloseTo(3, 3);
});
