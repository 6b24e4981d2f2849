/**
 * Components of variance of a balanced design: cells, models within cells, digits, and starts within model and digit.
 *
 * By the method of moments: mean squares of the analysis of variance are set equal to what they are expected to be
 * (Searle, Casella and McCulloch, "Variance components", 1992, chapter 4).
 */
import { mean } from 'simple-statistics';

/** Scores by cell, model of the cell, digit, and start: [C][S][D][R], the same numbers of each everywhere. */
export type NestedScores = readonly (readonly (readonly (readonly number[])[])[])[];

/** Where variance can come from, from the outside to the inside. */
export const VARIANCE_SOURCES = ['cell', 'digit', 'cellDigit', 'model', 'modelDigit', 'start'] as const;
export type VarianceSource = (typeof VARIANCE_SOURCES)[number];

/** Variance by its source, in squared units of the score. An estimate below 0 is kept: it says that there is next to none. */
export type VarianceComponents = Readonly<Record<VarianceSource, number>>;

/**
 * Estimates of y_csdr = m + cell_c + digit_d + cellDigit_cd + model_cs + modelDigit_csd + start_csdr, every term a random
 * draw of its own variance. With one start (R = 1), `start` is 0 and its variance is part of `modelDigit`. Null for fewer
 * than two cells, models or digits, which leave nothing to estimate from. Throws a RangeError for an unbalanced design: a
 * fault of ours.
 */
export function estimateComponents(scores: NestedScores): VarianceComponents | null {
  const [C, S, D, R] = countLevels(scores);
  if (C < 2 || S < 2 || D < 2) return null;
  const ofDigit = scores.map((cell) => cell.map((model) => model.map((starts) => mean([...starts]))));
  const ofModel = ofDigit.map((cell) => cell.map((digits) => mean(digits)));
  const ofCellDigit = ofDigit.map((cell) => average(cell));
  const ofCell = ofModel.map((models) => mean(models));
  const ofDigits = average(ofCellDigit);
  const grand = mean(ofCell);
  const each = (square: (c: number, s: number, d: number) => number, s = S, d = D) =>
    sum(C, (c) => sum(s, (i) => sum(d, (j) => square(c, i, j) * square(c, i, j))));

  const start =
    R === 1
      ? 0
      : sum(C, (c) => sum(S, (s) => sum(D, (d) => sumOfSquares(scores[c]![s]![d]!, ofDigit[c]![s]![d]!)))) /
        (C * S * D * (R - 1));
  const modelDigit =
    (R * each((c, s, d) => ofDigit[c]![s]![d]! - ofModel[c]![s]! - ofCellDigit[c]![d]! + ofCell[c]!)) /
    (C * (S - 1) * (D - 1));
  const model = (D * R * each((c, s) => ofModel[c]![s]! - ofCell[c]!, S, 1)) / (C * (S - 1));
  const cellDigit =
    (S * R * each((c, _, d) => ofCellDigit[c]![d]! - ofCell[c]! - ofDigits[d]! + grand, 1)) /
    ((C - 1) * (D - 1));
  const digit = (C * S * R * sumOfSquares(ofDigits, grand)) / (D - 1);
  const cell = (S * D * R * sumOfSquares(ofCell, grand)) / (C - 1);
  return {
    cell: (cell - model - cellDigit + modelDigit) / (S * D * R),
    digit: (digit - cellDigit) / (C * S * R),
    cellDigit: (cellDigit - modelDigit) / (S * R),
    model: (model - modelDigit) / (D * R),
    modelDigit: (modelDigit - start) / R,
    start,
  };
}

/** The share of each source in [0, 1]; estimates below 0 count as 0. Null where there is no variance at all. */
export function shareVariance(components: VarianceComponents): VarianceComponents | null {
  const positive = VARIANCE_SOURCES.map((source) => Math.max(0, components[source]));
  const total = positive.reduce((a, b) => a + b, 0);
  if (total === 0) return null;
  return Object.fromEntries(
    VARIANCE_SOURCES.map((source, at) => [source, positive[at]! / total]),
  ) as VarianceComponents;
}

function countLevels(scores: NestedScores): [cells: number, models: number, digits: number, starts: number] {
  const counts = [
    new Set(scores.map((cell) => cell.length)),
    new Set(scores.flatMap((cell) => cell.map((model) => model.length))),
    new Set(scores.flatMap((cell) => cell.flatMap((model) => model.map((starts) => starts.length)))),
  ];
  if (scores.length > 0 && counts.some(({ size }) => size !== 1)) {
    throw new RangeError('estimateComponents: expected as many models, digits and starts everywhere');
  }
  const [models, digits, starts] = counts.map(([count = 0]) => count) as [number, number, number];
  return [scores.length, models, digits, starts];
}

function sum(count: number, term: (at: number) => number): number {
  let total = 0;
  for (let at = 0; at < count; at++) total += term(at);
  return total;
}

function sumOfSquares(values: readonly number[], centre: number): number {
  return sum(values.length, (at) => (values[at]! - centre) * (values[at]! - centre));
}

/** The element-wise mean of lists of one length. */
function average(lists: readonly (readonly number[])[]): number[] {
  return lists[0]!.map((_, at) => mean(lists.map((list) => list[at]!)));
}
