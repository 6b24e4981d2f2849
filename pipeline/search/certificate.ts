/** The certificate of an idea: a full evaluation of every single flip, from the image alone. */
import { PIXELS } from '../math/images.ts';
import { ExactRank } from './exactRank.ts';
import { type Candidate, type ModelView, type SearchableModel, viewModel } from './modelView.ts';
import { assertFiniteRank, defineObjectives, type Objective } from './objectives.ts';
import { isNearTie } from './orderedArithmetic.ts';

/** What a full evaluation of an image and its neighbours found. */
export interface Certificate {
  /** The image's own energy, from exact logits. */
  readonly energy: number;
  /** Images whose energy was computed. */
  readonly evaluations: number;
  /** No single flip raises the energy. */
  readonly isLocalOptimum: boolean;
}

/** Neighbours evaluated in one go; a search that was cut short usually fails within the first. */
const NEIGHBOURS_PER_CALL = 112;

/**
 * Evaluates an image [784] for its logit and, where every pixel is 0 or 1, its single flips, until one raises the energy or none
 * is left. An image with a pixel between 0 and 1 is no 1-flip optimum.
 */
export function certify(model: SearchableModel, image: Float32Array, digit: number): Promise<Certificate> {
  const view = viewModel(model);
  return certifyImage(view, image, digit, defineObjectives(view.classes).logit);
}

/** The same, for any energy. */
export async function certifyImage(
  model: ModelView,
  image: Float32Array,
  digit: number,
  objective: Objective,
): Promise<Certificate> {
  const exact = new ExactRank({ model, image, digit, objective });
  const rank = assertFiniteRank(await exact.held(), digit);
  const energy = objective.energy(rank);
  if (!image.every((value) => value === 0 || value === 1))
    return { energy, evaluations: 1, isLocalOptimum: false };
  const held = model.hold(image.slice());
  let evaluations = 1;
  for (let from = 0; from < PIXELS; from += NEIGHBOURS_PER_CALL) {
    const flips = Array.from({ length: NEIGHBOURS_PER_CALL }, (_, k): Candidate => {
      const pixel = from + k;
      return { pixel, value: 1 - image[pixel]! };
    });
    const logits = await model.logitsOfCandidates([held], [flips]);
    evaluations += NEIGHBOURS_PER_CALL;
    for (const [k, { pixel, value }] of flips.entries()) {
      const at = k * model.classes;
      const flipped = assertFiniteRank(objective.rank(logits, at, digit), digit);
      const isTie = isNearTie(rank, flipped, objective.magnitude(logits, at, digit));
      const isRaised = (isTie ? await exact.at(pixel, value) : flipped) > rank;
      if (isRaised) return { energy, evaluations, isLocalOptimum: false };
    }
  }
  return { energy, evaluations, isLocalOptimum: true };
}
