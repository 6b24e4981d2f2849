/** An interval for a share, which has a width where all or none were counted. */

/** The 97.5th percentile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * The 95% interval of a share of which k of n independent items had the property: Wilson, "Probable inference, the law of
 * succession, and statistical inference", Journal of the American Statistical Association 22(158), 1927:
 *
 *     (p + z^2 / 2n ± z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n),  p = k / n
 *
 * Throws a RangeError where n is not above 0 or k is not between 0 and n.
 */
export function wilsonInterval(k: number, n: number): [low: number, high: number] {
  if (!(n > 0 && k >= 0 && k <= n)) {
    throw new RangeError(`wilsonInterval: expected 0 <= k <= n and n above 0, got k ${k} and n ${n}`);
  }
  const p = k / n;
  const square = (Z * Z) / n;
  const margin = Z * Math.sqrt((p * (1 - p)) / n + square / (4 * n));
  const middle = p + square / 2;
  return [Math.max(0, (middle - margin) / (1 + square)), Math.min(1, (middle + margin) / (1 + square))];
}
