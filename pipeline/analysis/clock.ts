/**
 * Which clock explains recognisability: against updates, images seen, or another measure of how long a model was trained,
 * do the curves of different batch sizes become one? The clock is the better the better the other batch sizes' curve says
 * what a batch size's models score.
 */
import { square } from '../math/powers.ts';
import { mean } from '../math/rows.ts';
import { type BlockedEffect, blockedEffect } from '../statistics/blockedEffect.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { type CurvePoint, fitLocalLinear } from '../statistics/localLinear.ts';
import type { Checkpoint, StudyTable, TableModel } from './studyTable.ts';
import { averageScore, type Way } from './ways.ts';

/** The clocks. `stepLength`: sqrt(updates) times the learning rate, how far a random walk of Adam's steps goes. */
export const CLOCK_NAMES = ['updates', 'examples', 'stepLength', 'distance', 'trainingLoss'] as const;
export type ClockName = (typeof CLOCK_NAMES)[number];

export const CLOCK_TITLES: Readonly<Record<ClockName, string>> = {
  updates: 'updates',
  examples: 'training images seen',
  stepLength: 'square root of updates, times the learning rate',
  distance: 'distance of the parameters from their start',
  trainingLoss: 'training loss',
};

/** The share of the points to which each local line is fitted: the same for every clock, so that none bends more freely. */
export const SPAN = 0.5;

/** A checkpoint of a model on the face of a clock. */
export interface ClockPoint {
  readonly hidden: number;
  readonly batch: number;
  readonly seed: number;
  readonly learningRate: number;
  readonly updates: number;
  /**
   * Natural logarithm of the clock; of the training loss minus the logarithm, so that every clock goes forwards. Null where
   * it has none, as a distance of 0.
   */
  readonly at: number | null;
  /** Mean score of its ideas, in [0, 1]. */
  readonly score: number;
  /** What the models of the other batch sizes say that it scores; null outside of their range. */
  readonly predicted: number | null;
}

/** How well one clock does. */
export interface ClockFit {
  readonly clock: ClockName;
  readonly title: string;
  readonly points: readonly ClockPoint[];
  /** Points with a prediction, and those outside of the range of the other batch sizes. */
  readonly inRange: number;
  readonly outOfRange: number;
  /** Leave-one-batch-out R squared over the points in range, at most 1; null where there are fewer than 3. */
  readonly rSquared: number | null;
  /** The same over the points that every clock predicts, so that clocks are compared on the same points. */
  readonly sharedRSquared: number | null;
  /** `sharedRSquared` of each seed by itself, and its mean with an interval over seeds; null where a seed has none. */
  readonly bySeed: readonly number[] | null;
  readonly overSeeds: BlockedEffect | null;
}

/** How well every clock does, by one way of scoring. */
export interface ClockComparison {
  readonly way: Way;
  readonly clocks: readonly ClockFit[];
  /** Points that every clock predicts. */
  readonly shared: number;
  /** The clock with the highest `sharedRSquared`. */
  readonly best: ClockName | null;
  /** By how much its R squared exceeds that of the next clock, over seeds; null for one seed. */
  readonly lead: { readonly next: ClockName; readonly effect: BlockedEffect } | null;
  /** Why there is no comparison; null where there is one. */
  readonly refused: string | null;
}

/**
 * For each clock the leave-one-batch-out R squared, 1 - SSE / SST: for every hidden size, the curve of scores over the clock
 * is fitted to the checkpoints of the other batch sizes (a local line with tricube weights over the nearest {@link SPAN} of
 * the points: Cleveland, "Robust locally weighted regression and smoothing scatterplots", JASA 74, 1979, without its robust
 * step) and predicts those of the batch size left out. SST is about the mean of a hidden size, so that differences between
 * hidden sizes explain nothing. Points outside of the range of the fit are left out and counted; the state before the
 * first update is no point. Models of the grid and of the arm `tuned` are points, whose learning rates tell updates from step
 * length.
 */
export function compareClocks(table: StudyTable, way: Way): ClockComparison {
  const states = listStates(table, way);
  const refused = findObstacle(states);
  if (refused !== null) {
    return { way, clocks: [], shared: 0, best: null, lead: null, refused };
  }
  const whole = fitClocks(states);
  const seeds = [...groupBy(states, ({ model }) => String(model.seed)).values()].map((own) => fitClocks(own));
  const clocks = CLOCK_NAMES.map((clock): ClockFit => {
    const points = whole.points[clock];
    const bySeed = seeds.map((seed) => rSquared(keep(seed.points[clock], seed.shared)));
    const all = bySeed.every((value) => value !== null) ? (bySeed as number[]) : null;
    return {
      clock,
      title: CLOCK_TITLES[clock],
      points,
      inRange: points.filter(isPredicted).length,
      outOfRange: points.filter((point) => !isPredicted(point)).length,
      rSquared: rSquared(points.filter(isPredicted)),
      sharedRSquared: rSquared(keep(points, whole.shared)),
      bySeed: all,
      overSeeds: all && blockedEffect(all),
    };
  });
  return { way, clocks, shared: whole.shared.filter(Boolean).length, ...findBest(clocks), refused: null };
}

