/** The error function and the normal distribution built on it, in double precision: the Gelu activation needs them. */

/** From here on 1 - erf(x) is below half the distance from 1 to the next smaller double. */
const ERF_IS_ONE = 6;

/**
 * erf(x) = 2 / sqrt(pi) * integral from 0 to x of exp(-t^2) dt, within 1e-15 of the true value.
 *
 * The series 2 / sqrt(pi) * exp(-x^2) * sum_n 2^n x^(2n + 1) / (1 * 3 * ... * (2n + 1)) (Abramowitz and Stegun, Handbook of
 * Mathematical Functions, 7.1.6), whose terms all have one sign, so that nothing cancels. NaN of NaN.
 */
export function erf(x: number): number {
  if (Math.abs(x) >= ERF_IS_ONE) return Math.sign(x);
  const square = x * x;
  let [term, sum, before] = [x, x, 0];
  // Ends where a term no longer adds anything, and at once for 0 and NaN.
  for (let divisor = 3; Math.abs(before) < Math.abs(sum); divisor += 2) {
    before = sum;
    term *= (2 * square) / divisor;
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * sum;
}

/** Phi(x) = (1 + erf(x / sqrt 2)) / 2: the probability that a standard normal value is below x. */
export function normalCdf(x: number): number {
  return (1 + erf(x * Math.SQRT1_2)) / 2;
}
