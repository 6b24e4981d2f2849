/** The labelled images that judges are made from: how they are split, and how they are told apart. */
import { createHash } from 'node:crypto';
import type { LabelledImages } from '../engine/engine.ts';
import { PIXELS } from '../math/images.ts';

/** Share of the training images that is held out: 6,000 of 60,000, about 600 a digit. */
const HELD_OUT_FRACTION = 0.1;

/** Training images that a judge may learn from, and those kept back to choose and to calibrate it. */
export interface JudgingSplit {
  readonly train: LabelledImages;
  readonly heldOut: LabelledImages;
}

/** Holds out the last tenth of the training images, at least one. Views of the same memory, not copies. */
export function splitHeldOut(training: LabelledImages): JudgingSplit {
  const kept = training.labels.length - Math.max(1, Math.floor(training.labels.length * HELD_OUT_FRACTION));
  return {
    train: sliceImages(training, 0, kept),
    heldOut: sliceImages(training, kept, training.labels.length),
  };
}

/** Images `start` to `end` - 1 with their labels, as views of the same memory. */
export function sliceImages(data: LabelledImages, start: number, end: number): LabelledImages {
  return {
    images: data.images.subarray(start * PIXELS, end * PIXELS),
    labels: data.labels.subarray(start, end),
  };
}

/** The images [n, 784] that carry the label `digit`, in their order. */
export function imagesOfDigit(data: LabelledImages, digit: number): Uint8Array {
  const rows: number[] = [];
  data.labels.forEach((label, row) => {
    if (label === digit) rows.push(row);
  });
  const images = new Uint8Array(rows.length * PIXELS);
  rows.forEach((row, at) => {
    images.set(data.images.subarray(row * PIXELS, (row + 1) * PIXELS), at * PIXELS);
  });
  return images;
}

/** SHA-256, in hexadecimal, of the labels followed by the images: the same for the same labelled images. */
export function hashImages(data: LabelledImages): string {
  return createHash('sha256').update(data.labels).update(data.images).digest('hex');
}
