/** What rules of the ladder measure: means of kinds, differences between them, and areas of one over another. */
import { areaUnderCurve } from '../statistics/auc.ts';
import { FOOLED } from './ladderRecord.ts';
import {
  foolingOthers,
  largest,
  mean,
  named,
  onRung,
  pool,
  type Reader,
  type ScoredKind,
} from './scoredKinds.ts';

/** A number from the scores of all kinds by a reader, the panel or the judge called `reader`. */
export type Measure = (kinds: readonly ScoredKind[], scores: Reader, reader: string) => number;

/** The highest mean of the kinds of a rung. */
export function highest(rung: number): Measure {
  return (kinds, scores) => largest(onRung(kinds, rung).map((kind) => mean(scores(kind))));
}

/** The highest mean of the kinds of rung 4 made by `method` to fool another than the reader. */
export function highestAgainstOthers(method: string): Measure {
  return (kinds, scores, reader) =>
    largest(foolingOthers(kinds, reader, method).map((kind) => mean(scores(kind))));
}

/** The lowest mean of the kinds of a rung. */
export function lowest(rung: number): Measure {
  return (kinds, scores) => Math.min(...onRung(kinds, rung).map((kind) => mean(scores(kind))));
}

/** The area of the kind `upper` over the kind `lower`. */
export function areaAbove(upper: string, lower: string): Measure {
  return (kinds, scores) => areaUnderCurve(scores(named(kinds, lower)), scores(named(kinds, upper)));
}

/** The mean of the kind `upper` less that of the kind `lower`. */
export function meanAbove(upper: string, lower: string): Measure {
  return (kinds, scores) => mean(scores(named(kinds, upper))) - mean(scores(named(kinds, lower)));
}

/**
 * The mean over all images made by one of `methods` that did fool the judge they were made to fool, another than the
 * reader; 0 where none did, since then none took anyone in.
 */
export function meanOfFooling(...methods: readonly string[]): Measure {
  return (kinds, scores, reader) => {
    const taken = methods
      .flatMap((method) => foolingOthers(kinds, reader, method))
      .flatMap((kind) => keepFooling(kind, scores(kind)));
    return taken.length === 0 ? 0 : mean(Float64Array.from(taken));
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

/** The area of all images of the rung `upper` over all of `lower`; images made to fool the reader are left out. */
export function areaOverRung(lower: number, upper: number): Measure {
  return (kinds, scores, reader) => {
    const fair = kinds.filter(({ attacked }) => attacked !== reader);
    return areaUnderCurve(pool(onRung(fair, lower), scores), pool(onRung(fair, upper), scores));
  };
}

/** The least area of real digits with at most the share `most` of their pixels flipped over a kind made to fool another. */
export function leastAreaOverFooling(most: number): Measure {
  return (kinds, scores, reader) => {
    const readable = pool(
      onRung(kinds, 5).filter(({ flipRate }) => flipRate !== null && flipRate <= most),
      scores,
    );
    return Math.min(...foolingOthers(kinds, reader).map((kind) => areaUnderCurve(scores(kind), readable)));
  };
}
