/** Does the score climb the ladder? Tests what rules.ts expects; every failure is kept. */
import { mean } from '../math/rows.ts';
import type { Stream } from '../math/streams.ts';
import { percentileInterval, RESAMPLES } from '../statistics/bootstrap.ts';
import { fallsThrough } from '../statistics/psychometric.ts';
import { RUNG } from './kinds.ts';
import type {
  AdjacentRungs,
  Expectation,
  Finding,
  FoolingSummary,
  LadderRecord,
  Psychometric,
} from './ladderRecord.ts';
import { areaOverRung, keepFooling } from './measures.ts';
import { resampleKinds } from './resampleKinds.ts';
import { type Limits, RULES } from './rules.ts';
import type { ScoredKind, ScoresBy } from './scoredKinds.ts';

/**
 * Every expectation, for the panel and for each judge alone, with the 95% percentile interval over resamples of the images,
 * drawn from `stream`. Whether it holds is a question of what was measured. Throws a RangeError where `kinds`
 * lacks what a rule measures: an expectation of nothing would always hold.
 */
export function testExpectations(
  kinds: readonly ScoredKind[],
  judges: readonly string[],
  stream: Stream,
  resamples = RESAMPLES,
): Expectation[] {
  const scorers = ['panel', ...judges];
  const measured = measureAll(kinds, scorers);
  const resampled = Array.from({ length: resamples }, () =>
    measureAll(resampleKinds(kinds, stream), scorers),
  );
  return RULES.map(({ rung, statement, isOriginal, undecided = null, ...limits }, rule) => {
    const findings = scorers.map((_, scorer): Finding => {
      const value = measured[rule]![scorer]!;
      if (value === null) return { measured: null, interval: null, holds: null };
      // A resample may miss the few images that fool a judge.
      const values = resampled.flatMap((of) => of[rule]![scorer] ?? []);
      return { measured: value, interval: intervalOf(values), holds: isWithin(value, limits) };
    });
    return {
      ...{ rung, statement, isOriginal, undecided },
      panel: findings[0]!,
      judges: Object.fromEntries(judges.map((name, at) => [name, findings[at + 1]!])),
    };
  });
}

function intervalOf(values: number[]): Finding['interval'] {
  return values.length === 0 ? null : percentileInterval(values);
}

/** What every rule measures, by rule and scorer; null where there is nothing to measure. */
function measureAll(kinds: readonly ScoredKind[], scorers: readonly string[]): (number | null)[][] {
  return RULES.map(({ measure }) => scorers.map((scorer) => measure(kinds, scorerCalled(scorer), scorer)));
}

function scorerCalled(scorer: string): ScoresBy {
  return ({ panel, judges }) => (scorer === 'panel' ? panel : judges[scorer]!);
}

function isWithin(value: number, { least = -Infinity, most = Infinity, above = -Infinity }: Limits): boolean {
  return value >= least && value <= most && value > above;
}

/**
 * AUC of all images of a rung over all those of the rung before: 1-2, 2-3, ..., 8-9, as {@link areaOverRung} has it for
 * rung 4.
 */
export function compareAdjacent(kinds: readonly ScoredKind[], judges: readonly string[]): AdjacentRungs[] {
  const rungs = [...new Set(kinds.map(({ rung }) => rung))].sort((a, b) => a - b);
  return rungs.slice(1).map((upper, k) => {
    const lower = rungs[k]!;
    const compare = (scorer: string) => areaOverRung(lower, upper)(kinds, scorerCalled(scorer), scorer)!;
    return {
      lower,
      upper,
      panel: compare('panel'),
      judges: Object.fromEntries(judges.map((name) => [name, compare(name)])),
    };
  });
}

/** The psychometric curves of rung 5, whose kinds were flipped at `rates`, in order. */
export function computePsychometric(
  kinds: readonly ScoredKind[],
  judges: readonly string[],
  rates: readonly number[],
): LadderRecord['psychometric'] {
  const flipped = kinds.filter(({ rung }) => rung === RUNG.flipped);
  const curve = (scores: ScoresBy): Psychometric => {
    const points = rates.map((x, k) => ({ x, y: mean(scores(flipped[k]!)) }));
    return { points, halfPoint: fallsThrough(points, 0.5) };
  };
  return {
    panel: curve(({ panel }) => panel),
    judges: Object.fromEntries(judges.map((name) => [name, curve((kind) => kind.judges[name]!)])),
  };
}

/** What the others make of those images of an attacked kind that did fool the judge; means are null where none did. */
export function summariseFooling(kind: ScoredKind): FoolingSummary {
  const average = (scores: Float64Array) => {
    const kept = keepFooling(kind, scores);
    return kept.length === 0 ? null : mean(kept);
  };
  const others = Object.entries(kind.judges).filter(([name]) => name !== kind.attacked);
  return {
    images: keepFooling(kind, kind.panel).length,
    panel: average(kind.panel),
    judges: Object.fromEntries(others.map(([name, scores]) => [name, average(scores)])),
  };
}
