/**
 * Searches side by side: each proposes a few changes of single pixels, all are evaluated as one matrix product, and
 * each goes on from what it learns.
 */
import type { Eventually } from './eventually.ts';
import type { OnProgress } from './idea.ts';
import type { Candidate, HeldImage, ModelView } from './modelView.ts';
import { assertFiniteRank, type Objective } from './objectives.ts';

/** A search in progress. */
export interface RunningSearch {
  readonly digit: number;
  readonly objective: Objective;
  /** Its image, as it is now. */
  readonly held: HeldImage;
  readonly isDone: boolean;
  /** Candidates consumed so far: those that a sequential search evaluates; what speculation discards is not counted. */
  readonly evaluations: number;
  /** The energy of the image; NaN until it is first known. */
  readonly energy: number;
  /** The next candidates, of at least `minLookahead` steps where possible; there is at least one. */
  propose(minLookahead: number): readonly Candidate[];
  /** Takes the ranks of the candidates last proposed, in their order, and how large the logits behind them are. */
  consume(ranks: Float64Array, magnitudes: Float64Array): Eventually<void>;
}

/** Rows that a matrix product should have to be worth its call. */
export const ROWS_WORTH_A_CALL = 24;

/** Moves all searches until each is done. */
export async function advanceAll(
  model: ModelView,
  searches: readonly RunningSearch[],
  onProgress: OnProgress = () => undefined,
): Promise<void> {
  for (;;) {
    const active = searches.filter((search) => !search.isDone);
    if (active.length === 0) return;
    const minLookahead = Math.ceil(ROWS_WORTH_A_CALL / active.length);
    const proposals = active.map((search) => search.propose(minLookahead));
    const logits = await model.logitsOfCandidates(
      active.map(({ held }) => held),
      proposals,
    );
    let row = 0;
    for (const [k, search] of active.entries()) {
      const count = proposals[k]!.length;
      const { ranks, magnitudes } = rankCandidates(search, logits, { row, count, classes: model.classes });
      const consumed = search.consume(ranks, magnitudes);
      if (consumed instanceof Promise) await consumed;
      row += count;
    }
    onProgress(
      searches.reduce((sum, search) => sum + search.evaluations, 0),
      searches.map((search) => search.energy),
    );
  }
}

/** Where a search's candidates are in logits [n, classes]. */
export interface Rows {
  readonly row: number;
  readonly count: number;
  readonly classes: number;
}

/** The ranks of a search's candidates, and the sizes of the logits behind them. */
export function rankCandidates(
  { digit, objective }: RunningSearch,
  logits: Float32Array,
  { row, count, classes }: Rows,
): { readonly ranks: Float64Array; readonly magnitudes: Float64Array } {
  const [ranks, magnitudes] = [new Float64Array(count), new Float64Array(count)];
  for (let k = 0; k < count; k++) {
    const at = (row + k) * classes;
    ranks[k] = assertFiniteRank(objective.rank(logits, at, digit), digit);
    magnitudes[k] = objective.magnitude(logits, at, digit);
  }
  return { ranks, magnitudes };
}
