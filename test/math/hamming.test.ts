import { expect, test } from 'vitest';
import { nearestHamming, packImages } from '../../pipeline/math/hamming.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';

const drawBinary = (count: number, name: string) => {
  const stream = openStream(0, name);
  return Float32Array.from({ length: count * PIXELS }, () => drawBelow(stream, 2));
};

test('the nearest of several images is at the least number of pixels that differ', () => {
  const [images, references] = [drawBinary(3, 'images'), drawBinary(5, 'references')];
  const differing = (row: number, reference: number) =>
    Array.from({ length: PIXELS }, (_, i) =>
      Number(images[row * PIXELS + i] !== references[reference * PIXELS + i]),
    ).reduce((a, b) => a + b, 0);
  const packed = [packImages(images, 0.5), packImages(references, 0.5)] as const;
  for (let row = 0; row < 3; row++) {
    const plain = Math.min(...[0, 1, 2, 3, 4].map((reference) => differing(row, reference)));
    expect(nearestHamming(packed[0], row, packed[1])).toBe(plain);
  }
});

test('counts every pixel once: the first, the last, and those at the ends of words', () => {
  const blank = packImages(new Float32Array(PIXELS), 0.5);
  for (const pixel of [0, 31, 32, 63, 767, 768, 783]) {
    const dot = packImages(new Float32Array(PIXELS).with(pixel, 1), 0.5);
    expect(nearestHamming(dot, 0, blank), `pixel ${pixel}`).toBe(1);
  }
  expect(nearestHamming(packImages(new Uint8Array(PIXELS).fill(255), 128), 0, blank)).toBe(PIXELS);
});

test('takes values from the threshold on for ink, and knows no nearest of none', () => {
  const [below, at] = [127, 128].map((value) => packImages(new Uint8Array(PIXELS).fill(value), 127.5));
  const blank = packImages(new Uint8Array(PIXELS), 127.5);
  expect(nearestHamming(below!, 0, blank)).toBe(0);
  expect(nearestHamming(at!, 0, blank)).toBe(PIXELS);
  expect(nearestHamming(at!, 0, new Int32Array(0))).toBe(Infinity);
});
