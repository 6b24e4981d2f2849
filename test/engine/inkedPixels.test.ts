import { describe, expect, it } from 'vitest';
import { countInked, expectWidth } from '../../pipeline/engine/inkedPixels.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';

const IMAGES = 40;

/** Images [40, 784] of which every pixel but the last 100 may be inked, each with 30 inked pixels. */
function drawImages(): Uint8Array {
  const stream = openStream(1, 'test/inked');
  const images = new Uint8Array(IMAGES * PIXELS);
  for (let row = 0; row < IMAGES; row++) {
    for (let k = 0; k < 30; k++)
      images[row * PIXELS + drawBelow(stream, PIXELS - 100)] = 1 + drawBelow(stream, 255);
  }
  return images;
}

describe('pixels that images ink', () => {
  const images = drawImages();
  const counts = countInked(images);

  it('are counted over the images', () => {
    const plain = Array.from({ length: PIXELS }, (_, pixel) => {
      const column = Array.from({ length: IMAGES }, (_, row) => images[row * PIXELS + pixel]!);
      return column.filter((value) => value > 0).length;
    });
    expect([...counts]).toEqual(plain);
    expect(plain.slice(-100)).toEqual(new Array(100).fill(0));
  });

  it('are as many in a batch as expected, on average over batches', () => {
    const stream = openStream(3, 'test/many');
    const many = 400;
    let total = 0;
    for (let k = 0; k < many; k++) {
      const batch = new Uint8Array(5 * PIXELS);
      for (let row = 0; row < 5; row++) {
        const from = drawBelow(stream, IMAGES) * PIXELS;
        batch.set(images.subarray(from, from + PIXELS), row * PIXELS);
      }
      total += countInked(batch).filter((count) => count > 0).length;
    }
    // A width's standard deviation is below 6, so that of their mean is below 0.3.
    expect(Math.abs(total / many - expectWidth(counts, IMAGES, 5))).toBeLessThan(1.2);
  });
});
