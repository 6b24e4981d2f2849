/** What the optimum, legibility and baselines share: images that a record keeps, and how judges are shown them. */
import type { LabelledImages } from '../engine/engine.ts';
import { replacePixels } from '../judging/imageReadings.ts';
import { summariseTraining } from '../judging/trainingSummary.ts';
import { bytesToUnit, unitToBytes } from '../math/images.ts';

/** Whether every pixel is 0 or 1: a search that is cut short may leave some of its start's grey. */
export function isBinary(image: Float32Array): boolean {
  return image.every((value) => value === 0 || value === 1);
}

/** An image [784] in [0, 1] as base64 of its bytes, 0 to 255: greys between two bytes become the nearest. */
export function keepImage(image: Float32Array): string {
  return Buffer.from(unitToBytes(image)).toString('base64');
}

/** The image [784] that was kept. */
export function openKeptImage(base64: string): Float32Array {
  return bytesToUnit(new Uint8Array(Buffer.from(base64, 'base64')));
}

/** Images [784] as the primary reading shows them: without the pixels that no image of `train` inks. */
export function maskImages(images: readonly Float32Array[], train: LabelledImages): Float32Array[] {
  const { never } = summariseTraining(train).inked;
  return images.map((image) => replacePixels(image, never));
}
