/**
 * Evidence: what speaks for each answer about an image before any calibration, and the models that weigh it.
 *
 * Judges differ only here. Generative ones (kde, mixture) give log densities, a discriminative one (cnn) logits; the same
 * calibration (calibration.ts) turns either into probabilities.
 */
import { CLASSES, PIXELS } from '../math/images.ts';

/** What speaks for each answer about n images, before any calibration. */
export interface Evidence {
  /** Log evidence [n, 10] for each digit in nats: log p(x | digit) of a generative judge, else logits. */
  readonly digits: Float64Array;
  /** Evidence [n] for "not a digit" rather than any digit, on a scale of the judge's own; 0 is undecided. */
  readonly none: Float64Array;
  /** How noisy each image is [n], from 0, on a scale of the judge's own: evidence weighs otherwise in noise. */
  readonly noisiness: Float64Array;
}

/** Weighs what speaks for each answer. Call `dispose` when done. */
export interface EvidenceModel {
  /** The evidence in images [n, 784] in [0, 1]. */
  evidence(images: Float32Array): Promise<Evidence>;
  /**
   * The predicted gain [n, 784] of flipping each pixel of binary images for their digits [n], by {@link flipGains}; of
   * its values only order and sign count. Absent where the model has no gradient at hand. For attacks on judges.
   */
  predictFlipGains?(images: Float32Array, digits: readonly number[]): Promise<Float64Array>;
  dispose(): Promise<void>;
}

/** The strongest rival of `digit` among ten log evidences: the largest other one, the smaller digit on a tie. */
export function findRival(evidence: Float64Array, digit: number): number {
  let rival = digit === 0 ? 1 : 0;
  for (let other = 0; other < CLASSES; other++) {
    if (other !== digit && evidence[other]! > evidence[rival]!) rival = other;
  }
  return rival;
}

/**
 * First-order gains [784] of flipping each pixel of a binary image x for its digit: (1 - 2 x)(2 g_digit - g_rival), the
 * change of the digit's evidence plus its lead over the rival. `own` and `rival` are the gradients g [784].
 */
export function flipGains(
  image: Float32Array,
  own: ArrayLike<number>,
  rival: ArrayLike<number>,
): Float64Array {
  return Float64Array.from({ length: PIXELS }, (_, i) => (1 - 2 * image[i]!) * (2 * own[i]! - rival[i]!));
}
