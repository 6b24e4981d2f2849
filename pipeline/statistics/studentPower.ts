/** The power of Student's t test: how often it shows an effect of a given size. */
import quantile from '@stdlib/stats-base-dists-t-quantile';
import { normalCdf } from '../math/erf.ts';
import { LEVEL } from './blockedEffect.ts';

/** Intervals of Simpson's rule. */
const INTERVALS = 4000;

/** U = s / sigma is integrated to this many of its standard deviations, about 1 / sqrt(2 freedom), above 1. */
const REACH = 14;

/**
 * Probability that the two-sided test at 5% of a mean with `freedom` >= 1 degrees of freedom rejects, in [0.05, 1], if the
 * mean is `effect` of its own standard errors: P(|Z + effect| > t(0.975) U), with Z standard normal and U^2 chi-square over
 * its degrees of freedom (the noncentral t). Integrated over U by Simpson's rule, within 1e-6. Throws a RangeError for
 * less than 1 degree of freedom.
 */
export function studentPower(effect: number, freedom: number): number {
  if (!(freedom >= 1)) throw new RangeError(`studentPower: expected freedom from 1, got ${freedom}`);
  const critical = quantile(1 - LEVEL / 2, freedom);
  const largest = 1 + REACH / Math.sqrt(2 * freedom);
  let [sum, mass] = [0, 0];
  for (let at = 0; at <= INTERVALS; at++) {
    const u = (largest * at) / INTERVALS;
    const simpson = at === 0 || at === INTERVALS ? 1 : at % 2 === 1 ? 4 : 2;
    const weight = simpson * densityOf(u, freedom);
    mass += weight;
    sum += weight * (normalCdf(effect - critical * u) + normalCdf(-effect - critical * u));
  }
  return sum / mass;
}

/** The density of U, but for a factor: u^(freedom - 1) exp(-freedom u^2 / 2), which is largest near 1. */
function densityOf(u: number, freedom: number): number {
  if (u === 0) return freedom === 1 ? Math.exp(0.5) : 0;
  return Math.exp((freedom - 1) * Math.log(u) - (freedom * (u * u - 1)) / 2);
}
