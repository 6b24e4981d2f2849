/** phi(x) = exp(-x^2 / 2) / sqrt(2 pi): the density of a standard normal value. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
