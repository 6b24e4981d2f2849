import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classMeans, describeImage, measureEdges } from '../../pipeline/judging/descriptors.ts';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';

const blank = new Float32Array(PIXELS);
const full = new Float32Array(PIXELS).fill(1);

describe('measureEdges', () => {
  test.each([
    ['a blank image has none', blank, 0],
    ['a full image has none: the frame is not a neighbour', full, 0],
    ['one pixel inside has four', blank.with(10 * SIDE + 10, 1), 4],
    ['one pixel in a corner has two', blank.with(0, 1), 2],
    ['one pixel on the right edge has three', blank.with(5 * SIDE + 27, 1), 3],
    ['two side by side share one', blank.with(200, 0.5).with(201, 1), 6],
    ['the upper half has one edge a column', full.map((_, i) => (i < PIXELS / 2 ? 1 : 0)), 28],
    ['a checkerboard has them all', full.map((_, i) => ((i % SIDE) + Math.floor(i / SIDE)) % 2), 1512],
  ])('%s', (_, image, edges) => {
    expect(measureEdges(image)).toBe(edges);
  });

  test('an image and its negative have the same', () => {
    const bits = fc.array(fc.constantFrom(0, 1), { minLength: PIXELS, maxLength: PIXELS });
    fc.assert(
      fc.property(bits, (values) => {
        const image = Float32Array.from(values);
        expect(measureEdges(image.map((value) => 1 - value))).toBe(measureEdges(image));
      }),
      { numRuns: 20 },
    );
  });
});

describe('classMeans', () => {
  test('averages the images of each digit and leaves a digit without images blank', () => {
    const images = new Uint8Array(3 * PIXELS);
    images[7] = 255;
    images[PIXELS + 7] = 51;
    images[2 * PIXELS + 8] = 255;
    const means = classMeans({ images, labels: Uint8Array.of(4, 4, 9) });
    expect(means).toHaveLength(10 * PIXELS);
    expect(means[4 * PIXELS + 7]).toBeCloseTo(0.6, 6);
    expect(means[9 * PIXELS + 8]).toBe(1);
    expect(means.filter((value) => value !== 0)).toHaveLength(2);
  });
});

describe('describeImage', () => {
  test('gives finite numbers for a blank image and a blank class mean', () => {
    expect(describeImage(blank, blank)).toEqual({ ink: 0, components: 0, edgeLength: 0, ssimToClassMean: 1 });
  });

  test('a full image is all ink, one component, and unlike a blank mean', () => {
    const described = describeImage(full, blank);
    expect(described).toMatchObject({ ink: 1, components: 1, edgeLength: 0 });
    expect(described.ssimToClassMean).toBeCloseTo(0.0001 / 1.0001, 9);
  });
});
