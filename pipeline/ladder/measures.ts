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

/** The same where attacks may have come to nothing, and then there is nothing to measure: null. */
export type MeasureOfAttacks = (...asked: Parameters<Measure>) => number | null;

/** The highest mean of the kinds of a rung. */
export function highest(rung: Rung): Measure {
  return (kinds, scores) => largest(onRung(kinds, rung).map((kind) => mean(scores(kind))));
}

/**
 * The highest mean of the kinds of rung 4 made by `method` to fool another than the scorer, of which at least one image
 * does; null where no attack by it succeeded at all.
 */
export function highestAgainstOthers(method: AttackMethod): MeasureOfAttacks {
  return (kinds, scores, scorer) => {
    const succeeded = foolingOthers(kinds, scorer, method).filter(
      (kind) => keepFooling(kind, scores(kind)).length > 0,
    );
    return succeeded.length === 0 ? null : largest(succeeded.map((kind) => mean(scores(kind))));
  };
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
 * scorer; null where none did.
 */
export function meanOfFooling(...methods: readonly AttackMethod[]): MeasureOfAttacks {
  return (kinds, scores, scorer) => {
    const taken = methods
      .flatMap((method) => foolingOthers(kinds, scorer, method))
      .flatMap((kind) => keepFooling(kind, scores(kind)));
    return taken.length === 0 ? null : mean(taken);
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

/**
 * The area of all images of the rung `upper` over all of `lower`. Where one of them was made to fool judges, it is the mean
 * over those judges, other than the scorer, of the area with the images against one of them alone; the panel is that of the
 * others for both rungs, so that one instrument reads them.
 */
export function areaOverRung(lower: Rung, upper: Rung): Measure {
  return (kinds, scores, scorer) => {
    const both = [...onRung(kinds, lower), ...onRung(kinds, upper)];
    const area = (fair: readonly ScoredKind[], by: ScoresBy) =>
      areaUnderCurve(joinScores(onRung(fair, lower), by), joinScores(onRung(fair, upper), by));
    const judges = listAttacked(both, scorer);
    if (judges.length === 0) return area(both, scores);
    return mean(
      judges.map((judge) =>
        area(
          both.filter(({ attacked }) => attacked === null || attacked === judge),
          scorer === 'panel' ? panelWithout(judge) : scores,
        ),
      ),
    );
  };
}

/** The judges other than `scorer` that some of the images were made to fool. */
function listAttacked(kinds: readonly ScoredKind[], scorer: string): string[] {
  const attacked = kinds.flatMap((kind) => kind.attacked ?? []);
  return [...new Set(attacked)].filter((judge) => judge !== scorer);
}

function panelWithout(judge: string): ScoresBy {
  return ({ without }) => without[judge]!;
}

/**
 * The least area of real digits with at most the share `most` of their pixels flipped over a kind made to fool another;
 * the panel is that of the judges that were not attacked, for both.
 */
export function leastAreaOverFooling(most: number): Measure {
  return (kinds, scores, scorer) => {
    const readable = onRung(kinds, RUNG.flipped).filter(
      ({ flipRate }) => flipRate !== null && flipRate <= most,
    );
    const areas = foolingOthers(kinds, scorer).map((kind) => {
      const by = scorer === 'panel' ? panelWithout(kind.attacked!) : scores;
      return areaUnderCurve(by(kind), joinScores(readable, by));
    });
    return Math.min(...areas);
  };
}
