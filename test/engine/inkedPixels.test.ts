import { describe, expect, it } from 'vitest';
import { InkedPixels } from '../../pipeline/engine/inkedPixels.ts';
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

/** The inked pixels of the images at `rows`, found pixel by pixel. */
function listPlainly(images: Uint8Array, rows: Int32Array): number[] {
  return Array.from({ length: PIXELS }, (_, pixel) => pixel).filter((pixel) =>
    rows.some((row) => images[row * PIXELS + pixel] !== 0),
  );
}

describe('pixels that batches ink', () => {
  const images = drawImages();
  const inked = new InkedPixels(images);
  const stream = openStream(2, 'test/batches');
  const batches = Int32Array.from({ length: 7 * 5 }, () => drawBelow(stream, IMAGES));

  it('are all that a batch inks, filled up with others to one width', () => {
    const { width, pixels } = inked.ofBatches(batches, 5);
    const plain = Array.from({ length: 7 }, (_, k) =>
      listPlainly(images, batches.subarray(k * 5, k * 5 + 5)),
    );
    expect(width).toBe(Math.max(...plain.map((list) => list.length)));
    plain.forEach((list, k) => {
      const row = [...pixels.subarray(k * width, (k + 1) * width)];
      expect(row).toEqual([...new Set(row)].sort((a, b) => a - b));
      expect(row).toEqual(expect.arrayContaining(list));
    });
  });

  it('are none where no image has ink, and all where every one has everywhere', () => {
    expect(new InkedPixels(new Uint8Array(3 * PIXELS)).ofBatches(Int32Array.of(0, 1, 2), 3).width).toBe(0);
    const full = new InkedPixels(new Uint8Array(PIXELS).fill(1)).ofBatches(Int32Array.of(0), 1);
    expect([...full.pixels]).toEqual(Array.from({ length: PIXELS }, (_, pixel) => pixel));
  });

  it('are as many as expected, on average over batches', () => {
    const drawn = openStream(3, 'test/many');
    const many = 4000;
    let total = 0;
    for (let k = 0; k < many; k++) {
      const batch = Int32Array.from({ length: 5 }, () => drawBelow(drawn, IMAGES));
      total += inked.ofBatches(batch, 5).width;
    }
    // A width's standard deviation is below 6, so that of their mean is below 0.1.
    expect(Math.abs(total / many - inked.expectedWidth(5))).toBeLessThan(0.4);
  });

  it('are asked for whole batches', () => {
    expect(() => inked.ofBatches(batches, 4)).toThrow(/whole batches of 4/);
  });
});
