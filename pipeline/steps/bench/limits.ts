/** What `make bench` must not exceed where it is run as a check. */
import { expected } from '../../study/errors.ts';
import type { BenchRow } from '../../view/benchTable.ts';
import { IDEAS_ROW } from './ideas.ts';
import { stepRow } from './training.ts';

/** A bound on one figure of one row. */
export interface Limit {
  readonly row: string;
  readonly figure: 'ratio' | 'best';
  readonly most: number;
}

/**
 * The graph's first prototype took 1.16 times its matrix products (73 ms of 63 ms a step) at the article's size;
 * what is above that is room for a busy machine.
 */
const MOST_STEP_OVER_FLOOR = 1.25;

/**
 * The search's first prototype took 0.96 s for ten ideas where the products alone take 0.70 s (55,758 candidates of
 * 1.23 MFLOP at 98 GFLOP/s); what is above that is room for slower processors.
 */
const MOST_IDEAS_SECONDS = 1.5;

/** The limits of `--check`. */
export const LIMITS: readonly Limit[] = [
  { row: stepRow(784, 1000), figure: 'ratio', most: MOST_STEP_OVER_FLOOR },
  { row: IDEAS_ROW, figure: 'best', most: MOST_IDEAS_SECONDS },
];

/**
 * Throws a UserError that names every figure above its limit. A row without the figure is a fault of ours and throws
 * a RangeError.
 */
export function assertWithinLimits(rows: readonly BenchRow[], limits: readonly Limit[] = LIMITS): void {
  const measured = limits.map((limit) => ({ ...limit, ...find(rows, limit) }));
  const exceeded = measured.filter(({ got, most }) => !(got <= most));
  if (exceeded.length === 0) return;
  const name = ({ row, figure, unit }: (typeof measured)[number]) => ({
    row: `${row} (${figure})`,
    unit: figure === 'ratio' ? ' times' : ` ${unit}`,
  });
  throw expected(
    'bench',
    exceeded.map((limit) => `${name(limit).row} at most ${limit.most}${name(limit).unit}`).join(' and '),
    exceeded.map((limit) => `${limit.got.toFixed(2)}${name(limit).unit}`).join(' and '),
    'run it again on an idle machine before you look for what became slower',
  );
}

function find(rows: readonly BenchRow[], { row, figure }: Limit): { got: number; unit: string } {
  const found = rows.find(({ name }) => name === row);
  const got = found?.[figure];
  if (found === undefined || got === undefined) {
    throw new RangeError(`assertWithinLimits: expected a row '${row}' with a ${figure}, got none`);
  }
  return { got, unit: found.unit };
}
