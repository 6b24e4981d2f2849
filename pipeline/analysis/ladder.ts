/** Does the score climb the ladder? Tests what ladderRules.ts expects; every failure is kept. */
import { areaUnderCurve } from '../math/auc.ts';
import { fallsThrough } from '../math/psychometric.ts';
import type {
  AdjacentRungs,
  Expectation,
  Finding,
  LadderRecord,
  Psychometric,
  Spread,
} from '../study/ladder.ts';
import { RULES } from './ladderRules.ts';
import { mean, pool, type Reader, type ScoredKind } from './ladderScores.ts';

export type { ScoredKind };

/**
 * Every expectation, for the panel and for each judge alone. Throws a RangeError where
 * `kinds` lacks what a rule measures: an expectation of nothing would always hold.
 */
export function testExpectations(kinds: readonly ScoredKind[], judges: readonly string[]): Expectation[] {
  return RULES.map(({ rung, statement, measure, least = -Infinity, most = Infinity, above = -Infinity }) => {
    const find = (scores: Reader, reader: string): Finding => {
      const measured = measure(kinds, scores, reader);
      return { measured, holds: measured >= least && measured <= most && measured > above };
    };
    return {
      rung,
      statement,
      panel: find(({ panel }) => panel, 'panel'),
      judges: Object.fromEntries(judges.map((name) => [name, find((kind) => kind.judges[name]!, name)])),
    };
  });
}

/**
 * AUC of all images of a rung over all those of the rung before: 1-2, 2-3, ..., 8-9. Images made to fool a judge are
 * left out of its own.
 */
export function compareAdjacent(kinds: readonly ScoredKind[], judges: readonly string[]): AdjacentRungs[] {
  const rungs = [...new Set(kinds.map(({ rung }) => rung))].sort((a, b) => a - b);
  const all = (rung: number, scores: Reader, reader: string) =>
    pool(
      kinds.filter((kind) => kind.rung === rung && kind.attacked !== reader),
      scores,
    );
  return rungs.slice(1).map((upper, k) => {
    const lower = rungs[k]!;
    const compare = (scores: Reader, reader: string) =>
      areaUnderCurve(all(lower, scores, reader), all(upper, scores, reader));
    return {
      lower,
      upper,
      panel: compare(({ panel }) => panel, 'panel'),
      judges: Object.fromEntries(judges.map((name) => [name, compare((kind) => kind.judges[name]!, name)])),
    };
  });
}

/** The psychometric curves of rung 5, whose kinds were flipped at `rates`, in order. */
export function drawPsychometric(
  kinds: readonly ScoredKind[],
  judges: readonly string[],
  rates: readonly number[],
): LadderRecord['psychometric'] {
  const flipped = kinds.filter(({ rung }) => rung === 5);
  const curve = (scores: Reader): Psychometric => {
    const points = rates.map((x, k) => ({ x, y: mean(scores(flipped[k]!)) }));
    return { points, halfPoint: fallsThrough(points, 0.5) };
  };
  return {
    panel: curve(({ panel }) => panel),
    judges: Object.fromEntries(judges.map((name) => [name, curve((kind) => kind.judges[name]!)])),
  };
}

/** Mean, 5th and 95th percentile (the nearest rank) of scores, at least one. */
export function summariseSpread(scores: Float64Array): Spread {
  const sorted = scores.slice().sort();
  const rank = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { mean: mean(scores), low: rank(0.05), high: rank(0.95) };
}