/** A model after some of its updates, and its score. */
interface State {
  readonly model: TableModel;
  readonly checkpoint: Checkpoint;
  readonly score: number;
}

/** Models of the grid, and those beside it of other learning rates alone: without these, updates and step length are one. */
function listClockModels({ models }: StudyTable): TableModel[] {
  return models.filter(({ parts }) => parts.includes('grid') || parts.includes('tuned'));
}

function listStates(table: StudyTable, way: Way): State[] {
  return listClockModels(table).flatMap((model) =>
    model.checkpoints.flatMap((checkpoint): State[] => {
      const score = averageScore(checkpoint.ideas, way);
      return score === null || checkpoint.updates === 0 ? [] : [{ model, checkpoint, score }];
    }),
  );
}

function findObstacle(states: readonly State[]): string | null {
  const batches = new Set(states.map(({ model }) => model.settings.batch));
  if (batches.size < 2) return 'needs models of at least 2 batch sizes';
  if (!states.some(({ model, checkpoint }) => checkpoint !== model.checkpoints.at(-1))) {
    return 'models have one checkpoint each; it needs schedule.checkpoints: log';
  }
  return null;
}

function readClock(clock: ClockName, state: State): number | null {
  const at = readLogarithm(clock, state);
  return Number.isFinite(at) ? at : null;
}

/** NaN for what was not measured. */
function readLogarithm(clock: ClockName, { model, checkpoint }: State): number {
  switch (clock) {
    case 'updates':
      return Math.log(checkpoint.updates);
    case 'examples':
      return Math.log(checkpoint.examples);
    case 'stepLength':
      return Math.log(Math.sqrt(checkpoint.updates) * model.settings.learningRate);
    case 'distance':
      return Math.log(checkpoint.distance ?? NaN);
    case 'trainingLoss':
      return -Math.log(checkpoint.trainingLoss ?? NaN);
  }
}

/** Points by clock, each list in the order of the states, and for each state whether every clock predicts it. */
function fitClocks(states: readonly State[]) {
  const points = Object.fromEntries(
    CLOCK_NAMES.map((clock) => [clock, predictPoints(clock, states)]),
  ) as unknown as Record<ClockName, ClockPoint[]>;
  const shared = states.map((_, at) => CLOCK_NAMES.every((clock) => isPredicted(points[clock][at]!)));
  return { points, shared };
}

function predictPoints(clock: ClockName, states: readonly State[]): ClockPoint[] {
  const points = states.map((state) => {
    const { settings, seed } = state.model;
    const { hidden, batch, learningRate } = settings;
    const at = readClock(clock, state);
    return { hidden, batch, seed, learningRate, updates: state.checkpoint.updates, at, score: state.score };
  });
  const curves = new Map<string, (place: number) => number | null>();
  return points.map((point) => {
    const key = `${point.hidden} ${point.batch}`;
    const curve = curves.get(key) ?? fitLocalLinear(listOthers(points, point), SPAN);
    curves.set(key, curve);
    return { ...point, predicted: point.at === null ? null : curve(point.at) };
  });
}

/** The readable points of a hidden size and of all batch sizes but one. */
function listOthers(
  points: readonly Omit<ClockPoint, 'predicted'>[],
  { hidden, batch }: Pick<ClockPoint, 'hidden' | 'batch'>,
): CurvePoint[] {
  return points
    .filter((point) => point.hidden === hidden && point.batch !== batch)
    .flatMap(({ at, score }) => (at === null ? [] : [{ x: at, y: score }]));
}

function isPredicted({ predicted }: ClockPoint): boolean {
  return predicted !== null;
}

function keep(points: readonly ClockPoint[], isKept: readonly boolean[]): ClockPoint[] {
  return points.filter((_, at) => isKept[at]);
}

/** 1 - SSE / SST of points with a prediction; null for fewer than three, or where scores do not differ. */
function rSquared(points: readonly ClockPoint[]): number | null {
  if (points.length < 3) return null;
  const errors = points.reduce((sum, { score, predicted }) => sum + square(score - predicted!), 0);
  const total = [...groupBy(points, ({ hidden }) => String(hidden)).values()].reduce((sum, own) => {
    const centre = mean(own.map(({ score }) => score));
    return sum + own.reduce((part, { score }) => part + square(score - centre), 0);
  }, 0);
  return total > 0 ? 1 - errors / total : null;
}

function findBest(clocks: readonly ClockFit[]): Pick<ClockComparison, 'best' | 'lead'> {
  const ranked = clocks
    .filter(({ sharedRSquared }) => sharedRSquared !== null)
    .sort((a, b) => b.sharedRSquared! - a.sharedRSquared!);
  const [first, second] = ranked;
  if (first === undefined) return { best: null, lead: null };
  if (!first.bySeed || !second?.bySeed || first.bySeed.length < 2) return { best: first.clock, lead: null };
  const ahead = first.bySeed.map((value, at) => value - second.bySeed![at]!);
  return { best: first.clock, lead: { next: second.clock, effect: blockedEffect(ahead) } };
}
