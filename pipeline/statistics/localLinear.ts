/** Curves through points: a line fitted around every place (Cleveland, JASA 74, 1979). */
import { raise } from '../math/powers.ts';

/** A point of a curve. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/** Fewest points of a line. */
const LEAST_POINTS = 4;

/** Of the largest squared distance in a neighbourhood, the mean squared distance under which a slope has no meaning. */
const LEAST_SPREAD = 1e-9;

/**
 * The curve through points: at a place the value there of the line that is fitted by least squares to the nearest `span` (0 to 1)
 * of the points, at least {@link LEAST_POINTS}, with tricube weights (1 - (d / D)^3)^3 of their distance d from it. D is
 * slightly more than the distance of the furthest of them, so that it still counts. Null outside of the range of the
 * points, and everywhere for fewer than {@link LEAST_POINTS}.
 */
export function fitLocalLinear(
  points: readonly CurvePoint[],
  span: number,
): (place: number) => number | null {
  if (points.length < LEAST_POINTS) return () => null;
  const sorted = [...points].sort((a, b) => a.x - b.x);
  const [low, high] = [sorted[0]!.x, sorted.at(-1)!.x];
  const count = Math.min(sorted.length, Math.max(LEAST_POINTS, Math.ceil(span * sorted.length)));
  return (place) =>
    place < low || place > high ? null : evaluateLine(findNearest(sorted, place, count), place);
}

/** The `count` points nearest to a place, of points that ascend. */
function findNearest(points: readonly CurvePoint[], place: number, count: number): readonly CurvePoint[] {
  let [from, to] = [0, points.length - count];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (place - points[middle]!.x > points[middle + count]!.x - place) from = middle + 1;
    else to = middle;
  }
  return points.slice(from, from + count);
}

function evaluateLine(points: readonly CurvePoint[], place: number): number {
  const furthest = Math.max(place - points[0]!.x, points.at(-1)!.x - place);
  const reach = furthest * (1 + 1e-3) + Number.EPSILON;
  let [weights, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (const { x, y } of points) {
    const d = x - place;
    const weight = raise(1 - raise(Math.abs(d) / reach, 3), 3);
    weights += weight;
    sumX += weight * d;
    sumY += weight * y;
    sumXX += weight * d * d;
    sumXY += weight * d * y;
  }
  const spread = weights * sumXX - sumX * sumX;
  if (spread <= LEAST_SPREAD * weights * weights * reach * reach) return sumY / weights;
  return (sumXX * sumY - sumX * sumXY) / spread;
}
