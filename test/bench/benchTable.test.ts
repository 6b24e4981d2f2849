import { describe, expect, test } from 'vitest';
import { formatFigure, renderBenchTable } from '../../pipeline/bench/benchTable.ts';

describe('the table of a benchmark', () => {
  test('lines up text to the left and numbers to the right, and leaves out what a row lacks', () => {
    const table = renderBenchTable([
      {
        name: 'step',
        value: 12.34,
        best: 9.876,
        quartiles: [10, 15.5],
        unit: 'ms',
        ratios: [
          { to: 'floor', value: 1.2345 },
          { to: 'plain', value: 0.2 },
        ],
      },
      { name: 'products', value: 1, unit: 'ms', remark: 'by TensorFlow' },
      { name: 'images searched', value: 52_613, unit: 'images' },
    ]);
    expect(table.split('\n')).toEqual([
      'figure           median  best   quartiles  unit    ratios and remarks',
      'step               12.3  9.88  10 to 15.5  ms      1.23 x floor, 0.200 x plain',
      'products              1                    ms      by TensorFlow',
      'images searched  52,613                    images',
      '',
    ]);
  });

  test('is its header alone when nothing was measured', () => {
    expect(renderBenchTable([])).toBe('figure  median  best  quartiles  unit  ratios and remarks\n');
  });

  test.each([
    [0.01867, '0.0187'],
    [1.5, '1.50'],
    [99.96, '100'],
    [272.4, '272'],
    [1234.5, '1,235'],
    [0, '0'],
    [7, '7'],
  ])('writes %d as %s', (value, text) => {
    expect(formatFigure(value)).toBe(text);
  });
});
