/** The ideas of a study as a table without gaps, and the contrasts between its cells. */
import { mean } from 'simple-statistics';
import { square } from '../math/powers.ts';
import { groupBy } from './groupBy.ts';
import { slopeWeights } from './slopeWeights.ts';

/** The score of one idea. */
export interface IdeaValue {
  readonly hidden: number;
  readonly batch: number;
  readonly seed: number;
  readonly digit: number;
  readonly restart: number;
  readonly y: number;
}

/** Slopes over the cells of a grid. */
export const SLOPES = ['batch', 'hidden', 'interaction'] as const;
export type Slope = (typeof SLOPES)[number];

/** Scores [cells][seeds][digits][starts], and unit weights over cells of each slope; null where the grid has none. */
export interface StudyDesign {
  readonly y: readonly (readonly (readonly (readonly number[])[])[])[];
  readonly size: StudySize;
  readonly contrasts: Readonly<Record<Slope, readonly number[] | null>>;
}

/** What the components rest on. */
export interface StudySize {
  readonly cells: number;
  readonly seeds: number;
  readonly digits: number;
  readonly starts: number;
  /** Sums over cells of the squares of centred log2(batch), of log2(hidden) without what log2(batch) explains of it, and of their product without both. */
  readonly spread: Readonly<Record<Slope, number>>;
  /** Seeds that lack an idea which another has. */
  readonly leftOut: readonly number[];
}

/** The table of the seeds that have every idea. Throws a RangeError for two scores of one idea. */
export function designStudy(rows: readonly IdeaValue[]): StudyDesign {
  const cells = levels(rows, ({ hidden, batch }) => `${hidden}/${batch}`).sort(
    (a, b) => a.hidden - b.hidden || a.batch - b.batch,
  );
  const digits = levels(rows, ({ digit }) => String(digit)).map(({ digit }) => digit);
  const restarts = levels(rows, ({ restart }) => String(restart)).map(({ restart }) => restart);
  const bySeed = [...groupBy(rows, ({ seed }) => String(seed)).values()];
  const nameIdea = (row: Omit<IdeaValue, 'y' | 'seed'>) =>
    `${row.hidden}/${row.batch}/${row.digit}/${row.restart}`;
  const scores = bySeed.map((own) => new Map(own.map((row) => [nameIdea(row), row.y])));
  if (scores.some(({ size }, at) => size < bySeed[at]!.length)) {
    throw new RangeError('designStudy: expected one score an idea');
  }
  const isWhole = ({ size }: { readonly size: number }) =>
    size === cells.length * digits.length * restarts.length;
  const complete = scores.filter(isWhole);
  const { contrasts, spread } = contrastCells(cells);
  return {
    y: cells.map(({ hidden, batch }) =>
      complete.map((own) =>
        digits.map((digit) =>
          restarts.map((restart) => own.get(nameIdea({ hidden, batch, digit, restart }))!),
        ),
      ),
    ),
    size: {
      cells: cells.length,
      seeds: complete.length,
      digits: digits.length,
      starts: restarts.length,
      spread,
      leftOut: bySeed.filter((_, at) => !isWhole(scores[at]!)).map(([first]) => first!.seed),
    },
    contrasts,
  };
}

/** One row of each level of a factor. */
function levels(rows: readonly IdeaValue[], keyOf: (row: IdeaValue) => string): IdeaValue[] {
  return [...groupBy(rows, keyOf).values()].map(([first]) => first!);
}

/** Orthogonal contrasts of length 1: batch, hidden beside it, and the product beside both. */
function contrastCells(cells: readonly { readonly hidden: number; readonly batch: number }[]) {
  const hidden = centre(cells.map((cell) => Math.log2(cell.hidden)));
  const batch = centre(cells.map((cell) => Math.log2(cell.batch)));
  const product = hidden.map((x, at) => x * batch[at]!);
  const weights = {
    batch: cells.length < 2 ? null : slopeWeights(batch, []),
    hidden: cells.length < 2 ? null : slopeWeights(hidden, [batch]),
    interaction: cells.length < 2 ? null : slopeWeights(product, [batch, hidden]),
  };
  // Weights are the rest of x over its sum of squares, so that theirs is the inverse of that sum.
  const spread = mapSlopes((slope) => {
    const own = weights[slope];
    return own === null ? 0 : 1 / own.reduce((sum, weight) => sum + square(weight), 0);
  });
  const contrasts = mapSlopes((slope) => {
    const own = weights[slope];
    return own === null ? null : own.map((weight) => weight * Math.sqrt(spread[slope]));
  });
  return { contrasts, spread };
}

/** The same of every slope. */
export function mapSlopes<Value>(of: (slope: Slope) => Value): Record<Slope, Value> {
  return { batch: of('batch'), hidden: of('hidden'), interaction: of('interaction') };
}

function centre(values: readonly number[]): number[] {
  const middle = mean([...values]);
  return values.map((value) => value - middle);
}
