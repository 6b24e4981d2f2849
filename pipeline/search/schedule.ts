/**
 * How warm a Monte Carlo search is at each of its proposals.
 *
 * Kirkpatrick, Gelatt and Vecchi, "Optimization by simulated annealing", Science 220(4598), 1983.
 */

/** `zero`: only what raises the energy is taken. `geometric`: from `from` to `to`, by a constant factor a proposal. */
export type Schedule =
  | { readonly name: 'zero' }
  | { readonly name: 'geometric'; readonly from: number; readonly to: number };

/** The temperature at proposal k of n, in the energy's unit: 0, or from (to / from)^(k / (n - 1)). */
export function temperatureAt(schedule: Schedule, k: number, n: number): number {
  if (schedule.name === 'zero') return 0;
  const { from, to } = schedule;
  return n === 1 ? from : from * Math.exp((Math.log(to / from) * k) / (n - 1));
}
