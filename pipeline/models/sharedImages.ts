/** Test images that models have been trained on: of those, accuracy says nothing. */
import { PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import type { StudyData } from './studyDataset.ts';

/** Fewer than one test image in a hundred moves no accuracy by more than a point, and is not told. */
const LEAST_TOLD = 0.01;

/** How many of the test images are training or validation images too, byte for byte; 0 where they are too few to tell. */
export function countSharedImages({
  train,
  validation,
  test,
}: Pick<StudyData, 'train' | 'validation' | 'test'>): number {
  const seen = new Set([train, validation].flatMap((part) => (part === null ? [] : listImages(part.images))));
  const shared = listImages(test.images).filter((image) => seen.has(image)).length;
  return shared < LEAST_TOLD * test.labels.length ? 0 : shared;
}

/** Images [n, 784] as a text each. */
function listImages(images: Uint8Array): string[] {
  return Array.from({ length: images.length / PIXELS }, (_, row) =>
    Buffer.from(rowOf(images, row, PIXELS)).toString('latin1'),
  );
}
