/**
 * Psychometric curves: how a mean score falls as a disturbance grows, read backwards.
 *
 * Monotone by isotonic regression (pool adjacent violators: Ayer et al., "An empirical distribution function for
 * sampling with incomplete information", Annals of Mathematical Statistics 26(4), 1955), linear between points.
 */

/** A mean score `y` at the disturbance `x`. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * The x at which the falling curve through `points` (x ascending, at least one) has the height y, clipped to its ends.
 * Where the curve is level at y, the middle of the level stretch.
 */
export function invertCurve(points: readonly CurvePoint[], y: number): number {
  if (points.length === 0) throw new RangeError('invertCurve: expected at least one point, got none');
  const curve = fallMonotonically(points);
  const level = curve.filter((point) => point.y === y);
  if (level.length > 0) return (level[0]!.x + level.at(-1)!.x) / 2;
  const after = curve.findIndex((point) => point.y < y);
  if (after === 0) return curve[0]!.x;
  if (after < 0) return curve.at(-1)!.x;
  const [above, below] = [curve[after - 1]!, curve[after]!];
  return above.x + ((above.y - y) / (above.y - below.y)) * (below.x - above.x);
}

/** The x at which the curve falls through `level`; null where it never does. */
export function fallsThrough(points: readonly CurvePoint[], level: number): number | null {
  const curve = fallMonotonically(points);
  if (curve.length === 0 || curve[0]!.y < level || curve.at(-1)!.y > level) return null;
  return invertCurve(points, level);
}

/** The closest curve, by squares, that never rises: neighbours that do are replaced by their mean. */
export function fallMonotonically(points: readonly CurvePoint[]): CurvePoint[] {
  const pools: { sum: number; count: number }[] = [];
  for (const { y } of points) {
    pools.push({ sum: y, count: 1 });
    while (pools.length > 1 && meanOf(pools.at(-1)!) > meanOf(pools.at(-2)!)) {
      const last = pools.pop()!;
      const pool = pools.at(-1)!;
      pool.sum += last.sum;
      pool.count += last.count;
    }
  }
  const heights = pools.flatMap((pool) => Array<number>(pool.count).fill(meanOf(pool)));
  return points.map(({ x }, i) => ({ x, y: heights[i]! }));
}

function meanOf({ sum, count }: { readonly sum: number; readonly count: number }): number {
  return sum / count;
}
