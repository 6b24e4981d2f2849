/**
 * Evidence: what speaks for each answer about an image before any calibration, and the models that weigh it.
 *
 * Judges differ only here. Generative ones (abs, mixture, shape) give log densities, the discriminative one (cnn) logits; the same
 * calibration (calibration.ts) turns either into probabilities.
 */
import type { Tolerance } from './tolerance.ts';

/** What speaks for each answer about n images at one tolerance of noise, before any calibration. */
export interface Evidence {
  /** Log evidence [n, 10] for each digit in nats: log p(x | digit) of a generative judge, else logits. */
  readonly digits: Float64Array;
  /**
   * What speaks for "not a digit" [n, C], at least one number an image, each on a scale of the judge's own; the first is
   * like log odds: above 0 where it rather is none.
   */
  readonly none: Float64Array;
  /** How noisy each image is [n], from 0, on a scale of the judge's own: evidence weighs otherwise in noise. */
  readonly noisiness: Float64Array;
}

/** Evidence at each tolerance: what only much noise explains is a digit at `much`, and none at `little`. */
export type EvidenceAtEach = Readonly<Record<Tolerance, Evidence>>;

/** Weighs what speaks for each answer. Call `dispose` when done. */
export interface EvidenceModel {
  /** The evidence in images [n, 784] in [0, 1]. */
  evidence(images: Float32Array): Promise<EvidenceAtEach>;
  dispose(): Promise<void>;
}
