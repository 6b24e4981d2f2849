/** What `make bench` must not exceed where it is run as a check. */
import { expected } from '../study/errors.ts';
import type { BenchRow } from './benchTable.ts';
import { PLAIN_LOOP } from './contenders.ts';
import { IDEAS_ROW, MONTE_CARLO_ROW } from './ideasBench.ts';
import { floorRow, stepRow, TRAINING_SIZES } from './trainingBench.ts';

/** A bound on a row's best, or on its ratio to the row `to`. */
export interface Limit {
  readonly row: string;
  readonly to?: string;
  readonly most: number;
}

/**
 * The graph's first prototype took 1.16 times its matrix products (73 ms of 63 ms a step) at the article's size;
 * what is above that is room for a busy machine.
 */
const MOST_STEP_OVER_FLOOR = 1.25;

/**
 * The search's first prototype took 0.96 s for ten ideas where the products alone take 0.70 s (55,758 candidates of
 * 1.23 MFLOP at 98 GFLOP/s). A processor without AVX-512 takes longer.
 */
const MOST_IDEAS_SECONDS = 1;

/** Ten Monte Carlo searches need about as many candidates again; three times as long as ten ideas is room enough. */
const MOST_MONTE_CARLO_SECONDS = 3;

/** At the smallest size a plain loop is all overhead: 0.07 ms a step was seen against 2.1 ms. */
const MOST_SMALL_STEP_OVER_PLAIN_LOOP = 0.2;

/** The limits of `--check`; those beside the plain loop only where it was measured. */
export function listLimits(hasPlainLoop: boolean): readonly Limit[] {
  const article = TRAINING_SIZES[0]!;
  const smallest = TRAINING_SIZES.at(-1)!;
  const besidePlainLoop = TRAINING_SIZES.map((size) => ({
    row: stepRow(size, 'onnx'),
    to: stepRow(size, PLAIN_LOOP),
    most: size === smallest ? MOST_SMALL_STEP_OVER_PLAIN_LOOP : 1,
  }));
  return [
    { row: stepRow(article, 'onnx'), to: floorRow(article), most: MOST_STEP_OVER_FLOOR },
    ...(hasPlainLoop ? besidePlainLoop : []),
    { row: IDEAS_ROW, most: MOST_IDEAS_SECONDS },
    { row: MONTE_CARLO_ROW, most: MOST_MONTE_CARLO_SECONDS },
  ];
}

/**
 * Throws a UserError that names every figure above its limit. A row without the figure is a fault of ours and throws
 * a RangeError.
 */
export function assertWithinLimits(rows: readonly BenchRow[], limits: readonly Limit[]): void {
  const measured = limits.map((limit) => ({ most: limit.most, ...find(rows, limit) }));
  const exceeded = measured.filter(({ got, most }) => !(got <= most));
  if (exceeded.length === 0) return;
  throw expected(
    'bench',
    exceeded.map(({ figure, most, unit }) => `${figure} at most ${most}${unit}`).join(' and '),
    exceeded.map(({ got, unit }) => `${got.toFixed(2)}${unit}`).join(' and '),
    'run it again on an idle machine before you look for what became slower',
  );
}

function find(rows: readonly BenchRow[], { row, to }: Limit): { figure: string; got: number; unit: string } {
  const found = rows.find(({ name }) => name === row);
  const got = to === undefined ? found?.best : found?.ratios?.find((ratio) => ratio.to === to)?.value;
  if (found === undefined || got === undefined) {
    const what = to === undefined ? 'a best' : `a ratio to '${to}'`;
    throw new RangeError(`assertWithinLimits: expected a row '${row}' with ${what}, got none`);
  }
  if (to === undefined) return { figure: `${row} (best)`, got, unit: ` ${found.unit}` };
  return { figure: `${row} over ${to}`, got, unit: ' times' };
}
