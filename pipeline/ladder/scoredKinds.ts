/** Scores of the ladder by kind of image, and how rules pick among them. */

import { type AttackMethod, type LadderKindName, nameAttack, RUNG, type Rung } from './kinds.ts';
import type { KindScores } from './resampleKinds.ts';

/** Scores P(intended) of the images of one kind. */
export interface ScoredKind extends KindScores {
  readonly rung: Rung;
  readonly kind: LadderKindName;
  /** The judge that the images were optimised against; the panel is then that of the others. */
  readonly attacked: string | null;
  /** The share of pixels that was flipped, on rung 5; null elsewhere. */
  readonly flipRate: number | null;
  /** The panel of the others, by the judge that is left out. */
  readonly without: Readonly<Record<string, Float64Array>>;
}

/** The scores by one scorer: the panel, or a judge alone. */
export type ScoresBy = (kind: ScoredKind) => Float64Array;

/**
 * Kinds of rung 4 that were not optimised against the scorer itself, of one method where it is given. Throws a
 * RangeError where there are none.
 */
export function foolingOthers(
  kinds: readonly ScoredKind[],
  scorer: string,
  method?: AttackMethod,
): ScoredKind[] {
  return atLeastOne(
    onRung(kinds, RUNG.fooling).filter(
      ({ kind, attacked }) =>
        attacked !== null &&
        attacked !== scorer &&
        (method === undefined || kind === nameAttack(method, attacked)),
    ),
    `rung 4, ${method ?? 'made'} against another than ${scorer}`,
  );
}

/** The kinds of a rung, in their order. Throws a RangeError where there are none. */
export function onRung(kinds: readonly ScoredKind[], rung: Rung): ScoredKind[] {
  return atLeastOne(
    kinds.filter((kind) => kind.rung === rung),
    `rung ${rung}`,
  );
}

/** The kind called `name`. Throws a RangeError where there is none. */
export function named(kinds: readonly ScoredKind[], name: LadderKindName): ScoredKind {
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
export function joinScores(kinds: readonly ScoredKind[], scores: ScoresBy): number[] {
  return kinds.flatMap((kind) => Array.from(scores(kind)));
}

/** The largest of values; -Infinity of none. */
export function largest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}
