/** Descriptors of an image. They stand beside the judges' scores and judge nothing. */
import type { LabelledImages } from '../engine/engine.ts';
import { countComponents, INK_THRESHOLD } from '../math/components.ts';
import { CLASSES, PIXELS, SIDE } from '../math/images.ts';
import { mean } from '../math/rows.ts';
import { structuralSimilarity } from '../math/ssim.ts';
import type { DescriptorsRecord } from '../study/records.ts';

/** All descriptors of an image [784] in [0, 1]; `classMean` [784] is the mean image of the intended digit. */
export function describeImage(image: Float32Array, classMean: Float32Array): DescriptorsRecord {
  return {
    ink: mean(image),
    components: countComponents(image),
    edgeLength: measureEdges(image),
    ssimToClassMean: structuralSimilarity(image, classMean),
  };
}

/** Pairs of four-neighbours of which exactly one is ink (at least 0.5), in an image [784]; in 0 ... 1512. */
export function measureEdges(image: Float32Array): number {
  const isInk = (pixel: number) => image[pixel]! >= INK_THRESHOLD;
  let edges = 0;
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    const hasRight = pixel % SIDE < SIDE - 1;
    const hasBelow = pixel < PIXELS - SIDE;
    if (hasRight && isInk(pixel) !== isInk(pixel + 1)) edges++;
    if (hasBelow && isInk(pixel) !== isInk(pixel + SIDE)) edges++;
  }
  return edges;
}

/** Mean image of every digit, [10, 784] in [0, 1]; blank for a digit without images. */
export function classMeans(train: LabelledImages): Float32Array {
  const sums = new Float64Array(CLASSES * PIXELS);
  const counts = new Float64Array(CLASSES);
  train.labels.forEach((digit, row) => {
    counts[digit] = counts[digit]! + 1;
    for (let p = 0; p < PIXELS; p++) {
      const at = digit * PIXELS + p;
      sums[at] = sums[at]! + train.images[row * PIXELS + p]!;
    }
  });
  return Float32Array.from(sums, (sum, at) => sum / 255 / Math.max(1, counts[Math.floor(at / PIXELS)]!));
}
