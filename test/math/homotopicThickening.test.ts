import { describe, expect, test } from 'vitest';
import { countComponents } from '../../pipeline/math/components.ts';
import { thickenHomotopically } from '../../pipeline/math/homotopicThickening.ts';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { dilate } from '../../pipeline/math/morphology.ts';
import { rowOf } from '../../pipeline/math/rows.ts';
import { drawUniform, openStream } from '../../pipeline/math/streams.ts';
import { readDigits } from '../judging/digits.ts';

/** Pieces of four-connected ground, the outside of the image being ground: one more than there are loops. */
function countGround(image: Float32Array): number {
  const width = SIDE + 2;
  const seen = new Uint8Array(width * width);
  const isInk = (x: number, y: number) =>
    x >= 1 && x <= SIDE && y >= 1 && y <= SIDE && image[(y - 1) * SIDE + x - 1]! >= 0.5;
  let pieces = 0;
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || isInk(start % width, Math.floor(start / width))) continue;
    pieces++;
    const pending = [start];
    seen[start] = 1;
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      for (const [nx, ny] of [
        [x - 1, y],
        [x + 1, y],
        [x, y - 1],
        [x, y + 1],
      ] as const) {
        if (nx < 0 || ny < 0 || nx >= width || ny >= width || isInk(nx, ny) || seen[ny * width + nx])
          continue;
        seen[ny * width + nx] = 1;
        pending.push(ny * width + nx);
      }
    }
  }
  return pieces;
}

const digits = readDigits('train', 0, 40);
const stream = openStream(0, 'test/thickening');
const images = [
  ...Array.from({ length: 40 }, (_, row) =>
    Float32Array.from(rowOf(digits.images, row, PIXELS), (v) => v / 255),
  ),
  ...[0.1, 0.3, 0.5, 0.7].map((share) =>
    Float32Array.from({ length: PIXELS }, () => Number(drawUniform(stream) < share)),
  ),
];

describe('homotopic thickening', () => {
  test.each([1, 2, 3])(
    'by %i pixels keeps the pieces of ink and of ground, of digits and of noise',
    (layers) => {
      for (const image of images) {
        const thick = thickenHomotopically(image, layers);
        expect(countComponents(thick)).toBe(countComponents(image));
        expect(countGround(thick)).toBe(countGround(image));
      }
    },
  );

  test('grows, and by no more than a square of three pixels a layer', () => {
    for (const image of images) {
      const thick = thickenHomotopically(image, 1);
      const reach = Array.from({ length: PIXELS }, (_, pixel) => {
        const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
        return [-1, 0, 1].some((dy) =>
          [-1, 0, 1].some((dx) => {
            const [nx, ny] = [x + dx, y + dy];
            return nx >= 0 && ny >= 0 && nx < SIDE && ny < SIDE && image[ny * SIDE + nx]! >= 0.5;
          }),
        );
      });
      thick.forEach((value, pixel) => {
        if (image[pixel]! >= 0.5) expect(value).toBe(1);
        if (value === 1) expect(reach[pixel]).toBe(true);
      });
    }
  });

  test('of a straight stroke is dilation', () => {
    const bar = Float32Array.from({ length: PIXELS }, (_, pixel) => Number(pixel % SIDE === 14));
    expect(thickenHomotopically(bar, 1)).toEqual(dilate(bar));
  });

  test('by no pixel is the image in black and white', () => {
    const image = images[0]!;
    expect(thickenHomotopically(image, 0)).toEqual(image.map((value) => Number(value >= 0.5)));
  });
});
