import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countComponents } from '../../pipeline/math/components.ts';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';

const draw = (...pixels: readonly (readonly [x: number, y: number])[]) => {
  const image = new Float32Array(PIXELS);
  for (const [x, y] of pixels) image[y * SIDE + x] = 1;
  return image;
};

test.each([
  ['a blank image has none', new Float32Array(PIXELS), 0],
  ['a full image is one', new Float32Array(PIXELS).fill(1), 1],
  ['pixels that touch at a corner are one', draw([3, 3], [4, 4]), 1],
  ['pixels that touch at the other corner are one', draw([4, 3], [3, 4]), 1],
  ['pixels two apart are two', draw([3, 3], [5, 3]), 2],
  ['the right edge does not touch the next row', draw([27, 3], [0, 4]), 2],
  ['a ring around a dot is two', draw(...ring(), [10, 10]), 2],
  ['a value of one half is ink', new Float32Array(PIXELS).fill(0.5), 1],
  ['a value below one half is not', new Float32Array(PIXELS).fill(0.499), 0],
])('%s', (_, image, count) => {
  expect(countComponents(image)).toBe(count);
});

test('shifting a drawing inside the image changes nothing', () => {
  const inner = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(fc.array(inner), inner, (pixels, [dx, dy]) => {
      const shifted = pixels.map(([x, y]) => [x + dx, y + dy] as const);
      expect(countComponents(draw(...shifted))).toBe(countComponents(draw(...pixels)));
    }),
  );
});

/** The 16 pixels at a distance of two from (10, 10). */
function ring(): (readonly [number, number])[] {
  return Array.from({ length: 25 }, (_, i) => [8 + (i % 5), 8 + Math.floor(i / 5)] as const).filter(
    ([x, y]) => Math.max(Math.abs(x - 10), Math.abs(y - 10)) === 2,
  );
}
