import { expect, test } from 'vitest';
import { fromBfloat16, fromFloat16, toFloat16 } from '../../pipeline/math/shortFloats.ts';

// IEEE 754-2019, binary16: values and their bits.
test.each([
  [0x0000, 0],
  [0x0001, 1 / 16_777_216],
  [0x03ff, 1023 / 16_777_216],
  [0x0400, 1 / 16_384],
  [0x3555, 0.333251953125],
  [0x3c00, 1],
  [0xc000, -2],
  [0x7bff, 65504],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
])('the float16 of bits %i is %d', (bits, value) => {
  expect(fromFloat16(bits)).toBe(value);
});

test('every float16 comes back from its value', () => {
  for (let bits = 0; bits < 0x10000; bits++) {
    const value = fromFloat16(bits);
    if (!Number.isNaN(value)) expect(toFloat16(value)).toBe(bits);
  }
});

test('a number between two float16 is rounded to the nearer, the even one of two as near', () => {
  const [one, next] = [fromFloat16(0x3c00), fromFloat16(0x3c01)];
  expect(toFloat16(one + 0.4 * (next - one))).toBe(0x3c00);
  expect(toFloat16(one + 0.5 * (next - one))).toBe(0x3c00);
  expect(toFloat16(next + 0.5 * (next - one))).toBe(0x3c02);
  expect(toFloat16(1.5 / 16_777_216)).toBe(2);
  expect(toFloat16(65519)).toBe(0x7bff);
  expect(toFloat16(65520)).toBe(0x7c00);
  expect(toFloat16(Number.NaN)).toBe(0x7e00);
});

test('a bfloat16 is the upper half of a float32', () => {
  expect(fromBfloat16(0x3f80)).toBe(1);
  expect(fromBfloat16(0xc040)).toBe(-3);
  expect(fromBfloat16(0x3eab)).toBe(0.333984375);
});
