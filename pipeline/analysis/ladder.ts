/**
 * Does the score climb the ladder? Expectations are stated here, before anything is measured, and every failure is
 * kept.
 */
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

/** Scores P(intended) of the images of one kind. */
export interface ScoredKind {
  readonly rung: number;
  readonly kind: string;
  /** The judge that the images were optimised against; the panel is then the mean of the others. */
  readonly attacked: string | null;
  readonly panel: Float64Array;
  readonly judges: Readonly<Record<string, Float64Array>>;
}

/** Scores by a reader: the panel or a judge. */
type Reader = (kind: ScoredKind) => Float64Array;

/** The most that kinds without a digit may score on average. */
const NOTHING = 0.05;
/** The most that real digits may score for a wrong digit. */
const WRONG = 0.02;
/** The most that images made to fool another judge may score. */
const FOOLED = 0.1;
/** The least that changed digits and real ones must score. */
const CHANGED = 0.85;
const REAL = 0.93;
/** Rises between neighbouring shares of flipped pixels that count as none. */
const SLACK = 0.01;

interface Rule {
  readonly rung: number;
  readonly statement: string;
  /** What is measured; it holds where it is at least `least` and at most `most`. */
  readonly measure: (kinds: readonly ScoredKind[], scores: Reader, reader: string) => number;
  readonly least?: number;
  readonly most?: number;
}

const RULES: readonly Rule[] = [
  {
    rung: 1,
    statement: `The highest mean of its kinds is at most ${NOTHING}.`,
    measure: highest(1),
    most: NOTHING,
  },
  {
    rung: 2,
    statement: `The highest mean of its kinds is at most ${NOTHING}.`,
    measure: highest(2),
    most: NOTHING,
  },
  { rung: 3, statement: `The mean is at most ${WRONG}.`, measure: highest(3), most: WRONG },
  {
    rung: 4,
    statement: `The mean of images made to fool another judge is at most ${FOOLED}.`,
    measure: (kinds, scores, reader) =>
      largest(
        kinds.filter((kind) => kind.rung === 4 && kind.attacked !== reader).map((kind) => mean(scores(kind))),
      ),
    most: FOOLED,
  },
  {
    rung: 5,
    statement: `From one share of flipped pixels to the next the mean rises by at most ${SLACK}.`,
    measure: (kinds, scores) => {
      const means = kinds.filter(({ rung }) => rung === 5).map((kind) => mean(scores(kind)));
      return largest(means.slice(1).map((value, k) => value - means[k]!));
    },
    most: SLACK,
  },
  {
    rung: 6,
    statement: 'Its kinds lie between rung 1 and rung 9: the smaller of the two distances is above 0.',
    measure: (kinds, scores) => {
      const own = kinds.filter(({ rung }) => rung === 6).map((kind) => mean(scores(kind)));
      const below = Math.min(...own) - highest(1)(kinds, scores);
      return Math.min(below, lowest(9)(kinds, scores) - Math.max(...own));
    },
    least: 0,
  },
  {
    rung: 7,
    statement: `The lowest mean of its kinds is at least ${CHANGED}.`,
    measure: lowest(7),
    least: CHANGED,
  },
  {
    rung: 8,
    statement: 'Class means score above ideas of ordinary models: the area under the curve is at least 0.5.',
    measure: above('class means', 'ordinary ideas'),
    least: 0.5,
  },
  {
    rung: 8,
    statement: 'Ideas of models trained in noise score above those of ordinary models: at least 0.5.',
    measure: above('ideas after noise', 'ordinary ideas'),
    least: 0.5,
  },
  {
    rung: 9,
    statement: `The lowest mean of its kinds is at least ${REAL}.`,
    measure: lowest(9),
    least: REAL,
  },
];

function highest(rung: number) {
  return (kinds: readonly ScoredKind[], scores: Reader): number =>
    largest(kinds.filter((kind) => kind.rung === rung).map((kind) => mean(scores(kind))));
}

function lowest(rung: number) {
  return (kinds: readonly ScoredKind[], scores: Reader): number =>
    Math.min(...kinds.filter((kind) => kind.rung === rung).map((kind) => mean(scores(kind))));
}

function above(upper: string, lower: string) {
  return (kinds: readonly ScoredKind[], scores: Reader): number => {
    const find = (name: string) => scores(kinds.find(({ kind }) => kind === name)!);
    return areaUnderCurve(find(lower), find(upper));
  };
}

/** Every expectation, for the panel and for each judge alone. All nine rungs must be among `kinds`. */
export function testExpectations(kinds: readonly ScoredKind[], judges: readonly string[]): Expectation[] {
  return RULES.map(({ rung, statement, measure, least = -Infinity, most = Infinity }) => {
    const find = (scores: Reader, reader: string): Finding => {
      const measured = measure(kinds, scores, reader);
      return { measured, holds: measured >= least && measured <= most };
    };
    return {
      rung,
      statement,
      panel: find(({ panel }) => panel, 'panel'),
      judges: Object.fromEntries(judges.map((name) => [name, find((kind) => kind.judges[name]!, name)])),
    };
  });
}

/** AUC of all images of a rung over all those of the rung before: 1-2, 2-3, ..., 8-9. */
export function compareAdjacent(kinds: readonly ScoredKind[], judges: readonly string[]): AdjacentRungs[] {
  const rungs = [...new Set(kinds.map(({ rung }) => rung))].sort((a, b) => a - b);
  const all = (rung: number, scores: Reader) =>
    kinds.filter((kind) => kind.rung === rung).flatMap((kind) => Array.from(scores(kind)));
  return rungs.slice(1).map((upper, k) => {
    const lower = rungs[k]!;
    const compare = (scores: Reader) => areaUnderCurve(all(lower, scores), all(upper, scores));
    return {
      lower,
      upper,
      panel: compare(({ panel }) => panel),
      judges: Object.fromEntries(judges.map((name) => [name, compare((kind) => kind.judges[name]!)])),
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

function mean(scores: Float64Array): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function largest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}
