/**
 * Powers by multiplication and square roots, which IEEE 754 defines to the bit. JavaScript's `**` and Math.pow are
 * only approximate: their last bit changed between Node 22 and Node 24, and with it a judge's bandwidth.
 */

/** x * x. */
export function square(x: number): number {
  return x * x;
}

/** base^exponent for a whole exponent >= 0, by repeated squaring. Throws a RangeError for any other exponent. */
export function raise(base: number, exponent: number): number {
  if (!Number.isInteger(exponent) || exponent < 0) {
    throw new RangeError(`raise: expected a whole exponent from 0, got ${exponent}`);
  }
  let power = 1;
  let factor = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power *= factor;
    factor *= factor;
  }
  return power;
}

/**
 * 2^(-k / perHalving), k >= 0: exact where k is a multiple of perHalving, which must be a power of 2. Throws a
 * RangeError where it is not.
 */
export function halve(k: number, perHalving: number): number {
  let root = 0.5;
  let value = 1;
  let rest = k % perHalving;
  let weight = perHalving;
  while (weight > 1) {
    root = Math.sqrt(root);
    weight /= 2;
    if (rest >= weight) {
      value *= root;
      rest -= weight;
    }
  }
  if (weight !== 1 || rest !== 0) {
    throw new RangeError(`halve: expected a power of 2 and a whole k, got ${perHalving} and ${k}`);
  }
  return value * raise(0.5, Math.floor(k / perHalving));
}
