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
  const sorted = [
    ...Array.from(low, (value) => ({ value, isHigh: 0 })),
    ...Array.from(high, (value) => ({ value, isHigh: 1 })),
  ].sort((a, b) => a.value - b.value);
  let wins = 0;
  let lowsBelow = 0;
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    let highs = 0;
    while (end < sorted.length && sorted[end]!.value === sorted[start]!.value) highs += sorted[end++]!.isHigh;
    const lows = end - start - highs;
    wins += highs * (lowsBelow + lows / 2);
    lowsBelow += lows;
    start = end;
  }
  return wins / (low.length * high.length);
}
