/**
 * A slope of least squares as a weighted sum of what it is fitted to, so that whatever holds for sums holds for it.
 *
 * Frisch and Waugh, "Partial time regressions as compared with individual trends", Econometrica 1(4), 1933: the slope over
 * x beside other regressors is that over what they leave of x.
 */
import { mean } from 'simple-statistics';

/** Of the sum of squares of x, at most what rounding may leave where the others explain all of it. */
const LEAST_LEFT = 1e-9;

/**
 * Weights w [n] with sum(w y) the slope over x in the least-squares fit of y [n] to 1, x and `others` ([n] each). Null
 * where the fit has no such slope: x is constant, or the others explain it.
 */
export function slopeWeights(x: readonly number[], others: readonly (readonly number[])[]): number[] | null {
  const basis: (readonly number[])[] = [];
  for (const other of others) {
    const left = leaveOut(centre(other), basis);
    if (hasRest(left, other)) basis.push(left);
  }
  const rest = leaveOut(centre(x), basis);
  if (!hasRest(rest, x)) return null;
  const squares = dot(rest, rest);
  return rest.map((value) => value / squares);
}

function centre(values: readonly number[]): number[] {
  const middle = mean([...values]);
  return values.map((value) => value - middle);
}

/** What is left of `values` once their parts along the orthogonal `basis` are taken away. */
function leaveOut(values: readonly number[], basis: readonly (readonly number[])[]): readonly number[] {
  return basis.reduce<readonly number[]>((rest, axis) => {
    const share = dot(rest, axis) / dot(axis, axis);
    return rest.map((value, at) => value - share * axis[at]!);
  }, values);
}

function hasRest(rest: readonly number[], values: readonly number[]): boolean {
  return dot(rest, rest) > LEAST_LEFT * dot(values, values);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, at) => total + value * b[at]!, 0);
}
