/** Does the score climb the ladder? Tests what rules.ts expects; every failure is kept. */
import { mean } from '../math/rows.ts';
import { drawBelow, type Stream } from '../math/streams.ts';
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
  Spread,
} from './ladderRecord.ts';
import { areaOverRung, keepFooling } from './measures.ts';
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
      const interval = percentileInterval(resampled.map((values) => values[rule]![scorer]!));
      return { measured: value, interval, holds: isWithin(value, limits) };
    });
    return {
      ...{ rung, statement, isOriginal, undecided },
      panel: findings[0]!,
      judges: Object.fromEntries(judges.map((name, at) => [name, findings[at + 1]!])),
    };
  });
}

/** What every rule measures, by rule and scorer. */
function measureAll(kinds: readonly ScoredKind[], scorers: readonly string[]): number[][] {
  return RULES.map(({ measure }) =>
    scorers.map((scorer) => measure(kinds, (kind) => scoresBy(kind, scorer), scorer)),
  );
}

function scoresBy({ panel, judges }: ScoredKind, scorer: string): Float64Array {
  return scorer === 'panel' ? panel : judges[scorer]!;
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
    const compare = (scores: ScoresBy, scorer: string) => areaOverRung(lower, upper)(kinds, scores, scorer);
    return {
      lower,
      upper,
      panel: compare(({ panel }) => panel, 'panel'),
      judges: Object.fromEntries(judges.map((name) => [name, compare((kind) => kind.judges[name]!, name)])),
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

/** Mean, 5th and 95th percentile of scores, at least one; by the nearest rank, the ceil(p n / 100)-th smallest. */
export function summariseSpread(scores: Float64Array): Spread {
  const sorted = scores.slice().sort();
  const atPercentile = (percent: number) =>
    sorted[Math.max(0, Math.ceil((percent * sorted.length) / 100) - 1)]!;
  return { mean: mean(scores), low: atPercentile(5), high: atPercentile(95) };
}

/**
 * The kinds with as many of their images, drawn with replacement; images of one model are drawn together. Kinds of the
 * same number of images are drawn alike, so that those that are changes of the same digits stay pairs.
 */
export function resampleKinds(kinds: readonly ScoredKind[], stream: Stream): ScoredKind[] {
  const drawn = new Map<string, Uint32Array>();
  return kinds.map((kind) => {
    const { panel, groupSize } = kind;
    const name = `${panel.length}/${groupSize}`;
    const rows = drawn.get(name) ?? drawRows(panel.length, groupSize, stream);
    drawn.set(name, rows);
    const judges = Object.entries(kind.judges).map(([judge, own]) => [judge, pick(own, rows)] as const);
    return { ...kind, panel: pick(panel, rows), judges: Object.fromEntries(judges) };
  });
}

/** `count` rows, `groupSize` at a time: whole runs of neighbours that begin at a multiple of `groupSize`. */
function drawRows(count: number, groupSize: number, stream: Stream): Uint32Array {
  const rows = new Uint32Array(count);
  const groups = Math.ceil(count / groupSize);
  for (let at = 0; at < count; ) {
    const first = groupSize * drawBelow(stream, groups);
    for (let row = first; row < Math.min(first + groupSize, count) && at < count; row++) rows[at++] = row;
  }
  return rows;
}

function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}
