/** Cuts a set of images to some of them, so that each class keeps its share. */
import type { LabelledImages } from '../engine/engine.ts';
import { selectImages } from '../engine/selectImages.ts';
import { PIXELS } from '../math/images.ts';
import { drawPermutation, type Stream } from '../math/streams.ts';
import { countClasses } from '../study/classCounts.ts';

/**
 * `count` of the images, in their order: of each class as many as {@link shareOut} gives it, those that come first in a
 * permutation of all images from `stream`. All of them are the images as they are, and draw nothing.
 */
export function drawCut(all: LabelledImages, count: number, stream: Stream): LabelledImages {
  const present = all.labels.length;
  if (count === present) return all;
  const left = shareOut(countClasses(all.labels), count);
  const chosen = drawPermutation(stream, present).filter((row) => {
    const label = all.labels[row]!;
    left[label] = left[label]! - 1;
    return left[label]! >= 0;
  });
  return selectImages(all, chosen.sort());
}

/** The first `count` images, as views of the same memory. */
export function takeFirst(all: LabelledImages, count: number): LabelledImages {
  return { images: all.images.subarray(0, count * PIXELS), labels: all.labels.subarray(0, count) };
}

/**
 * How many of `count` images each class gets that has `have` of all images, by the largest remainder (Hare and Niemeyer):
 * the whole part of its share count * have / all; those still left go one each to the classes with the largest fractions,
 * of equal ones to the smaller label. Of 6, 3 and 1 images 4 are 2.4, 1.2 and 0.4: 2, 1 and 0, and the one left to the first.
 */
export function shareOut(have: readonly number[], count: number): number[] {
  const all = have.reduce((sum, one) => sum + one, 0);
  const shares = have.map((one) => Math.floor((count * one) / all));
  const open = count - shares.reduce((sum, one) => sum + one, 0);
  // Remainders of whole numbers, so that equal fractions are equal.
  const rest = (label: number) => (count * have[label]!) % all;
  const order = Array.from(have.keys()).sort((a, b) => rest(b) - rest(a) || a - b);
  for (const label of order.slice(0, open)) shares[label]! += 1;
  return shares;
}
