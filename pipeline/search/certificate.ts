/** The certificate of an idea: a full evaluation of every single flip, from the image alone. */
import type { MlpParameters, Model } from '../engine/engine.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import { computePreActivation } from './firstLayer.ts';
import { computeOrderedLogit, computeOrderedPair, isNearTie } from './orderedArithmetic.ts';

/** What a full evaluation of an image and its neighbours found. */
export interface Certificate {
  /** The image's own logit `digit`, in ordered arithmetic. */
  readonly energy: number;
  /** Images whose energy was computed. */
  readonly evaluations: number;
  /** No single flip raises the energy. */
  readonly isLocalOptimum: boolean;
}

/** Neighbours evaluated in one go; a search that was cut short usually fails within the first. */
const NEIGHBOURS_PER_CALL = 112;

/** Evaluates a binary image [784] and its single flips, until one raises the energy or none is left. */
export async function certify(model: Model, image: Float32Array, digit: number): Promise<Certificate> {
  const { parameters } = model;
  const preActivation = Float32Array.from(computePreActivation(parameters, image));
  const energy = computeOrderedLogit(parameters, image, digit);
  let evaluations = 1;
  for (let from = 0; from < PIXELS; from += NEIGHBOURS_PER_CALL) {
    const pixel = Int32Array.from({ length: NEIGHBOURS_PER_CALL }, (_, k) => from + k);
    const logits = await model.logitsOfChanges(preActivation, {
      base: new Int32Array(NEIGHBOURS_PER_CALL),
      pixel,
      change: Float32Array.from(pixel, (p) => 1 - 2 * image[p]!),
    });
    evaluations += NEIGHBOURS_PER_CALL;
    for (let k = 0; k < NEIGHBOURS_PER_CALL; k++) {
      if (isRaised(parameters, image, from + k, digit, energy, logits[k * CLASSES + digit]!)) {
        return { energy, evaluations, isLocalOptimum: false };
      }
    }
  }
  return { energy, evaluations, isLocalOptimum: true };
}

/** Whether flipping `pixel` raises the energy; near ties are settled in ordered arithmetic. */
function isRaised(
  parameters: MlpParameters,
  image: Float32Array,
  pixel: number,
  digit: number,
  energy: number,
  flipped: number,
): boolean {
  if (!isNearTie(energy, flipped)) return flipped > energy;
  const [atZero, atOne] = computeOrderedPair(parameters, image, pixel, digit);
  return image[pixel] === 1 ? atZero > atOne : atOne > atZero;
}
