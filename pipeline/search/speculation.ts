/**
 * Searches side by side: each proposes a few changes of single pixels, all are evaluated as one matrix product, and
 * each goes on from what it learns.
 */
import type { LoadedModel } from '../engine/engine.ts';
import { CLASSES } from '../math/images.ts';
import type { OnProgress } from './idea.ts';
import { assertFiniteRank, type Objective } from './objectives.ts';

/** The image with one pixel at another value. */
export interface Candidate {
  readonly pixel: number;
  readonly value: number;
}

/** A search in progress. */
export interface RunningSearch {
  readonly digit: number;
  readonly objective: Objective;
  /** [784], as it is now. */
  readonly image: Float32Array;
  /** Pre-activations [H] of the image. */
  readonly preActivation: Float64Array;
  readonly isDone: boolean;
  /** Candidates consumed so far: those that a sequential search evaluates; what speculation discards is not counted. */
  readonly evaluations: number;
  /** The energy of the image; NaN until it is first known. */
  readonly energy: number;
  /** The next candidates, of at least `minLookahead` steps where possible; there is at least one. */
  propose(minLookahead: number): readonly Candidate[];
  /** Takes the ranks of the candidates last proposed, in their order, and how large the logits behind them are. */
  consume(ranks: Float64Array, magnitudes: Float64Array): void;
}

/** Rows that a matrix product should have to be worth its call. */
const ROWS_WORTH_A_CALL = 24;

/** Moves all searches until each is done. */
export async function advanceAll(
  model: LoadedModel,
  searches: readonly RunningSearch[],
  onProgress: OnProgress = () => undefined,
): Promise<void> {
  for (;;) {
    const active = searches.filter((search) => !search.isDone);
    if (active.length === 0) return;
    const minLookahead = Math.ceil(ROWS_WORTH_A_CALL / active.length);
    const proposals = active.map((search) => search.propose(minLookahead));
    const logits = await computeLogitsOfCandidates(model, active, proposals);
    let row = 0;
    for (const [k, search] of active.entries()) {
      const count = proposals[k]!.length;
      giveRanks(search, logits, row, count);
      row += count;
    }
    onProgress(
      searches.reduce((sum, search) => sum + search.evaluations, 0),
      searches.map((search) => search.energy),
    );
  }
}

/** Logits [m, 10] of every search's candidates, in order. */
export async function computeLogitsOfCandidates(
  model: LoadedModel,
  searches: readonly Pick<RunningSearch, 'image' | 'preActivation'>[],
  proposals: readonly (readonly Candidate[])[],
): Promise<Float32Array> {
  const { hidden } = model.parameters;
  const bases = new Float32Array(searches.length * hidden);
  for (const [k, search] of searches.entries()) bases.set(search.preActivation, k * hidden);
  const count = proposals.reduce((sum, candidates) => sum + candidates.length, 0);
  const changes = {
    base: new Int32Array(count),
    pixel: new Int32Array(count),
    change: new Float32Array(count),
  };
  let row = 0;
  for (const [base, candidates] of proposals.entries()) {
    const { image } = searches[base]!;
    for (const { pixel, value } of candidates) {
      changes.base[row] = base;
      changes.pixel[row] = pixel;
      changes.change[row] = value - image[pixel]!;
      row++;
    }
  }
  return model.logitsOfChanges(bases, changes);
}

/** Gives a search the ranks of its candidates, which have rows `from` ... `from + count - 1` of logits [n, 10]. */
function giveRanks(search: RunningSearch, logits: Float32Array, from: number, count: number): void {
  const { digit, objective } = search;
  const [ranks, magnitudes] = [new Float64Array(count), new Float64Array(count)];
  for (let k = 0; k < count; k++) {
    ranks[k] = assertFiniteRank(objective.rank(logits, (from + k) * CLASSES, digit), digit);
    magnitudes[k] = objective.magnitude(logits, (from + k) * CLASSES, digit);
  }
  search.consume(ranks, magnitudes);
}
