import { expect, test } from 'vitest';
import { countClasses, findClassGap } from '../../pipeline/study/classCounts.ts';

/** As many labels 0, 1, ... as the counts say. */
const labelsOf = (counts: readonly number[]) =>
  counts.flatMap((count, label) => Array<number>(count).fill(label));

test('images are counted by their labels', () => {
  expect(countClasses([3, 1, 3, 9])).toEqual([0, 1, 0, 2, 0, 0, 0, 0, 0, 1]);
});

test('a class without an image is missing, one with less than a tenth of an equal share is rare', () => {
  // 1000 images: an equal share is 100, a tenth of it 10.
  const labels = labelsOf([481, 100, 100, 100, 0, 100, 100, 9, 10, 0]);
  expect(findClassGap('training', labels)).toEqual({
    kind: 'training',
    missing: [4, 9],
    rare: [{ label: 7, count: 9 }],
    equalShare: 100,
  });
});

test('images of all classes have no gap', () => {
  expect(findClassGap('test', labelsOf([1, 1, 1, 1, 1, 1, 1, 1, 1, 1]))).toBeNull();
});
