/**
 * Area under the receiver operating characteristic: how surely one kind of image scores above another.
 *
 * Mann and Whitney, "On a test of whether one of two random variables is stochastically larger than the other", 1947.
 */

/**
 * P(high > low) + P(high = low) / 2 for one draw of each, in [0, 1]: 1 where every `high` is above every `low`, 0.5
 * where they cannot be told apart. By ranks, in O(n log n). Throws a RangeError where one of them is empty.
 */
export function areaUnderCurve(low: ArrayLike<number>, high: ArrayLike<number>): number {
  if (low.length === 0 || high.length === 0) {
    throw new RangeError(`areaUnderCurve: expected values, got ${low.length} and ${high.length}`);
  }
  const [lows, highs] = [Float64Array.from(low).sort(), Float64Array.from(high).sort()];
  let wins = 0;
  let below = 0;
  for (let start = 0; start < highs.length; ) {
    const value = highs[start]!;
    const end = endOfRun(highs, start, (other) => other === value);
    below = endOfRun(lows, below, (other) => other < value);
    const notAbove = endOfRun(lows, below, (other) => other === value);
    wins += (end - start) * (below + (notAbove - below) / 2);
    start = end;
  }
  return wins / (lows.length * highs.length);
}

/** The first place from `start` whose value is no longer one that `holds`. */
function endOfRun(values: Float64Array, start: number, holds: (value: number) => boolean): number {
  let end = start;
  while (end < values.length && holds(values[end]!)) end++;
  return end;
}
