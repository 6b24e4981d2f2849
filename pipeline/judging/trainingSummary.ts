/** What scoring and hints need of the images that a study's models learn from. */
import type { LabelledImages } from '../engine/engine.ts';
import { classMeans } from './descriptors.ts';
import { findInkedPlaces, type InkedPlaces } from './imageReadings.ts';

/** A summary of training images, and the images themselves. */
export interface TrainingSummary {
  readonly train: LabelledImages;
  readonly inked: InkedPlaces;
  /** Mean image of every digit, [10, 784] in [0, 1]. */
  readonly classMeans: Float32Array;
}

const KEPT = new WeakMap<Uint8Array, TrainingSummary>();

/** The summary of `train`, kept for as long as its images are: a process asks for it with every model. */
export function summariseTraining(train: LabelledImages): TrainingSummary {
  const kept = KEPT.get(train.images);
  if (kept !== undefined) return kept;
  const summary = { train, inked: findInkedPlaces(train.images), classMeans: classMeans(train) };
  KEPT.set(train.images, summary);
  return summary;
}
