import { describe, expect, test } from 'vitest';
import { fitsHalf, fromHalf, toHalf } from '../../pipeline/math/halfPrecision.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';

/** Every finite half but −0: its sign, then exponent and fraction up to 65,504. */
const FINITE = Uint16Array.from({ length: 2 * 0x7c00 }, (_, k) => (k < 0x7c00 ? k : 0x8000 | (k - 0x7c00)));

// Python 3.11: struct.unpack('H', struct.pack('e', x))
const KNOWN: readonly (readonly [value: number, half: number])[] = [
  [0, 0x0000],
  [1, 0x3c00],
  [-2, 0xc000],
  [0.1, 0x2e66],
  [1 / 3, 0x3555],
  [65504, 0x7bff],
  [65519, 0x7bff],
  [1 / 16384, 0x0400],
  [1 / 16777216, 0x0001],
  [2.98e-8, 0x0000],
  [2.981e-8, 0x0001],
  [1 + 1 / 2048, 0x3c00], // a tie goes to the even one
  [1 + 3 / 2048, 0x3c02],
];

describe('half precision', () => {
  test.each(KNOWN)('%d has the bits that Python gives it', (value, half) => {
    expect(toHalf(Float32Array.of(value))[0]).toBe(half);
  });

  test('every finite half comes back from its value', () => {
    const back = toHalf(fromHalf(FINITE));
    expect(back.filter((half, at) => half !== FINITE[at])).toHaveLength(0);
  });

  test('no half is nearer to a number than the one it is given', () => {
    const stream = openStream(0, 'test/half');
    const values = Float32Array.from({ length: 500 }, () => (drawUniform(stream) - 0.5) * 4);
    const halves = toHalf(values);
    const distance = (half: number, at: number) => Math.abs(fromHalf(Uint16Array.of(half))[0]! - values[at]!);
    halves.forEach((half, at) => {
      for (const other of [half - 1, half + 1]) {
        expect(distance(half, at)).toBeLessThanOrEqual(distance(other, at));
      }
    });
  });

  test.each([65520, -70000, Number.POSITIVE_INFINITY, Number.NaN])('%d does not fit', (value) => {
    expect(fitsHalf(Float32Array.of(1, value))).toBe(false);
    expect(() => toHalf(Float32Array.of(value))).toThrow('toHalf: expected less than 65,520');
  });

  test('what is below 65,520 fits', () => {
    expect(fitsHalf(Float32Array.of(65519, -65519, 0))).toBe(true);
  });
});
