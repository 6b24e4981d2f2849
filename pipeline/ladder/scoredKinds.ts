/** Scores of the ladder by kind of image, and how rules pick among them. */
import { nameAttack } from './ladderRecord.ts';

/** Scores P(intended) of the images of one kind. */
export interface ScoredKind {
  readonly rung: number;
  readonly kind: string;
  /** The judge that the images were optimised against; the panel is then that of the others. */
  readonly attacked: string | null;
  /** The share of pixels that was flipped, on rung 5; null elsewhere. */
  readonly flipRate: number | null;
  /** How many neighbouring images belong together: ten where they are the ideas of one model, else 1. */
  readonly together: number;
  readonly panel: Float64Array;
  readonly judges: Readonly<Record<string, Float64Array>>;
}

/** Scores by a reader, the panel or a judge. */
export type Reader = (kind: ScoredKind) => Float64Array;

/**
 * Kinds of rung 4 that were not optimised against the reader itself, of one method where it is given. Throws a
 * RangeError where there are none.
 */
export function foolingOthers(kinds: readonly ScoredKind[], reader: string, method?: string): ScoredKind[] {
  return atLeastOne(
    onRung(kinds, 4).filter(
      ({ kind, attacked }) =>
        attacked !== null &&
        attacked !== reader &&
        (method === undefined || kind === nameAttack(method, attacked)),
    ),
    `rung 4, ${method ?? 'made'} against another than ${reader}`,
  );
}

/** The kinds of a rung, in their order. Throws a RangeError where there are none. */
export function onRung(kinds: readonly ScoredKind[], rung: number): ScoredKind[] {
  return atLeastOne(
    kinds.filter((kind) => kind.rung === rung),
    `rung ${rung}`,
  );
}

/** The kind called `name`. Throws a RangeError where there is none. */
export function named(kinds: readonly ScoredKind[], name: string): ScoredKind {
  return atLeastOne(
    kinds.filter(({ kind }) => kind === name),
    name,
  )[0]!;
}

function atLeastOne(kinds: ScoredKind[], what: string): ScoredKind[] {
  if (kinds.length === 0) throw new RangeError(`testExpectations: expected images of ${what}, got none`);
  return kinds;
}

/** Scores of all images of the kinds. */
export function pool(kinds: readonly ScoredKind[], scores: Reader): number[] {
  return kinds.flatMap((kind) => Array.from(scores(kind)));
}

/** The mean of scores, at least one. */
export function mean(scores: Float64Array): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** The largest of values; -Infinity of none. */
export function largest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}
