/** What the rules of the second ladder measure, and whether it is within their bounds. */
import { mean } from '../../math/rows.ts';
import type { Stream } from '../../math/streams.ts';
import { percentileInterval, RESAMPLES } from '../../statistics/bootstrap.ts';
import { type KindScores, resampleKinds } from '../resampleKinds.ts';
import type { SecondKindName } from './kinds.ts';
import { type Bound, SECOND_RULES, type SecondMeasure } from './rules.ts';
import type { SecondExpectation, SecondFinding } from './secondRecord.ts';

/** Scores of the images of one kind: P of the digit they show, or of the likeliest where they show none. */
export interface ScoredSecond extends KindScores {
  readonly kind: SecondKindName;
}

/** A number from the scores of a rule's kinds, in its order. */
const MEASURES: Readonly<Record<SecondMeasure, (scores: readonly Float64Array[]) => number>> = {
  'lowest mean': (scores) => Math.min(...scores.map(mean)),
  'highest mean': (scores) => Math.max(...scores.map(mean)),
  'mean of means': (scores) => mean(scores.map(mean)),
  'range of means': (scores) => Math.max(...scores.map(mean)) - Math.min(...scores.map(mean)),
  'largest rise': (scores) => {
    const means = scores.map(mean);
    return Math.max(...means.slice(1).map((value, k) => value - means[k]!));
  },
  'mean absolute change': ([before, after]) =>
    mean(after!.map((value, image) => Math.abs(value - before![image]!))),
};

/**
 * Every rule, for the panel and for each judge alone, with the 95% percentile interval over resamples drawn from `stream`.
 * Throws a RangeError where `kinds` lacks one that a rule names.
 */
export function testSecond(
  kinds: readonly ScoredSecond[],
  judges: readonly string[],
  stream: Stream,
  resamples = RESAMPLES,
): SecondExpectation[] {
  const scorers = ['panel', ...judges];
  const measured = measureRules(kinds, scorers);
  const resampled = Array.from({ length: resamples }, () =>
    measureRules(resampleKinds(kinds, stream), scorers),
  );
  return SECOND_RULES.map(({ statement, panel, judges: ofJudges }, rule) => {
    const [first, ...others] = scorers.map((_, scorer): SecondFinding => {
      const value = measured[rule]![scorer]!;
      const bound = scorer === 0 ? panel : ofJudges;
      return {
        measured: value,
        interval: percentileInterval(resampled.map((values) => values[rule]![scorer]!)),
        holds: bound === null ? null : isWithin(value, bound),
      };
    });
    return {
      statement,
      panel: first!,
      judges: Object.fromEntries(judges.map((name, at) => [name, others[at]!])),
    };
  });
}

function isWithin(value: number, { atLeast = -Infinity, atMost = Infinity }: Bound): boolean {
  return value >= atLeast && value <= atMost;
}

/** What every rule measures, by rule and scorer. */
function measureRules(kinds: readonly ScoredSecond[], scorers: readonly string[]): number[][] {
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  return SECOND_RULES.map(({ measure, kinds: names }) => {
    const own = names.map((name) => {
      const kind = byName.get(name);
      if (kind === undefined) throw new RangeError(`testSecond: expected images of ${name}, got none`);
      return kind;
    });
    return scorers.map((scorer) =>
      MEASURES[measure](own.map(({ panel, judges }) => (scorer === 'panel' ? panel : judges[scorer]!))),
    );
  });
}
