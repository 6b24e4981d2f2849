/** How far two lists of numbers are apart. */

/** Largest |a - b|, as a share of the largest |b|: the error of `actual` in units of the oracle's own size. */
export function largestDeviation(actual: ArrayLike<number>, oracle: ArrayLike<number>): number {
  if (actual.length !== oracle.length)
    throw new RangeError(`${actual.length} values against ${oracle.length}`);
  let [gap, size] = [0, 0];
  for (let i = 0; i < oracle.length; i++) {
    const difference = Math.abs(actual[i]! - oracle[i]!);
    if (Number.isNaN(difference)) return Number.NaN;
    gap = Math.max(gap, difference);
    size = Math.max(size, Math.abs(oracle[i]!));
  }
  return size === 0 ? gap : gap / size;
}
