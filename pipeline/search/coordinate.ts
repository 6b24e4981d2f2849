/**
 * Coordinate search: visit the pixels in raster order, give each the value 0 or 1 whose energy is larger, pass after
 * pass. The energy is the model's raw output for the intended digit. (The article's `search_gd`.)
 *
 * All searches of a model run side by side, so that the second layer, which is all the work there is, becomes one
 * matrix product for many candidates.
 */
import type { Model } from '../engine/engine.ts';
import { PIXELS } from '../math/images.ts';
import { certify } from './certificate.ts';
import { advanceAll, type Seeker } from './speculation.ts';
import { Walker } from './walker.ts';

/** Where one search starts and what it looks for. */
export interface SearchTask {
  readonly digit: number;
  readonly restart: number;
  /** The start image [784] in [0, 1]. */
  readonly start: Float32Array;
}

/** What a search found. */
export interface Idea {
  readonly digit: number;
  readonly restart: number;
  /** Pixels [784], each 0 or 1. */
  readonly image: Float32Array;
  /** The intended digit's logit, from the full evaluation at the end. */
  readonly energy: number;
  /** Candidate images whose energy was computed, the final full evaluation included. */
  readonly evaluations: number;
  /** Passes over the image, the last one perhaps cut short. */
  readonly passes: number;
  /** No single flip raises the energy. */
  readonly certified: boolean;
}

/**
 * Searches all `tasks` on one model. `passes` ends each search after so many passes, or `converged` when no single
 * flip raises the energy. The images are those of visiting one pixel at a time in ordered arithmetic.
 */
export async function searchCoordinates(
  model: Model,
  tasks: readonly SearchTask[],
  passes: number | 'converged',
): Promise<Idea[]> {
  const walkers = tasks.map((task) => new Walker(model.parameters, task.digit, task.start));
  const lastVisit = passes === 'converged' ? Number.POSITIVE_INFINITY : passes * PIXELS;
  await advanceAll(
    model,
    walkers.map((walker) => limit(walker, lastVisit)),
  );
  const ideas: Idea[] = [];
  for (const [k, walker] of walkers.entries()) {
    const certificate = await certify(model, walker.image, walker.digit);
    ideas.push({
      digit: walker.digit,
      restart: tasks[k]!.restart,
      image: walker.image,
      energy: certificate.energy,
      evaluations: walker.evaluations + certificate.evaluations,
      passes: Math.ceil(walker.visits / PIXELS),
      certified: certificate.isLocalOptimum,
    });
  }
  return ideas;
}

/** A walker that makes no visit after number `lastVisit`. */
function limit(walker: Walker, lastVisit: number): Seeker {
  return {
    digit: walker.digit,
    image: walker.image,
    preActivation: walker.preActivation,
    get isDone() {
      return walker.isConverged || walker.visits >= lastVisit;
    },
    propose: (minLookahead) => walker.propose(minLookahead, lastVisit),
    consume: (energies) => walker.consume(energies),
  };
}
