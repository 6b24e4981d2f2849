/** What rules of the ladder measure: means of kinds, differences between them, and areas of one over another. */
import { mean } from '../math/rows.ts';
import { areaUnderCurve } from '../statistics/auc.ts';
import { type AttackMethod, type LadderKindName, RUNG, type Rung } from './kinds.ts';
import { FOOLED } from './ladderRecord.ts';
import {
  foolingOthers,
  joinScores,
  largest,
  named,
  onRung,
  type ScoredKind,
  type ScoresBy,
} from './scoredKinds.ts';

/** A number from the scores of all kinds by a scorer, the panel or the judge called `scorer`. */
export type Measure = (kinds: readonly ScoredKind[], scores: ScoresBy, scorer: string) => number;

/** The highest mean of the kinds of a rung. */
export function highest(rung: Rung): Measure {
  return (kinds, scores) => largest(onRung(kinds, rung).map((kind) => mean(scores(kind))));
}

/** The highest mean of the kinds of rung 4 made by `method` to fool another than the scorer. */
export function highestAgainstOthers(method: AttackMethod): Measure {
  return (kinds, scores, scorer) =>
    largest(foolingOthers(kinds, scorer, method).map((kind) => mean(scores(kind))));
}

/** The lowest mean of the kinds of a rung. */
export function lowest(rung: Rung): Measure {
  return (kinds, scores) => Math.min(...onRung(kinds, rung).map((kind) => mean(scores(kind))));
}

/** The area of the kind `upper` over the kind `lower`. */
export function areaAbove(upper: LadderKindName, lower: LadderKindName): Measure {
  return (kinds, scores) => areaUnderCurve(scores(named(kinds, lower)), scores(named(kinds, upper)));
}

/** The mean of the kind `upper` less that of the kind `lower`. */
export function meanAbove(upper: LadderKindName, lower: LadderKindName): Measure {
  return (kinds, scores) => mean(scores(named(kinds, upper))) - mean(scores(named(kinds, lower)));
}

/**
 * The mean over all images made by one of `methods` that did fool the judge they were made to fool, another than the
 * scorer; 0 where none did, since then none took anyone in.
 */
export function meanOfFooling(...methods: readonly AttackMethod[]): Measure {
  return (kinds, scores, scorer) => {
    const taken = methods
      .flatMap((method) => foolingOthers(kinds, scorer, method))
      .flatMap((kind) => keepFooling(kind, scores(kind)));
    return taken.length === 0 ? 0 : mean(taken);
  };
}

/** Of `values` [n], one an image of the kind, those of images that fooled the judge they were made to fool. */
export function keepFooling(kind: ScoredKind, values: Float64Array): number[] {
  const own = kind.attacked === null ? undefined : kind.judges[kind.attacked];
  if (own === undefined) {
    throw new RangeError(`keepFooling: expected scores of the judge that ${kind.kind} attacks, got none`);
  }
  return Array.from(values).filter((_, row) => own[row]! >= FOOLED);
}

/** The area of all images of the rung `upper` over all of `lower`; images made to fool the scorer are left out. */
export function areaOverRung(lower: Rung, upper: Rung): Measure {
  return (kinds, scores, scorer) => {
    const fair = kinds.filter(({ attacked }) => attacked !== scorer);
    return areaUnderCurve(joinScores(onRung(fair, lower), scores), joinScores(onRung(fair, upper), scores));
  };
}

/** The least area of real digits with at most the share `most` of their pixels flipped over a kind made to fool another. */
export function leastAreaOverFooling(most: number): Measure {
  return (kinds, scores, scorer) => {
    const readable = joinScores(
      onRung(kinds, RUNG.flipped).filter(({ flipRate }) => flipRate !== null && flipRate <= most),
      scores,
    );
    return Math.min(...foolingOthers(kinds, scorer).map((kind) => areaUnderCurve(scores(kind), readable)));
  };
}
