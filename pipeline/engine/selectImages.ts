/** Copies some of a set of images, with their labels. */
import { PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import type { LabelledImages } from './engine.ts';

/** The images at `indices`, in that order, as a copy. */
export function selectImages(from: LabelledImages, indices: ArrayLike<number>): LabelledImages {
  const images = new Uint8Array(indices.length * PIXELS);
  const labels = new Uint8Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const at = indices[i]!;
    images.set(rowOf(from.images, at, PIXELS), i * PIXELS);
    labels[i] = from.labels[at]!;
  }
  return { images, labels };
}
