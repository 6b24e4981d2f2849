/** The certificate of an idea: a full evaluation of every single flip, from the image alone. */
import type { LoadedModel } from '../engine/engine.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import { computePreActivation } from './firstLayer.ts';
import { assertFiniteRank, OBJECTIVES, type Objective } from './objectives.ts';
import { isNearTie } from './orderedArithmetic.ts';
import { OrderedRank } from './orderedRank.ts';

/** What a full evaluation of an image and its neighbours found. */
export interface Certificate {
  /** The image's own energy, in ordered arithmetic. */
  readonly energy: number;
  /** Images whose energy was computed. */
  readonly evaluations: number;
  /** No single flip raises the energy. */
  readonly isLocalOptimum: boolean;
}

/** Neighbours evaluated in one go; a search that was cut short usually fails within the first. */
const NEIGHBOURS_PER_CALL = 112;

/**
 * Evaluates an image [784] and, where every pixel is 0 or 1, its single flips, until one raises the energy or none is
 * left. An image with a pixel between 0 and 1 is no 1-flip optimum.
 */
export async function certify(
  model: LoadedModel,
  image: Float32Array,
  digit: number,
  objective: Objective = OBJECTIVES.logit,
): Promise<Certificate> {
  const ordered = new OrderedRank({ parameters: model.parameters, image, digit, objective });
  const rank = assertFiniteRank(ordered.held, digit);
  const energy = objective.energy(rank);
  if (!image.every((value) => value === 0 || value === 1))
    return { energy, evaluations: 1, isLocalOptimum: false };
  const preActivation = Float32Array.from(computePreActivation(model.parameters, image));
  let evaluations = 1;
  for (let from = 0; from < PIXELS; from += NEIGHBOURS_PER_CALL) {
    const pixel = Int32Array.from({ length: NEIGHBOURS_PER_CALL }, (_, k) => from + k);
    const logits = await model.logitsOfChanges(preActivation, {
      base: new Int32Array(NEIGHBOURS_PER_CALL),
      pixel,
      change: Float32Array.from(pixel, (p) => 1 - 2 * image[p]!),
    });
    evaluations += NEIGHBOURS_PER_CALL;
    const isRaised = (_: number, k: number) => {
      const flipped = assertFiniteRank(objective.rank(logits, k * CLASSES, digit), digit);
      if (!isNearTie(rank, flipped, objective.magnitude(logits, k * CLASSES, digit))) return flipped > rank;
      return ordered.at(from + k, 1 - image[from + k]!) > rank;
    };
    if (pixel.some(isRaised)) return { energy, evaluations, isLocalOptimum: false };
  }
  return { energy, evaluations, isLocalOptimum: true };
}
