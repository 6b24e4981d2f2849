/** What scoring and hints need of the images that a study's models learn from. */
import type { LabelledImages } from '../engine/engine.ts';
import { classMeans } from './descriptors.ts';
import { findBorder } from './scoreIdeas.ts';

/** A summary of training images. */
export interface TrainingSummary {
  /** Mask [784]: true where no image has ink. */
  readonly border: readonly boolean[];
  /** Mean image of every digit, [10, 784] in [0, 1]. */
  readonly classMeans: Float32Array;
}

const KEPT = new WeakMap<Uint8Array, TrainingSummary>();

/** The summary of `train`, kept for as long as its images are: a process asks for it with every model. */
export function summariseTraining(train: LabelledImages): TrainingSummary {
  const kept = KEPT.get(train.images);
  if (kept !== undefined) return kept;
  const summary = { border: findBorder(train.images), classMeans: classMeans(train) };
  KEPT.set(train.images, summary);
  return summary;
}
