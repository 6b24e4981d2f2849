/**
 * Coordinate search: visit the pixels in raster order, give each the value 0 or 1 whose energy is larger, pass after
 * pass. The energy is the model's raw output for the intended digit. (The article's `search_gd`.)
 *
 * All searches of a model run side by side, so that the second layer, which is all the work there is, becomes one
 * matrix product for many candidates.
 */
import type { Model } from '../engine/engine.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import { certify } from './certificate.ts';
import { type Candidate, Walker } from './walker.ts';

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

/** Rows that a matrix product should have to be worth its call. */
const ROWS_WORTH_A_CALL = 24;

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
  await walkAll(model, walkers, passes === 'converged' ? Number.POSITIVE_INFINITY : passes * PIXELS);
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

/** Moves all walkers until each has converged or made its last visit. */
async function walkAll(model: Model, walkers: readonly Walker[], lastVisit: number): Promise<void> {
  for (;;) {
    const active = walkers.filter((walker) => !walker.isConverged && walker.visits < lastVisit);
    if (active.length === 0) return;
    const minLookahead = Math.ceil(ROWS_WORTH_A_CALL / active.length);
    const proposals = active.map((walker) => walker.propose(minLookahead, lastVisit));
    const logits = await evaluate(model, active, proposals);
    let row = 0;
    for (const [k, walker] of active.entries()) {
      const count = proposals[k]!.length;
      walker.consume(pickColumn(logits, row, count, walker.digit));
      row += count;
    }
  }
}

/** Logits [m, 10] of every walker's candidates, in order. */
async function evaluate(
  model: Model,
  walkers: readonly Walker[],
  proposals: readonly (readonly Candidate[])[],
): Promise<Float32Array> {
  const { hidden } = model.parameters;
  const bases = new Float32Array(walkers.length * hidden);
  for (const [k, walker] of walkers.entries()) bases.set(walker.preActivation, k * hidden);
  const rows = proposals.flatMap((candidates, base) =>
    candidates.map((candidate) => ({ base, ...candidate })),
  );
  return model.logitsOfChanges(bases, {
    base: Int32Array.from(rows, (row) => row.base),
    pixel: Int32Array.from(rows, (row) => row.pixel),
    change: Float32Array.from(rows, (row) => row.value - walkers[row.base]!.image[row.pixel]!),
  });
}

/** Entries `digit` of rows `from` ... `from + count - 1` of logits [n, 10]. */
function pickColumn(logits: Float32Array, from: number, count: number, digit: number): Float32Array {
  return Float32Array.from({ length: count }, (_, k) => logits[(from + k) * CLASSES + digit]!);
}
