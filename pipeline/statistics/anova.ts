/** One-way analysis of variance. */
import { square } from '../math/powers.ts';
import { upperTailOfF } from './tails.ts';

/** A part of the sum of squares. */
export interface SumOfSquares {
  readonly degreesOfFreedom: number;
  readonly sumOfSquares: number;
  readonly meanSquare: number;
}

/** Variance between groups against that within them. */
export interface Anova {
  readonly between: SumOfSquares;
  readonly within: SumOfSquares;
  /** The ratio of the mean squares, infinite where groups have no variance within; null where there is no variance at all. */
  readonly f: number | null;
  /** P(F >= f) if all groups have the same mean. */
  readonly p: number | null;
}

/**
 * Analysis of variance of at least two groups, of which at least one has two values; groups may differ in size. Null for
 * less, which says nothing. Squares are of differences from means, and means of differences from the first value (two
 * passes: Chan, Golub and LeVeque, "Algorithms for computing the sample variance", The American Statistician 37(3), 1983),
 * so that a constant as large as 1e12 costs only the digits that the values lost by having it.
 */
export function oneWayAnova(groups: readonly (readonly number[])[]): Anova | null {
  const filled = groups.filter(({ length }) => length > 0);
  const count = filled.reduce((total, { length }) => total + length, 0);
  if (filled.length < 2 || count === filled.length) return null;
  const origin = filled[0]![0]!;
  const shifted = filled.map((group) => group.map((value) => value - origin));
  const means = shifted.map(averageOf);
  const grand = averageOf(shifted.flat());
  const between = toPart(
    filled.length - 1,
    sumOf(shifted.map(({ length }, at) => length * square(means[at]! - grand))),
  );
  const within = toPart(
    count - filled.length,
    sumOf(shifted.map((group, at) => sumOf(group.map((value) => square(value - means[at]!))))),
  );
  if (between.sumOfSquares === 0 && within.sumOfSquares === 0) return { between, within, f: null, p: null };
  const f = between.meanSquare / within.meanSquare;
  return { between, within, f, p: upperTailOfF(f, between.degreesOfFreedom, within.degreesOfFreedom) };
}

function toPart(degreesOfFreedom: number, sumOfSquares: number): SumOfSquares {
  return { degreesOfFreedom, sumOfSquares, meanSquare: sumOfSquares / degreesOfFreedom };
}

/** The mean, corrected by the mean of what it leaves, which rounding alone makes other than 0. */
function averageOf(values: readonly number[]): number {
  const first = sumOf(values) / values.length;
  return first + sumOf(values.map((value) => value - first)) / values.length;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
