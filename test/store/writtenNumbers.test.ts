import { expect, test } from 'vitest';
import { readDecimal, readGrouped } from '../../pipeline/store/writtenNumbers.ts';

test.each([
  ['8', 8],
  ['8.0', 8],
  ['8,0', 8],
  ['8.', 8],
  ['.5', 0.5],
  ['-0,25', -0.25],
  ['1,2E+03', 1200],
  ['1e-3', 0.001],
  ['', null],
  ['1.2.3', null],
  ['1,2,3', null],
  ['0x10', null],
  ['Infinity', null],
  ['8 0', null],
])('%j is %j', (text, value) => {
  expect(readDecimal(text)).toBe(value);
});

test.each([
  ['1,200', '.', 1200],
  ['1,200', ',', 1.2],
  ['1.200', ',', 1200],
  ['1.200', '.', 1.2],
  ['812.125', '.', 812.125],
  ['1,234,567.5', '.', 1234567.5],
  ['1.234.567,5', ',', 1234567.5],
  ['1 234 567', '.', 1234567],
  ["1'200", '.', 1200],
  ['1,20', '.', 1.2],
  ['1,200.5', ',', null],
  ['0,750', '.', 0.75],
  ['1,234.567', '.', 1234.567],
  ['1 200,300', '.', null],
] as const)('%j is, where the decimal mark is %j, %j', (text, mark, value) => {
  expect(readGrouped(text, mark)).toBe(value);
});
