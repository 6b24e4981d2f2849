/**
 * Searches side by side: each proposes a few changes of single pixels, all are evaluated as one matrix product, and
 * each goes on from what it learns.
 */
import type { Model } from '../engine/engine.ts';
import { CLASSES } from '../math/images.ts';

/** The image with one pixel at another value. */
export interface Candidate {
  readonly pixel: number;
  readonly value: number;
}

/** A search in progress. */
export interface Seeker {
  readonly digit: number;
  /** [784], as it is now. */
  readonly image: Float32Array;
  /** Pre-activations [H] of the image. */
  readonly preActivation: Float64Array;
  readonly isDone: boolean;
  /** The next candidates, of at least `minLookahead` steps where possible; there is at least one. */
  propose(minLookahead: number): readonly Candidate[];
  /** Takes the energies of the candidates last proposed, in their order. */
  consume(energies: Float32Array): void;
}

/** Rows that a matrix product should have to be worth its call. */
const ROWS_WORTH_A_CALL = 24;

/** Moves all searches until each is done. */
export async function advanceAll(model: Model, seekers: readonly Seeker[]): Promise<void> {
  for (;;) {
    const active = seekers.filter((seeker) => !seeker.isDone);
    if (active.length === 0) return;
    const minLookahead = Math.ceil(ROWS_WORTH_A_CALL / active.length);
    const proposals = active.map((seeker) => seeker.propose(minLookahead));
    const logits = await evaluate(model, active, proposals);
    let row = 0;
    for (const [k, seeker] of active.entries()) {
      const count = proposals[k]!.length;
      seeker.consume(pickColumn(logits, row, count, seeker.digit));
      row += count;
    }
  }
}

/** Logits [m, 10] of every search's candidates, in order. */
async function evaluate(
  model: Model,
  seekers: readonly Seeker[],
  proposals: readonly (readonly Candidate[])[],
): Promise<Float32Array> {
  const { hidden } = model.parameters;
  const bases = new Float32Array(seekers.length * hidden);
  for (const [k, seeker] of seekers.entries()) bases.set(seeker.preActivation, k * hidden);
  const rows = proposals.flatMap((candidates, base) =>
    candidates.map((candidate) => ({ base, ...candidate })),
  );
  return model.logitsOfChanges(bases, {
    base: Int32Array.from(rows, (row) => row.base),
    pixel: Int32Array.from(rows, (row) => row.pixel),
    change: Float32Array.from(rows, (row) => row.value - seekers[row.base]!.image[row.pixel]!),
  });
}

/** Entries `digit` of rows `from` ... `from + count - 1` of logits [n, 10]. */
function pickColumn(logits: Float32Array, from: number, count: number, digit: number): Float32Array {
  return Float32Array.from({ length: count }, (_, k) => logits[(from + k) * CLASSES + digit]!);
}
