/**
 * How warm a Monte Carlo search is at each of its proposals.
 *
 * Kirkpatrick, Gelatt and Vecchi, "Optimization by simulated annealing", Science 220(4598), 1983.
 */

/**
 * `zero`: only what raises the energy is taken. `geometric` and `linear`: from `from` to `to`, by a constant factor or
 * a constant amount a proposal.
 */
export type Schedule =
  | { readonly name: 'zero' }
  | { readonly name: 'geometric' | 'linear'; readonly from: number; readonly to: number };

/** The temperature at proposal k of n: 0, from (to / from)^(k / (n - 1)), or from + (to - from) k / (n - 1). */
export function temperatureAt(schedule: Schedule, k: number, n: number): number {
  if (schedule.name === 'zero') return 0;
  const { name, from, to } = schedule;
  const share = n === 1 ? 0 : k / (n - 1);
  return name === 'linear' ? from + (to - from) * share : from * Math.exp(Math.log(to / from) * share);
}
