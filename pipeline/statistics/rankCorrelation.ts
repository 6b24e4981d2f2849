/**
 * Correlations of paired values: do two scores put images in the same order?
 *
 * Spearman, "The proof and measurement of association between two things", 1904. Kendall, "The treatment of ties in
 * ranking problems", Biometrika, 1945; counted by merge sort as in Knight, "A computer method for calculating
 * Kendall's tau with ungrouped data", Journal of the American Statistical Association, 1966.
 */
import { sampleCorrelation, sampleRankCorrelation } from 'simple-statistics';

/** A correlation in [-1, 1] of two lists of the same length; null where it is undefined. */
export type Correlation = (x: readonly number[], y: readonly number[]) => number | null;

/**
 * Pearson's r = cov(x, y) / (s_x s_y); null for fewer than two pairs, and where x or y is
 * constant or varies too little for a double to hold its square.
 */
export const pearson: Correlation = (x, y) =>
  isDefined('pearson', x, y) ? clip(sampleCorrelation([...x], [...y])) : null;

/** Spearman's rho: Pearson's r of the ranks, ties sharing their mean rank; null as for {@link pearson}. */
export const spearman: Correlation = (x, y) =>
  isDefined('spearman', x, y) ? clip(sampleRankCorrelation([...x], [...y])) : null;

/**
 * Kendall's tau-b = (C - D) / sqrt((n0 - tx)(n0 - ty)), where C and D count the pairs that both order alike and
 * contrarily, n0 = n (n - 1) / 2, and tx and ty are the pairs tied in x and in y. Null as for {@link pearson}.
 * Takes O(n log n).
 */
export const kendallTauB: Correlation = (x, y) => {
  if (!isDefined('kendallTauB', x, y)) return null;
  const order = Array.from(x, (_, i) => i).sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!);
  const [sortedX, sortedY] = [order.map((i) => x[i]!), order.map((i) => y[i]!)];
  const all = (x.length * (x.length - 1)) / 2;
  const tiedX = countTies(x.length, (i) => sortedX[i] === sortedX[i - 1]);
  const tiedBoth = countTies(x.length, (i) => sortedX[i] === sortedX[i - 1] && sortedY[i] === sortedY[i - 1]);
  const { inversions, sorted } = sortCounting(sortedY);
  const tiedY = countTies(x.length, (i) => sorted[i] === sorted[i - 1]);
  const difference = all - tiedX - tiedY + tiedBoth - 2 * inversions;
  return clip(difference / Math.sqrt((all - tiedX) * (all - tiedY)));
};

function isDefined(where: string, x: readonly number[], y: readonly number[]): boolean {
  if (x.length !== y.length) {
    throw new RangeError(`${where}: expected as many x as y, got ${x.length} and ${y.length}`);
  }
  return [x, y].every((values) => values.some((value) => value !== values[0]));
}

/** Rounding may take a correlation out of its range, and underflow leave none. */
function clip(correlation: number): number | null {
  return Number.isNaN(correlation) ? null : Math.min(1, Math.max(-1, correlation));
}

/** Pairs within the runs of equal values of a sorted list, where `isTied(i)` compares the values i - 1 and i. */
function countTies(length: number, isTied: (i: number) => boolean): number {
  let pairs = 0;
  let run = 0;
  for (let i = 1; i < length; i++) {
    run = isTied(i) ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

/** A sorted copy, and how many pairs stood in the wrong order; equal values are in order. */
function sortCounting(values: readonly number[]): { inversions: number; sorted: readonly number[] } {
  if (values.length < 2) return { inversions: 0, sorted: values };
  const middle = values.length >> 1;
  const left = sortCounting(values.slice(0, middle));
  const right = sortCounting(values.slice(middle));
  const sorted: number[] = [];
  let inversions = left.inversions + right.inversions;
  let l = 0;
  let r = 0;
  while (sorted.length < values.length) {
    const isRight = l === middle || (r < right.sorted.length && right.sorted[r]! < left.sorted[l]!);
    if (isRight) inversions += middle - l;
    sorted.push(isRight ? right.sorted[r++]! : left.sorted[l++]!);
  }
  return { inversions, sorted };
}
