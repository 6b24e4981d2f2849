/** Contrasts: what a study's answer comes down to, as one number for each axis, whatever the ideas are scored by. */
import { mean } from 'simple-statistics';
import { groupBy } from '../statistics/groupBy.ts';
import { studentInterval } from '../statistics/studentInterval.ts';
import { type AxisName, LAYOUT_AXES } from '../study/axes.ts';
import type { StudyConfig } from '../study/config.ts';
import { type Cell, describeSetting, listFurtherAxes } from '../study/grid.ts';
import type { IdeaRow } from '../study/tables.ts';

/** Mean scores of models, by the name of their cell and by their seed. */
export type ScoresByCell = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** A weighted sum of the cells' mean scores, whose weights sum to 0. */
export interface Contrast {
  readonly axis: AxisName;
  /** What its value is the change for: `a doubling of the batch size`, `optimizer adam against sgd`. */
  readonly title: string;
  /** By the name of the cell; a cell without one has no part in it. */
  readonly weights: ReadonlyMap<string, number>;
}

/** A contrast's value, and its 95% interval over seeds: null where not two seeds have every cell. */
export interface ContrastEstimate {
  readonly estimate: number;
  readonly interval: readonly [low: number, high: number] | null;
}

/** Mean score of every model over its ideas; an idea whose score is null has no part in it, nor has a model of such ideas. */
export function averageModels(
  ideas: readonly IdeaRow[],
  scoreOf: (idea: IdeaRow) => number | null,
): ScoresByCell {
  const scores = new Map<string, Map<number, number>>();
  for (const own of groupBy(ideas, ({ model }) => model.name).values()) {
    const scored = own.map(scoreOf).filter((score) => score !== null);
    if (scored.length === 0) continue;
    const { cell, seed } = own[0]!.model;
    const ofCell = scores.get(cell.name) ?? new Map<number, number>();
    scores.set(cell.name, ofCell.set(seed, mean(scored)));
  }
  return scores;
}

/**
 * The contrasts of a study: for batch size and hidden size the slope of the mean score a doubling, for every other axis the
 * levels with the highest and the lowest mean of the primary `scores`. None along an axis of one level.
 */
export function listContrasts(
  config: Pick<StudyConfig, 'grid'>,
  cells: readonly Cell[],
  scores: ScoresByCell,
): Contrast[] {
  return [
    ...LAYOUT_AXES.toReversed().flatMap((axis) => slopeAlong(axis, cells)),
    ...listFurtherAxes(config.grid).flatMap((axis) => compareLevels(axis, cells, scores)),
  ];
}

/**
 * The slope of mean scores over log2 of the axis' value, by least squares, averaged over the combinations of the other
 * settings that have at least two values.
 */
function slopeAlong(axis: (typeof LAYOUT_AXES)[number], cells: readonly Cell[]): Contrast[] {
  const weights = new Map<string, number>();
  const lines = [...groupBy(cells, ({ settings }) => JSON.stringify({ ...settings, [axis]: 0 })).values()];
  const long = lines.filter((line) => line.length > 1);
  for (const line of long) {
    const doublings = line.map(({ settings }) => Math.log2(settings[axis]));
    const centre = mean(doublings);
    const spread = doublings.reduce((sum, x) => sum + (x - centre) * (x - centre), 0);
    for (const [at, { name }] of line.entries()) {
      weights.set(name, (doublings[at]! - centre) / spread / long.length);
    }
  }
  return long.length === 0 ? [] : [{ axis, title: `a doubling of the ${axis} size`, weights }];
}

/** The levels of an axis with the highest and the lowest mean over their cells, the one against the other. */
function compareLevels(axis: AxisName, cells: readonly Cell[], scores: ScoresByCell): Contrast[] {
  const levels = [...groupBy(cells, ({ settings }) => describeSetting(axis, settings[axis]))]
    .map(([title, own]) => ({ title, own, mean: mean(own.map(({ name }) => averageSeeds(scores, name))) }))
    .sort((a, b) => b.mean - a.mean);
  const [high, low] = [levels[0], levels.at(-1)];
  if (high === undefined || low === undefined || high === low) return [];
  const weigh = ({ own }: typeof high, sign: number) =>
    own.map(({ name }): [string, number] => [name, sign / own.length]);
  return [
    {
      axis,
      title: `${high.title} against ${low.title}`,
      weights: new Map([...weigh(high, 1), ...weigh(low, -1)]),
    },
  ];
}

/**
 * The value of a contrast. Over the seeds that every one of its cells has, if there are two: each gives a value, and their
 * mean has an interval (Student's t). Otherwise of the cells' means, without one. Null where a cell has no score.
 */
export function estimateContrast({ weights }: Contrast, scores: ScoresByCell): ContrastEstimate | null {
  const cells = [...weights.keys()];
  if (cells.some((cell) => !scores.has(cell))) return null;
  const sumOver = (scoreOf: (cell: string) => number) =>
    cells.reduce((sum, cell) => sum + weights.get(cell)! * scoreOf(cell), 0);
  const seeds = [...scores.get(cells[0]!)!.keys()].filter((seed) =>
    cells.every((cell) => scores.get(cell)!.has(seed)),
  );
  if (seeds.length < 2) {
    return { estimate: sumOver((cell) => averageSeeds(scores, cell)), interval: null };
  }
  const values = seeds.map((seed) => sumOver((cell) => scores.get(cell)!.get(seed)!));
  return { estimate: mean(values), interval: studentInterval(values) };
}

function averageSeeds(scores: ScoresByCell, cell: string): number {
  return mean([...scores.get(cell)!.values()]);
}
