import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { drawBenchChart } from '../../pipeline/bench/benchChart.ts';

const figures = [
  { size: '784/1000', contender: 'onnx', timesProducts: 1.06 },
  { size: '784/1000', contender: 'plain', timesProducts: 1.4 },
  { size: '16/10', contender: 'onnx', timesProducts: 5 },
  { size: '16/10', contender: 'plain', timesProducts: 559 },
];

test('the chart is an SVG file that says every figure, to the eye and in words', () => {
  const svg = drawBenchChart(figures);
  expect(svg).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  const { document } = parseHTML(svg);
  const texts = [...document.querySelectorAll('text')].map((text) => text.textContent);
  expect(texts).toEqual(
    expect.arrayContaining(['1.06\u00d7', '1.40\u00d7', '5\u00d7', '559\u00d7', '16/10', 'onnx']),
  );
  expect(document.querySelector('svg')?.getAttribute('aria-label')).toContain('plain at 16/10: 559 times');
});

test('the bars are on one logarithmic scale: ten times as long takes the same distance everywhere', () => {
  const decades = [10, 100, 1000].map((timesProducts, k) => ({
    size: `${k}`,
    contender: 'a',
    timesProducts,
  }));
  const { document } = parseHTML(drawBenchChart(decades));
  const lengths = [...document.querySelectorAll('line')]
    .map((line) => Number(line.getAttribute('x2')) - Number(line.getAttribute('x1')))
    .filter((length) => length > 0);
  expect(lengths).toHaveLength(3);
  expect(lengths[1]! / lengths[0]!).toBeCloseTo(2, 3);
  expect(lengths[2]! / lengths[0]!).toBeCloseTo(3, 3);
});
