/** What `make bench` must not exceed where it is run as a check: ratios of one run, which hold on a busy machine too. */
import { expected } from '../study/errors.ts';
import type { BenchRow } from './benchTable.ts';
import { PLAIN_LOOP, PYTORCH } from './contenderNames.ts';
import { floorRow } from './floors.ts';
import { ideasRow, productsRow } from './ideasBench.ts';
import { stepRow } from './trainingBench.ts';
import { ARTICLE_SIZE, SMALLEST_SIZE, type TrainingSize } from './trainingSizes.ts';

/** A bound on the ratio of a row's best to that of the row `to`. */
export interface Limit {
  readonly row: string;
  readonly to: string;
  readonly most: number;
}

/** The default engine, which every machine has. */
const ENGINE = 'onnx';
const ARTICLE_HIDDEN = ARTICLE_SIZE[0];

type SizeLimit = readonly [size: TrainingSize, most: number];

/** Each limit is about 1.4 times what was measured on two machines (docs/performance.md), and more where calls are all. */
const MOST_STEP_OVER_FLOOR: readonly SizeLimit[] = [
  [ARTICLE_SIZE, 1.8],
  [[784, 100], 2.8],
];
const MOST_STEP_OVER_PYTORCH: readonly SizeLimit[] = [
  [[64, 100], 0.9],
  [SMALLEST_SIZE, 0.4],
];
const MOST_STEP_OVER_PLAIN_LOOP: readonly SizeLimit[] = [
  [ARTICLE_SIZE, 1.2],
  [[784, 100], 0.8],
  [[64, 1000], 0.6],
  [[64, 100], 0.2],
  [SMALLEST_SIZE, 0.1],
];
const MOST_COORDINATE_OVER_PRODUCTS = 3;
const MOST_MONTE_CARLO_OVER_PRODUCTS = 4.5;

/** The limits of `--check`; those beside the plain loop and PyTorch only where they are among the `measured`. */
export function listLimits(measured: readonly string[]): readonly Limit[] {
  const beside = (peer: string, limits: readonly SizeLimit[]): Limit[] =>
    measured.includes(peer) ? limitSteps(limits, (size) => stepRow(size, peer)) : [];
  return [
    ...limitSteps(MOST_STEP_OVER_FLOOR, floorRow),
    ...beside(PLAIN_LOOP, MOST_STEP_OVER_PLAIN_LOOP),
    ...beside(PYTORCH, MOST_STEP_OVER_PYTORCH),
    limitIdeas('coordinate', MOST_COORDINATE_OVER_PRODUCTS),
    limitIdeas('monte-carlo', MOST_MONTE_CARLO_OVER_PRODUCTS),
  ];
}

function limitSteps(limits: readonly SizeLimit[], to: (size: TrainingSize) => string): Limit[] {
  return limits.map(([size, most]) => ({ row: stepRow(size, ENGINE), to: to(size), most }));
}

function limitIdeas(method: 'coordinate' | 'monte-carlo', most: number): Limit {
  return { row: ideasRow(ARTICLE_HIDDEN, method, ENGINE), to: productsRow(ARTICLE_HIDDEN, method), most };
}

/**
 * Throws a UserError that names every ratio above its limit. A row without the ratio is a fault of ours and throws a
 * RangeError.
 */
export function assertWithinLimits(rows: readonly BenchRow[], limits: readonly Limit[]): void {
  const exceeded = limits
    .map((limit) => ({ ...limit, got: findRatio(rows, limit) }))
    .filter(({ got, most }) => !(got <= most));
  if (exceeded.length === 0) return;
  throw expected(
    'bench',
    exceeded.map(({ row, to, most }) => `${row} over ${to} at most ${most} times`).join(' and '),
    exceeded.map(({ got }) => `${got.toFixed(2)} times`).join(' and '),
    'run it again on an idle machine before you look for what became slower',
  );
}

function findRatio(rows: readonly BenchRow[], { row, to }: Limit): number {
  const ratio = rows.find(({ name }) => name === row)?.ratios?.find((one) => one.to === to);
  if (ratio !== undefined) return ratio.value;
  throw new RangeError(`assertWithinLimits: expected a row '${row}' with a ratio to '${to}', got none`);
}
