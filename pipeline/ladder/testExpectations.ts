/** Does the score climb the ladder? Tests what rules.ts expects; every failure is kept. */

import type { Stream } from '../math/streams.ts';
import { percentileInterval, RESAMPLES } from '../statistics/bootstrap.ts';
import { fallsThrough } from '../statistics/psychometric.ts';
import type {
  AdjacentRungs,
  Expectation,
  Finding,
  Fooling,
  LadderRecord,
  Psychometric,
  Spread,
} from './ladderRecord.ts';
import { areaOverRung, keepFooling } from './measures.ts';
import { resampleKinds } from './resampleKinds.ts';
import { type Limits, RULES } from './rules.ts';
import { mean, type Reader, type ScoredKind } from './scoredKinds.ts';

export type { ScoredKind };

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
  const readers = ['panel', ...judges];
  const measured = measureAll(kinds, readers);
  const resampled = Array.from({ length: resamples }, () =>
    measureAll(resampleKinds(kinds, stream), readers),
  );
  return RULES.map(({ rung, statement, isOriginal, undecided = null, ...limits }, rule) => {
    const findings = readers.map((_, reader): Finding => {
      const value = measured[rule]![reader]!;
      const interval = percentileInterval(resampled.map((values) => values[rule]![reader]!));
      return { measured: value, interval, holds: isWithin(value, limits) };
    });
    return {
      ...{ rung, statement, isOriginal, undecided },
      panel: findings[0]!,
      judges: Object.fromEntries(judges.map((name, at) => [name, findings[at + 1]!])),
    };
  });
}

/** What every rule measures, by rule and reader. */
function measureAll(kinds: readonly ScoredKind[], readers: readonly string[]): number[][] {
  return RULES.map(({ measure }) =>
    readers.map((reader) => measure(kinds, (kind) => scoresBy(kind, reader), reader)),
  );
}

function scoresBy({ panel, judges }: ScoredKind, reader: string): Float64Array {
  return reader === 'panel' ? panel : judges[reader]!;
}

function isWithin(value: number, { least = -Infinity, most = Infinity, above = -Infinity }: Limits): boolean {
  return value >= least && value <= most && value > above;
}

/**
 * AUC of all images of a rung over all those of the rung before: 1-2, 2-3, ..., 8-9. Images made to fool a judge are
 * left out of its own.
 */
export function compareAdjacent(kinds: readonly ScoredKind[], judges: readonly string[]): AdjacentRungs[] {
  const rungs = [...new Set(kinds.map(({ rung }) => rung))].sort((a, b) => a - b);
  return rungs.slice(1).map((upper, k) => {
    const lower = rungs[k]!;
    const compare = (scores: Reader, reader: string) => areaOverRung(lower, upper)(kinds, scores, reader);
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

/** What the others make of those images of an attacked kind that did fool the judge; means are null where none did. */
export function summariseFooling(kind: ScoredKind): Fooling {
  const average = (scores: Float64Array) => {
    const kept = keepFooling(kind, scores);
    return kept.length === 0 ? null : mean(Float64Array.from(kept));
  };
  const others = Object.entries(kind.judges).filter(([name]) => name !== kind.attacked);
  return {
    images: keepFooling(kind, kind.panel).length,
    panel: average(kind.panel),
    judges: Object.fromEntries(others.map(([name, scores]) => [name, average(scores)])),
  };
}

/** Mean, 5th and 95th percentile of scores, at least one; by the nearest rank, the ceil(p n / 100)-th smallest. */
export function summariseSpread(scores: Float64Array): Spread {
  const sorted = scores.slice().sort();
  const atPercentile = (percent: number) =>
    sorted[Math.max(0, Math.ceil((percent * sorted.length) / 100) - 1)]!;
  return { mean: mean(scores), low: atPercentile(5), high: atPercentile(95) };
}
