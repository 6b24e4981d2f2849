import { describe, expect, it } from 'vitest';
import { takeTrainedPixels } from '../../pipeline/engine/trainedPixels.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { completeSettings } from '../../pipeline/study/axes.ts';

const ALL = Array.from({ length: PIXELS }, (_, pixel) => pixel);
const optimizer = completeSettings({ hidden: 1, batch: 1 });

/** Images [3, 784] of which each inks another of these pixels. */
function inkPixels(...pixels: [number, number, number]): Uint8Array {
  const images = new Uint8Array(3 * PIXELS);
  pixels.forEach((pixel, row) => {
    images[row * PIXELS + pixel] = row + 1;
  });
  return images;
}

/** What is left of `images` in a training as usual, but for what is `changed`. */
function take(
  images: Uint8Array,
  changed: { hasInputNoise?: boolean; weightDecay?: number; gradientPenalty?: number } = {},
) {
  const { weightDecay = 0, ...others } = changed;
  const data = { images, labels: new Uint8Array(images.length / PIXELS) };
  const task = { data, optimizer: { ...optimizer, weightDecay }, ...others };
  return takeTrainedPixels(task);
}

const list = (...given: Parameters<typeof take>): number[] => [...take(...given).pixels];

describe('pixels that take part in a training', () => {
  it('are those that some image inks', () => {
    expect(list(inkPixels(783, 0, 5))).toEqual([0, 5, 783]);
    expect(list(new Uint8Array(PIXELS).fill(1))).toEqual(ALL);
  });

  it('are all where noise inks the others, or a weight decay or a gradient penalty moves their weights', () => {
    expect(list(inkPixels(783, 0, 5), { hasInputNoise: true })).toEqual(ALL);
    expect(list(inkPixels(783, 0, 5), { gradientPenalty: 0.1 })).toEqual(ALL);
    expect(list(inkPixels(783, 0, 5), { weightDecay: 0.1 })).toEqual(ALL);
  });

  it('are never none', () => {
    expect(list(new Uint8Array(PIXELS))).toEqual([0]);
  });

  it('are picked from every image in their order', () => {
    const images = inkPixels(783, 0, 5);
    expect([...take(images).images]).toEqual([...[0, 0, 1], ...[2, 0, 0], ...[0, 3, 0]]);
    expect(take(images, { weightDecay: 0.1 }).images).toBe(images);
    const held = take(images);
    expect(take(images)).toBe(held);
  });

  it('are counted', () => {
    const { counts } = take(inkPixels(783, 0, 783));
    expect([counts[0], counts[5], counts[783]]).toEqual([1, 0, 2]);
  });
});
