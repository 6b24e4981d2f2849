/**
 * Two random factors that cross, such as seeds and digits: every seed meets every digit once. By the method of moments,
 * which for balanced designs is REML wherever no estimate is below 0 (Searle, Casella and McCulloch, "Variance components",
 * 1992, chapter 4).
 */
import quantile from '@stdlib/stats-base-dists-t-quantile';
import { mean } from 'simple-statistics';
import { square } from '../math/powers.ts';
import { CONFIDENCE } from './bootstrap.ts';
import { twoSidedTailOfT } from './tails.ts';

/** Variances of the factors and of what is left; an estimate below 0 is kept: it says that there is next to none. */
export interface CrossedComponents {
  readonly row: number;
  readonly column: number;
  readonly residual: number;
}

/** The mean over both factors. */
export interface CrossedMean {
  readonly estimate: number;
  readonly standardError: number;
  readonly interval: [low: number, high: number];
  /** Two-sided, of the hypothesis that the mean is 0. */
  readonly p: number;
  /** Satterthwaite's, not whole. */
  readonly degreesOfFreedom: number;
}

/** Mean squares of a table and its size. */
interface MeanSquares extends CrossedComponents {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Variances of y_rc = m + row_r + column_c + residual_rc, of `values` [rows][columns]. Null for fewer than two rows or
 * columns. Throws a RangeError for rows of different lengths.
 */
export function crossedComponents(values: readonly (readonly number[])[]): CrossedComponents | null {
  const squares = findMeanSquares(values);
  if (squares === null) return null;
  return {
    row: (squares.row - squares.residual) / squares.columns,
    column: (squares.column - squares.residual) / squares.rows,
    residual: squares.residual,
  };
}

/**
 * The mean of `values` [rows][columns], such as slopes of seeds and digits, with both factors random: it holds for other
 * seeds and for other digits. Its variance is (MS_rows + MS_columns - MS_residual) / (R C), with Satterthwaite's degrees of
 * freedom ("An approximate distribution of estimates of variance components", Biometrics Bulletin 2(6), 1946). The
 * estimate of the variance is never taken below that of either factor alone. Null for fewer than two rows or columns, or
 * where nothing varies. Throws a RangeError for rows of different lengths.
 */
export function crossedMean(values: readonly (readonly number[])[]): CrossedMean | null {
  const squares = findMeanSquares(values);
  if (squares === null) return null;
  const { row, column, residual, rows, columns } = squares;
  const [ofRow, ofColumn] = [rows - 1, columns - 1];
  const sum = row + column - residual;
  const larger = Math.max(row, column);
  const isSum = sum >= larger;
  const scale = isSum ? sum : larger;
  if (!(scale > 0)) return null;
  const parts = isSum
    ? square(row) / ofRow + square(column) / ofColumn + square(residual) / (ofRow * ofColumn)
    : square(larger) / (row > column ? ofRow : ofColumn);
  const freedom = square(scale) / parts;
  const estimate = mean(values.map((one) => mean([...one])));
  const standardError = Math.sqrt(scale / (rows * columns));
  const margin = quantile((1 + CONFIDENCE) / 2, freedom) * standardError;
  return {
    estimate,
    standardError,
    interval: [estimate - margin, estimate + margin],
    p: twoSidedTailOfT(estimate / standardError, freedom),
    degreesOfFreedom: freedom,
  };
}

function findMeanSquares(values: readonly (readonly number[])[]): MeanSquares | null {
  const [rows, columns] = [values.length, values[0]?.length ?? 0];
  if (values.some(({ length }) => length !== columns)) {
    throw new RangeError('crossedComponents: expected as many columns in every row');
  }
  if (rows < 2 || columns < 2) return null;
  const ofRows = values.map((row) => mean([...row]));
  const ofColumns = Array.from({ length: columns }, (_, c) => mean(values.map((row) => row[c]!)));
  const grand = mean(ofRows);
  const sumOfSquares = (numbers: readonly number[]) =>
    numbers.reduce((sum, number) => sum + square(number), 0);
  const left = values.flatMap((row, r) => row.map((value, c) => value - ofRows[r]! - ofColumns[c]! + grand));
  return {
    rows,
    columns,
    row: (columns * sumOfSquares(ofRows.map((value) => value - grand))) / (rows - 1),
    column: (rows * sumOfSquares(ofColumns.map((value) => value - grand))) / (columns - 1),
    residual: sumOfSquares(left) / ((rows - 1) * (columns - 1)),
  };
}
