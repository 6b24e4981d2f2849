import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeVf, encodeVf } from '../../pipeline/store/vf.ts';
import { errorLine } from './errorLine.ts';

test('an image file holds 784 little-endian float32', () => {
  const image = new Float32Array(784);
  image[1] = 1;
  image[783] = -0.15625;
  const bytes = encodeVf(image);
  expect(bytes.length).toBe(3136);
  // IEEE 754 single precision: 1 is 3f800000, and -0.15625 = -1.25 * 2^-3 is be200000.
  expect([...bytes.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0x80, 0x3f]);
  expect([...bytes.subarray(3132)]).toEqual([0, 0, 0x20, 0xbe]);
});

test('any image comes back bit for bit, at any offset in memory', () => {
  const pixel = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(
      fc.float32Array({ minLength: 784, maxLength: 784, noNaN: true, noDefaultInfinity: true }),
      pixel,
      (image, first) => {
        image[0] = first;
        const held = new Uint8Array(3137);
        held.set(encodeVf(image), 1);
        expect(decodeVf(held.subarray(1), 'made')).toEqual(image);
      },
    ),
    { numRuns: 20 },
  );
});

test.each([0, 3135, 3137, 3140])('a file of %i bytes is refused', async (length) => {
  expect(await errorLine(() => decodeVf(new Uint8Array(length), 'idea_5.vf'))).toBe(
    `idea_5.vf: expected 3136 bytes (784 float32), got ${length}; make the file again`,
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  'a pixel of %d is refused',
  async (value) => {
    const bytes = encodeVf(new Float32Array(784).with(7, value));
    expect(await errorLine(() => decodeVf(bytes, 'idea_5.vf'))).toBe(
      `idea_5.vf: expected finite numbers, got ${value} at position 7; make the file again`,
    );
  },
);

test('an array that is no image is a fault of ours', () => {
  expect(() => encodeVf(new Float32Array(783))).toThrow(RangeError);
});
