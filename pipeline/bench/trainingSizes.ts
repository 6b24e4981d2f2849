/** The hidden sizes and batch sizes at which training is measured. */

/** A hidden size and a batch size. */
export type TrainingSize = readonly [hidden: number, batch: number];

/**
 * Ten of the fifteen pairs of 16, 64, 256, 784 and 1024 hidden units and batches of 10, 100 and 1000. A sweep spends its time
 * at 256 and 784 with batches of 100 and 1000, which are here; so are the four corners, and 64 with both of its batches. Left
 * out are 64/10, 256/10 and 784/10, which are calls and Adam alone, as 16/10 and 1024/10 already show; 16/100, between 16/10
 * and 16/1000; and 1024/100, which is 784/100 over again.
 */
export const TRAINING_SIZES: readonly TrainingSize[] = [
  [1024, 1000],
  [1024, 10],
  [784, 1000],
  [784, 100],
  [256, 1000],
  [256, 100],
  [64, 1000],
  [64, 100],
  [16, 1000],
  [16, 10],
];

/** The sizes of a short look, which the limits are about: bound by products, by Adam, and by calls. */
export const LIMITED_SIZES: readonly TrainingSize[] = [
  [784, 1000],
  [784, 100],
  [64, 1000],
  [64, 100],
  [16, 10],
];

/** The article's size. */
export const ARTICLE_SIZE: TrainingSize = [784, 1000];
/** The smallest size. */
export const SMALLEST_SIZE: TrainingSize = [16, 10];

/** `784/1000`. */
export function nameSize(size: TrainingSize): string {
  return size.join('/');
}

/** Whether a is b. */
export function isSameSize(a: TrainingSize, b: TrainingSize): boolean {
  return nameSize(a) === nameSize(b);
}
