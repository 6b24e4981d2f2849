/** The oracle for the nearest image: every distance by itself, pixel by pixel. Slow; for tests. */
import { PIXELS } from '../../../pipeline/math/images.ts';

/** 255^2 times the squared Euclidean distance of a binary image [784] to each row of `images` [n, 784]: whole numbers. */
export function measurePlainly(idea: Float32Array, images: Uint8Array): number[] {
  return Array.from({ length: images.length / PIXELS }, (_, row) =>
    idea.reduce((sum, value, pixel) => {
      const difference = 255 * value - images[row * PIXELS + pixel]!;
      return sum + difference * difference;
    }, 0),
  );
}

/** The first row with the least distance, and that distance with pixels in [0, 1]. */
export function findNearestPlainly(
  idea: Float32Array,
  images: Uint8Array,
): { row: number; squaredDistance: number } {
  const distances = measurePlainly(idea, images);
  const row = distances.indexOf(Math.min(...distances));
  return { row, squaredDistance: distances[row]! / 65_025 };
}
